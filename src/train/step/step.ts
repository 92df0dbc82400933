import type { TokenClassifier } from '../../model/classifier.ts';
import type { DeviceReport } from '../../runtime/device.ts';
import type { TrainingBatch } from '../batch.ts';

/** First and second moments of AdamW and how often each weight was updated, by the weight's name. */
export interface OptimizerState {
  readonly firstMoments: ReadonlyMap<string, Float32Array>;
  readonly secondMoments: ReadonlyMap<string, Float32Array>;
  readonly updates: ReadonlyMap<string, number>;
}

/** What is known of a micro-batch. */
export interface MicroBatchOptions {
  /** What the summed cross-entropies are multiplied by: 1 / the labelled tokens of all micro-batches of the update. */
  readonly scale: number;
  /** Keys of the stream that dropout draws from: the seed, the update and the micro-batch. */
  readonly randomKeys: readonly (string | number)[];
}

/** What an update did. */
export interface UpdateReport {
  /** L2 norm of all gradients together before clipping; NaN or infinite where training has diverged. */
  readonly gradientNorm: number;
}

/**
 * A model under training on one device: it gathers the gradients of one or more micro-batches, then updates the weights.
 * Only heads that had targets since the last update, and what feeds them, are updated.
 */
export interface TrainingStep {
  readonly device: DeviceReport;
  /**
   * Adds the gradients of a batch to those gathered since the last update. Blocks its thread.
   * @returns each head's summed cross-entropy, not scaled, in nats.
   */
  accumulate(batch: TrainingBatch, options: MicroBatchOptions): Promise<ReadonlyMap<string, number>>;
  /**
   * Clips the gathered gradients to the largest global norm, takes an AdamW step and forgets them.
   * A gradient norm that is not finite changes no weight.
   */
  update(learningRate: number): Promise<UpdateReport>;
  /** Each head's summed cross-entropy without dropout and label smoothing, in nats; gathers nothing. Blocks its thread. */
  loss(batch: TrainingBatch): Promise<ReadonlyMap<string, number>>;
  /** Copies of the weights as they are now, by the checkpoint's names. */
  weights(): Promise<ReadonlyMap<string, Float32Array>>;
  optimizerState(): Promise<OptimizerState>;
  /**
   * Replaces weights and optimizer state, for resuming or going back to the best; forgets gathered gradients. A weight
   * without state, as one that was frozen, starts with none.
   */
  restore(weights: ReadonlyMap<string, Float32Array>, state: OptimizerState): Promise<void>;
  /**
   * The model as it is now, without dropout, for scoring; valid until `dispose`, and always of the latest weights. Its
   * `dispose` is the step's own business.
   * @throws Error for masked language modelling, which has no heads.
   */
  classifier(): Promise<TokenClassifier>;
  /** Releases sessions and device memory. Idempotent. */
  dispose(): Promise<void>;
}
