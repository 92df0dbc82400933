/** AdamW (Loshchilov & Hutter, 2019, arXiv 1711.05101) and what goes with it. */
export interface OptimizerOptions {
  /** Decay of the first moments. */
  readonly beta1: number;
  /** Decay of the second moments. */
  readonly beta2: number;
  /** Added to the root of the second moments, after their bias correction. */
  readonly epsilon: number;
  /** Decoupled: each update takes off learning rate · decay of a weight; not of biases and layer normalizations. */
  readonly weightDecay: number;
  /** The largest L2 norm of all gradients together; larger ones are scaled down to it. 0 sets no limit. */
  readonly maxGradientNorm: number;
  /** Each layer below the last has this many times the learning rate of the one above; 1 for one rate for all. */
  readonly layerDecay: number;
}

/** PyTorch's defaults for AdamW; a gradient norm of 1, as BERT was trained and fine-tuned with. */
export const defaultOptimizer: OptimizerOptions = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  maxGradientNorm: 1,
  layerDecay: 1,
};
