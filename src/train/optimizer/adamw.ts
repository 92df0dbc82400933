import type { OptimizerOptions } from './options.ts';
import type { ParameterGroup } from './parameter-groups.ts';

/** A weight and what AdamW keeps of it; all arrays are of one length and are changed in place. */
export interface OptimizedWeight {
  readonly values: Float32Array;
  readonly firstMoments: Float32Array;
  readonly secondMoments: Float32Array;
}

/**
 * Factors that a whole tensor shares in an update of AdamW (Loshchilov & Hutter, 2019, algorithm 2), in the form
 * that PyTorch computes:
 *
 *     p ← decay · p - step · m / (√v + ε)     decay = 1 - η λ,  step = η √(1 - β₂ᵗ) / (1 - β₁ᵗ),  ε = ε₀ √(1 - β₂ᵗ)
 *
 * which is p - η λ p - η m̂ / (√v̂ + ε₀) for the moments without bias, m̂ = m / (1 - β₁ᵗ) and v̂ = v / (1 - β₂ᵗ).
 */
export interface UpdateFactors {
  readonly decay: number;
  readonly step: number;
  readonly epsilon: number;
}

/** @param updates how often the weight will have been updated, this update included. */
export function updateFactors(
  { beta1, beta2, epsilon }: OptimizerOptions,
  { learningRateFactor, weightDecay }: ParameterGroup,
  learningRate: number,
  updates: number,
): UpdateFactors {
  const rate = learningRate * learningRateFactor;
  const root = Math.sqrt(1 - beta2 ** updates);
  return { decay: 1 - rate * weightDecay, step: (rate * root) / (1 - beta1 ** updates), epsilon: epsilon * root };
}

/**
 * Updates a weight and its moments, m ← β₁ m + (1 - β₁) g and v ← β₂ v + (1 - β₂) g², for the gradient times
 * `clipping`.
 */
export function updateWeight(
  { values, firstMoments, secondMoments }: OptimizedWeight,
  gradient: Float32Array,
  clipping: number,
  { beta1, beta2 }: OptimizerOptions,
  { decay, step, epsilon }: UpdateFactors,
): void {
  const [keep1, add1] = [beta1, (1 - beta1) * clipping];
  const [keep2, add2] = [beta2, (1 - beta2) * clipping * clipping];
  // Double precision between a load and a store: rounding each operation to float32 as well is slower in V8.
  for (let i = 0; i < values.length; i++) {
    const g = gradient[i]!;
    const m = keep1 * firstMoments[i]! + add1 * g;
    const v = keep2 * secondMoments[i]! + add2 * g * g;
    firstMoments[i] = m;
    secondMoments[i] = v;
    values[i] = decay * values[i]! - (step * m) / (Math.sqrt(v) + epsilon);
  }
}
