import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillBatch, type PlacedWindow, planBatches } from '../../src/recognize/batches.ts';

const special = { opening: [101], closing: [102], padding: 7 };

function windowOf(sentence: number, words: readonly (readonly number[])[]): PlacedWindow {
  const pieces = words.map((ids) => Uint32Array.from(ids));
  return { sentence, pieces, start: 0, end: words.length, tokens: words.flat().length };
}

describe('planning batches', () => {
  const windows = fc.array(fc.integer({ min: 1, max: 126 })).map((lengths) =>
    lengths.map((tokens, sentence): PlacedWindow => {
      const pieces = Array.from({ length: tokens }, () => Uint32Array.of(1));
      return { sentence, pieces, start: 0, end: tokens, tokens };
    }),
  );

  it('puts every window into one batch, by length, within the budget of padded tokens', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 1000 }), (given, budget) => {
        const batches = planBatches(given, 2, budget);
        const planned = batches.flat();
        expect(new Set(planned)).toEqual(new Set(given));
        expect(planned.length).toBe(given.length);
        expect(planned.map(({ tokens }) => tokens)).toEqual(given.map(({ tokens }) => tokens).sort((a, b) => a - b));
        for (const batch of batches) {
          const padded = batch.length * (Math.max(...batch.map(({ tokens }) => tokens)) + 2);
          expect(batch.length === 1 || padded <= budget).toBe(true);
        }
      }),
    );
  });
});

describe('filling a batch', () => {
  it('frames, pads and masks rows, and points at the first sub-token of each word', () => {
    const batch = fillBatch([windowOf(0, [[5], [6, 8]]), windowOf(1, [[9, 9, 9], [4], [3]])], special);
    expect(batch).toEqual({
      rows: 2,
      length: 7,
      ids: BigInt64Array.of(101n, 5n, 6n, 8n, 102n, 7n, 7n, 101n, 9n, 9n, 9n, 4n, 3n, 102n),
      mask: BigInt64Array.of(1n, 1n, 1n, 1n, 1n, 0n, 0n, 1n, 1n, 1n, 1n, 1n, 1n, 1n),
      positions: BigInt64Array.of(1n, 2n, 8n, 11n, 12n),
    });
  });

  it('takes only the words of the window', () => {
    const whole = windowOf(0, [[5], [6, 8], [9]]);
    const batch = fillBatch([{ ...whole, start: 1, end: 2, tokens: 2 }], special);
    expect([...batch.ids]).toEqual([101n, 6n, 8n, 102n]);
    expect([...batch.positions]).toEqual([1n]);
  });
});
