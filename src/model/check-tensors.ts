import type { TensorInfo } from '../checkpoint/tensors.ts';
import { UserError } from '../core/errors.ts';
import { quoted } from '../core/quote.ts';
import { encoderTensors, type NeededTensor, neededTensors } from './layout.ts';
import type { EncoderSpec, ModelSpec } from './spec.ts';

/**
 * Tensors that come with checkpoints and have no part in the logits: indices that are counted anyway, the pooler, and
 * the heads of pre-training.
 */
const harmless = [
  /(^|\.)embeddings\.(position_ids|token_type_ids)$/,
  /(^|\.)pooler\.(dense\.)?(weight|bias)$/,
  /^(cls|lm_head|discriminator_predictions|generator_predictions|generator_lm_head)\./,
  /^vocab_(transform|layer_norm|projector)\./,
  /(^|\.)num_batches_tracked$/,
];

/** In GERBERA's published checkpoints, a head that nothing trained. */
const unusedClassifier = /^classifier\.(weight|bias)$/;

/**
 * Checks that a checkpoint has every tensor of a model in its right shape, and no other.
 * @param where the checkpoint, for messages.
 * @returns the name in the checkpoint of every tensor needed; early BERT checkpoints call a layer normalization's
 *   weight `gamma` and its bias `beta`.
 * @throws UserError naming the first tensor that is missing, of a wrong shape, or unknown.
 */
export function checkTensors(
  where: string,
  spec: ModelSpec,
  tensors: ReadonlyMap<string, TensorInfo>,
): ReadonlyMap<string, TensorInfo> {
  const found = new Map<string, TensorInfo>();
  const used = new Set<string>();
  for (const { name, shape } of neededTensors(spec)) {
    const tensor = checkTensor(where, { name, shape }, tensors.get(name) ?? tensors.get(earlyName(name)));
    found.set(name, tensor);
    used.add(tensor.name);
  }
  for (const name of tensors.keys()) {
    if (used.has(name) || harmless.some((pattern) => pattern.test(name))) continue;
    if (spec.kind === 'gerbera-pair' && unusedClassifier.test(name)) continue;
    throw new UserError(`${where}: the tensor ${quoted(name)} is no part of the model that config.json describes`);
  }
  return found;
}

/**
 * The tensors of an encoder, by the names that the model knows them by, whatever else the checkpoint holds.
 * @throws UserError naming the first tensor that is missing or of a wrong shape.
 */
export function encoderTensorsIn(
  where: string,
  encoder: EncoderSpec,
  tensors: ReadonlyMap<string, TensorInfo>,
): ReadonlyMap<string, TensorInfo> {
  const needed = [...encoderTensors(encoder)];
  return new Map(
    needed.map((each) => [each.name, checkTensor(where, each, findTensor(tensors, encoder, each.name))] as const),
  );
}

/** A tensor under any of the names that it may have: an encoder that was saved by itself has no prefix before them. */
export function findTensor(
  tensors: ReadonlyMap<string, TensorInfo>,
  { prefix }: EncoderSpec,
  name: string,
): TensorInfo | undefined {
  const names = name.startsWith(prefix) ? [name, name.slice(prefix.length)] : [name];
  for (const candidate of names.flatMap((each) => [each, earlyName(each)])) {
    const tensor = tensors.get(candidate);
    if (tensor) return tensor;
  }
  return undefined;
}

/**
 * A tensor as it was found, if it is the one that is needed.
 * @throws UserError naming it if it is missing or of another shape.
 */
export function checkTensor(where: string, { name, shape }: NeededTensor, tensor: TensorInfo | undefined): TensorInfo {
  if (!tensor) throw new UserError(`${where}: the tensor ${quoted(name)} ${shownShape(shape)} is missing`);
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, axis) => size !== shape[axis])) {
    throw new UserError(
      `${where}: the tensor ${quoted(tensor.name)} has the shape ${shownShape(tensor.shape)}; config.json asks for ${shownShape(shape)}`,
    );
  }
  return tensor;
}

/** What early BERT checkpoints call a tensor. */
function earlyName(name: string): string {
  return name.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta');
}

function shownShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}
