import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { parseLabels } from '../../src/core/labels.ts';
import { decode } from '../../src/recognize/decode.ts';
import { mergeWindows } from '../../src/recognize/merge.ts';

const bio = parseLabels(['O', 'B-Gene', 'I-Gene', 'B-DNA', 'I-DNA'], 'x');
const logit = fc.float({ min: -30, max: 30, noNaN: true });
const rows = (labels: number) => fc.array(fc.array(logit, { minLength: labels, maxLength: labels }));

describe('decoding the logits of a head', () => {
  it('takes the likeliest label of each word, and mends a stray inside into a mention', () => {
    const found = decode(Float32Array.of(0, 9, 0, 0, 0, 0, 0, 9, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 9), bio);
    expect(found.map(({ start, end, type }) => [start, end, type])).toEqual([
      [0, 2, 'Gene'],
      [3, 4, 'DNA'],
    ]);
  });

  it('scores a mention by the mean probability that its words belong to its type', () => {
    const ln = Math.log;
    const values = Float32Array.of(
      ln(0.1),
      ln(0.6),
      ln(0.2),
      ln(0.1),
      ln(1e-9),
      ln(0.3),
      ln(0.05),
      ln(0.6),
      ln(0.05),
      ln(1e-9),
    );
    const [mention] = decode(values, bio);
    expect(mention?.score).toBeCloseTo((0.8 + 0.65) / 2, 5);
  });

  it('gives valid, disjoint mentions with scores in [0, 1], whatever the logits', () => {
    fc.assert(
      fc.property(rows(5), (words) => {
        let previous = 0;
        for (const { start, end, type, score } of decode(Float32Array.from(words.flat()), bio)) {
          expect(start).toBeGreaterThanOrEqual(previous);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(words.length);
          expect(['Gene', 'DNA']).toContain(type);
          expect(score).toBeGreaterThanOrEqual(0.2);
          expect(score).toBeLessThanOrEqual(1);
          previous = end;
        }
      }),
    );
  });

  it('refuses logits that are not numbers', () => {
    expect(() => decode(Float32Array.of(0, Number.NaN, 1, 0, 0), bio)).toThrow(UserError);
    expect(() => decode(Float32Array.of(0, Number.POSITIVE_INFINITY, 1, 0, 0), bio)).toThrow(UserError);
  });
});

describe('merging windows', () => {
  it('takes each shared word from the window that is surest of it', () => {
    const merged = mergeWindows(
      [
        { window: { start: 0, end: 3, tokens: 3 }, logits: Float32Array.of(1, 0, 5, 0, 0, 2) },
        { window: { start: 1, end: 4, tokens: 3 }, logits: Float32Array.of(0, 1, 7, 0, 3, 0) },
      ],
      2,
    );
    expect([...merged]).toEqual([1, 0, 5, 0, 7, 0, 3, 0]);
  });

  it('takes the earlier window where both are equally sure', () => {
    const merged = mergeWindows(
      [
        { window: { start: 0, end: 1, tokens: 1 }, logits: Float32Array.of(0, 2) },
        { window: { start: 0, end: 2, tokens: 2 }, logits: Float32Array.of(2, 0, 1, 0) },
      ],
      2,
    );
    expect([...merged]).toEqual([0, 2, 1, 0]);
  });
});
