import { describe, expect, it } from 'vitest';
import type { TrainingBatch } from '../../../src/train/batch.ts';
import { splitBatch } from '../../../src/train/data/split.ts';

describe('splitting a batch', () => {
  const batch: TrainingBatch = {
    rows: 3,
    length: 4,
    ids: BigInt64Array.from({ length: 12 }, (_, index) => BigInt(index + 1)),
    mask: new BigInt64Array(12).fill(1n),
    positions: BigInt64Array.of(1n, 2n, 5n, 9n, 10n),
    targets: new Map([
      ['A', { rows: Int32Array.of(0, 3, 4), labels: Int32Array.of(1, 2, 0) }],
      ['B', { rows: Int32Array.of(2), labels: Int32Array.of(1) }],
    ]),
  };

  it('gives batches of whole rows that learn the same together', () => {
    const parts = splitBatch(batch, 8);
    expect(parts.map(({ rows }) => rows)).toEqual([2, 1]);
    expect(parts.map(({ positions }) => [...positions])).toEqual([
      [1n, 2n, 5n],
      [1n, 2n],
    ]);
    expect(parts[0]?.targets.get('A')?.rows).toEqual(Int32Array.of(0));
    expect(parts[0]?.targets.get('B')?.rows).toEqual(Int32Array.of(2));
    expect(parts[1]?.targets.get('A')).toEqual({ rows: Int32Array.of(0, 1), labels: Int32Array.of(2, 0) });
    expect([...(parts[1]?.ids ?? [])]).toEqual([9n, 10n, 11n, 12n]);
    expect(parts[1]?.targets.has('B')).toBe(false);
  });

  it('leaves a batch whole that fits, and never cuts a row', () => {
    expect(splitBatch(batch, 12)).toEqual([batch]);
    expect(splitBatch(batch, 1).map(({ rows }) => rows)).toEqual([1, 1, 1]);
  });
});
