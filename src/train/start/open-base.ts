import { type Checkpoint, openCheckpoint, weightsPlace } from '../../checkpoint/checkpoint.ts';
import type { TensorInfo } from '../../checkpoint/tensors.ts';
import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import { checkTensor, findTensor } from '../../model/check-tensors.ts';
import { ConfigReader } from '../../model/config.ts';
import { readEncoder } from '../../model/encoder-config.ts';
import type { NeededTensor } from '../../model/layout.ts';
import type { EncoderSpec } from '../../model/spec.ts';

/** A folder with an encoder to start from, whatever lies above the encoder. */
export interface Base {
  readonly folder: string;
  readonly config: ConfigReader;
  /** The contents of `config.json`. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly encoder: EncoderSpec;
  /** Whether it has a tensor, under any of the names that it may have. */
  has(name: string): boolean;
  /**
   * A tensor's values, the caller's own.
   * @throws UserError naming the tensor if it is missing, of another shape, or holds what is no finite number.
   */
  read(tensor: NeededTensor): Float32Array;
  close(): void;
}

/**
 * Opens a base model: any encoder of a known family, under a masked language model, a token classifier, heads of our
 * own, or nothing.
 * @throws UserError naming the file and what is missing, wrong or not supported.
 */
export async function openBase(folder: string): Promise<Base> {
  const checkpoint = await openCheckpoint(folder);
  try {
    const config = new ConfigReader(checkpoint.configFile, checkpoint.config);
    const { tensors } = checkpoint.source;
    const encoder = readEncoder(config, new Set(tensors.keys()));
    const where = weightsPlace(checkpoint);
    const find = (name: string) => findTensor(tensors, encoder, name);
    return {
      folder,
      config,
      values: checkpoint.config,
      encoder,
      has: (name) => find(name) !== undefined,
      read: (needed) => readTensor(checkpoint, where, needed, find(needed.name)),
      close: () => checkpoint.source.close(),
    };
  } catch (thrown) {
    checkpoint.source.close();
    throw thrown;
  }
}

function readTensor(
  { source }: Checkpoint,
  where: string,
  needed: NeededTensor,
  found: TensorInfo | undefined,
): Float32Array {
  const tensor = checkTensor(where, needed, found);
  const values = source.read(tensor.name);
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) {
    throw new UserError(`${where}: the tensor ${quoted(tensor.name)} holds ${wrong}; it cannot be trained further`);
  }
  return values;
}
