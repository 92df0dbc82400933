/** The L2 norm of all gradients together, as if they were one vector. */
export function globalNorm(gradients: Iterable<Float32Array>): number {
  let total = 0;
  for (const gradient of gradients) total += sumOfSquares(gradient);
  return Math.sqrt(total);
}

/**
 * What gradients are multiplied by so that their norm is at most `largest` (Pascanu et al., 2013), as
 * `torch.nn.utils.clip_grad_norm_` does.
 * @param largest 0 sets no limit.
 */
export function clippingFactor(norm: number, largest: number): number {
  return largest === 0 ? 1 : Math.min(1, largest / (norm + 1e-6));
}

/** In four sums side by side, since each addition waits for the one before it. */
function sumOfSquares(values: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let i = 0; i < whole; i += 4) {
    a += values[i]! * values[i]!;
    b += values[i + 1]! * values[i + 1]!;
    c += values[i + 2]! * values[i + 2]!;
    d += values[i + 3]! * values[i + 3]!;
  }
  for (let i = whole; i < values.length; i++) a += values[i]! * values[i]!;
  return a + b + c + d;
}
