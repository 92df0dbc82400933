import type { TokenBatch } from './classifier.ts';
import type { InputSpec } from './spec.ts';

/**
 * A batch of made-up tokens, the same on every run: rows of falling length, so that padding is part of it, and every
 * token classified.
 * @param rows at least 1.
 * @param longest length of the first row, cut to what the model can read.
 */
export function probeBatch(
  { encoder, maxLength }: Pick<InputSpec, 'encoder' | 'maxLength'>,
  rows: number,
  longest: number,
): TokenBatch {
  const length = Math.min(longest, maxLength);
  const ids = new BigInt64Array(rows * length).fill(BigInt(encoder.padId));
  const mask = new BigInt64Array(rows * length);
  const positions: bigint[] = [];
  let state = 1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < Math.max(1, length - row); column++) {
      // The "minimal standard" generator of Park and Miller (1988): products stay below 2^53.
      state = (state * 48271) % 2147483647;
      const at = row * length + column;
      ids[at] = BigInt(state % encoder.vocabulary);
      mask[at] = 1n;
      positions.push(BigInt(at));
    }
  }
  return { rows, length, ids, mask, positions: BigInt64Array.from(positions) };
}
