import type { DeviceReport } from '../runtime/device.ts';
import type { ModelTokenizer } from '../tokenizer/encoding.ts';
import type { ModelSpec } from './spec.ts';

/** Token ids of a batch, padded to one length, row-major `[rows, length]`. */
export interface TokenBatch {
  readonly rows: number;
  readonly length: number;
  readonly ids: BigInt64Array;
  /** 1 for a token, 0 for padding. */
  readonly mask: BigInt64Array;
  /** Flat indices into `ids` of the tokens to classify, ascending: a word's first sub-token carries its label. */
  readonly positions: BigInt64Array;
}

/** The logits of one head, row-major `[positions, labels]`. */
export interface HeadLogits {
  readonly head: string;
  readonly labels: number;
  readonly values: Float32Array;
}

/** A token classifier ready to run on a device. */
export interface TokenClassifier {
  /** Identifies the weights: a hash of config and tensors' bytes or sizes and times; keys caches. */
  readonly id: string;
  /** The model's folder and a short name for people. */
  readonly folder: string;
  readonly name: string;
  readonly spec: ModelSpec;
  readonly tokenizer: ModelTokenizer;
  readonly device: DeviceReport;
  /** Logits of every head that this classifier was built with, in the order of `spec.heads`. Blocks its thread. */
  classify(batch: TokenBatch): Promise<readonly HeadLogits[]>;
  /** Releases the session and its files. Idempotent. */
  dispose(): Promise<void>;
}
