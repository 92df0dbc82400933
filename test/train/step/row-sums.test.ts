import { describe, expect, it } from 'vitest';
import { RowSums } from '../../../src/train/step/row-sums.ts';

describe('sums of rows', () => {
  it('add up what belongs to a row, and know which rows they have', () => {
    const sums = new RowSums(8, 2);
    expect(sums.empty).toBe(true);
    sums.add(BigInt64Array.of(3n, 1n, 3n), Float32Array.of(1, 2, 3, 4, 5, 6));
    sums.add(BigInt64Array.of(1n), Float32Array.of(10, 20));
    expect([...sums.values]).toEqual([0, 0, 13, 24, 0, 0, 6, 8]);
    expect([...sums.sums()].map((sum) => [...sum])).toEqual([
      [6, 8],
      [13, 24],
    ]);
    expect(sums.empty).toBe(false);
  });

  it('begin anew when they are cleared, even of what is no number', () => {
    const sums = new RowSums(4, 2);
    sums.add(BigInt64Array.of(1n), Float32Array.of(Number.NaN, 1));
    sums.clear();
    expect([...sums.values]).toEqual([0, 0, 0, 0]);
    expect(sums.empty).toBe(true);
  });

  it('refuse gradients of another number of rows', () => {
    expect(() => new RowSums(4, 2).add(BigInt64Array.of(1n), Float32Array.of(1))).toThrow('1 rows have 1 numbers');
  });
});
