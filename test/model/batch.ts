import type { TokenBatch } from '../../src/model/classifier.ts';

/** Rows of ids, padded to the longest; all tokens are classified, or those of `wanted` in each row. */
export function batchOf(
  rows: readonly (readonly number[])[],
  padId: number,
  wanted: (row: readonly number[]) => readonly number[] = (row) => [...row.keys()],
): TokenBatch {
  const length = Math.max(...rows.map((row) => row.length));
  const ids = new BigInt64Array(rows.length * length).fill(BigInt(padId));
  const mask = new BigInt64Array(rows.length * length);
  const positions: bigint[] = [];
  for (const [index, row] of rows.entries()) {
    for (const [column, id] of row.entries()) {
      ids[index * length + column] = BigInt(id);
      mask[index * length + column] = 1n;
    }
    for (const column of wanted(row)) positions.push(BigInt(index * length + column));
  }
  return { rows: rows.length, length, ids, mask, positions: BigInt64Array.from(positions) };
}

/** The largest absolute difference; NaN if the lengths differ. */
export function farthest(expected: readonly number[], found: ArrayLike<number>): number {
  if (expected.length !== found.length) return Number.NaN;
  return expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (found[index] ?? Number.NaN))), 0);
}
