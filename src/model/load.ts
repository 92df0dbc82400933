import path from 'node:path';
import { type Checkpoint, openCheckpoint, weightsPlace } from '../checkpoint/checkpoint.ts';
import type { TensorInfo } from '../checkpoint/tensors.ts';
import { type Placement, place, probeDevices } from '../runtime/choose.ts';
import type { DeviceAttempt, DevicePreference } from '../runtime/device.ts';
import { buildClassifier } from './build.ts';
import { checkTensors } from './check-tensors.ts';
import type { TokenClassifier } from './classifier.ts';
import { modelId } from './identity.ts';
import { loadModelTokenizer, tokenizerLimit } from './model-tokenizer.ts';
import { parseSpec } from './parse-spec.ts';
import { placementOf } from './placement.ts';
import { sessionClassifier } from './session-classifier.ts';
import type { HeadSpec, ModelSpec } from './spec.ts';

/** How a classifier is to be loaded. */
export interface LoadOptions {
  readonly device: DevicePreference;
  /** Which heads give logits; the shown ones unless all are asked for. */
  readonly heads?: 'shown' | 'all';
  /** Threads on the CPU; one a processor, eight at most, unless given. */
  readonly threads?: number;
  /** The entity type of labels without one (`B`, `I`), where `config.json` has no `gerbera.type`; else `Entity`. */
  readonly typeName?: string;
}

/**
 * Loads a token classifier from a folder in Hugging Face layout: builds its graph from `config.json` and the tensors
 * and finds a device for it.
 * @throws UserError naming the file and the tensor, key or label that is missing, wrong or not supported.
 */
export async function loadClassifier(folder: string, options: LoadOptions): Promise<TokenClassifier> {
  const model = await openModel(folder, options);
  try {
    const { spec } = model;
    const tokenizer = await loadModelTokenizer(folder, spec);
    const heads = spec.heads.filter(({ shown }) => shown || options.heads === 'all');
    const { session, report } = await place(placement(model, heads, options.threads), options.device);
    return sessionClassifier({
      id: modelId(model.checkpoint, spec),
      folder,
      name: path.basename(path.resolve(folder)),
      spec,
      tokenizer,
      device: report,
      heads,
      session,
    });
  } finally {
    model.checkpoint.source.close();
  }
}

/**
 * Tries a model on every device there is, for `gerbera doctor`: which work and agree with the CPU, and why others do not.
 * @throws UserError if the model itself cannot be read.
 */
export async function probeModelDevices(
  folder: string,
  options: Pick<LoadOptions, 'threads'> = {},
): Promise<readonly DeviceAttempt[]> {
  const model = await openModel(folder, {});
  try {
    const heads = model.spec.heads.filter(({ shown }) => shown);
    return await probeDevices(placement(model, heads, options.threads));
  } finally {
    model.checkpoint.source.close();
  }
}

/** A model's description, checked against its tensors. */
export interface OpenModel {
  /** Owned by the caller, who closes its source. */
  readonly checkpoint: Checkpoint;
  readonly spec: ModelSpec;
  /** By the names that the model knows them by. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
}

/**
 * Opens a model and checks that its tensors are those that it needs; none is read.
 * @throws UserError naming the file and the tensor, key or label that is missing, wrong or not supported.
 */
export async function openModel(folder: string, { typeName }: Pick<LoadOptions, 'typeName'> = {}): Promise<OpenModel> {
  const checkpoint = await openCheckpoint(folder);
  try {
    const spec = parseSpec(checkpoint.config, {
      configFile: checkpoint.configFile,
      tensors: new Set(checkpoint.source.tensors.keys()),
      tokenizerLimit: tokenizerLimit(folder),
      typeName,
    });
    return { checkpoint, spec, tensors: checkTensors(weightsPlace(checkpoint), spec, checkpoint.source.tensors) };
  } catch (thrown) {
    checkpoint.source.close();
    throw thrown;
  }
}

function placement(
  { checkpoint, spec, tensors }: OpenModel,
  heads: readonly HeadSpec[],
  threads: number | undefined,
): Placement {
  return placementOf({
    source: checkpoint.source,
    tensors,
    spec,
    build: (weightsOf, style) => buildClassifier(spec, heads, weightsOf, style),
    threads,
  });
}
