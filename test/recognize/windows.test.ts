import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layWindows } from '../../src/recognize/windows.ts';

/** Words of the given numbers of sub-tokens, numbered through. */
function wordsOf(lengths: readonly number[]): Uint32Array[] {
  let next = 1;
  return lengths.map((length) => Uint32Array.from({ length }, () => next++));
}

const anyLengths = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: 1, max: 300 })),
);

describe('windows over a sentence', () => {
  it('reads a sentence that just fits at once, whole', () => {
    const pieces = wordsOf([3, 5, 2]);
    expect(layWindows(pieces, 10)).toEqual({ pieces, windows: [{ start: 0, end: 3, tokens: 10 }] });
  });

  it('shares a quarter of a window between neighbours', () => {
    const { windows } = layWindows(wordsOf(new Array(20).fill(1)), 8);
    expect(windows.map(({ start, end }) => [start, end])).toEqual([
      [0, 8],
      [6, 14],
      [12, 20],
    ]);
  });

  it('keeps the first half window of a word that is longer, beside its neighbours', () => {
    const { pieces, windows } = layWindows(wordsOf([1, 1, 5000, 1, 1]), 126);
    expect(pieces[2]).toEqual(Uint32Array.from({ length: 63 }, (_, index) => index + 3));
    expect(windows).toEqual([{ start: 0, end: 5, tokens: 67 }]);
  });

  it('has none for a sentence without words', () => {
    expect(layWindows([], 10).windows).toEqual([]);
  });

  it('covers every word, never exceeds the window, always goes on, and overlaps, whatever the words', () => {
    fc.assert(
      fc.property(anyLengths, fc.integer({ min: 1, max: 130 }), (lengths, capacity) => {
        const given = wordsOf(lengths);
        const { pieces, windows } = layWindows(given, capacity);
        expect(pieces.length).toBe(given.length);
        for (const [index, piece] of pieces.entries()) {
          expect(piece.length).toBeGreaterThan(0);
          expect(piece).toEqual(given[index]?.subarray(0, piece.length));
          if (piece.length < (lengths[index] ?? 0)) expect(piece.length).toBe(Math.max(1, Math.floor(capacity / 2)));
        }
        for (const [index, { start, end, tokens }] of windows.entries()) {
          expect(tokens).toBe(pieces.slice(start, end).reduce((sum, { length }) => sum + length, 0));
          expect(tokens).toBeLessThanOrEqual(capacity);
          const before = windows[index - 1];
          expect(start).toBeLessThanOrEqual(before ? before.end - (capacity > 1 ? 1 : 0) : 0);
          expect(start).toBeGreaterThan(before?.start ?? -1);
          expect(end).toBeGreaterThan(before?.end ?? 0);
        }
        expect(windows.at(-1)?.end ?? 0).toBe(lengths.length);
      }),
    );
  });
});
