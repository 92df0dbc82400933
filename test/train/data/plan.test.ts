import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { randomOf } from '../../../src/core/random.ts';
import {
  type BatchSize,
  checkCut,
  cutBatches,
  drawWithoutReplacement,
  paddedLength,
  quotas,
} from '../../../src/train/data/plan.ts';

const sizes = fc.array(fc.nat(400), { minLength: 1, maxLength: 8 }).filter((all) => all.some((size) => size > 0));
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe('shares of an epoch', () => {
  it('are every example once where alpha is 1 and the epoch has no other length', () => {
    fc.assert(
      fc.property(sizes, (all) => {
        expect(quotas(all, { alpha: 1 })).toEqual(all);
      }),
    );
  });

  it('add up to the epoch, within one of weight × size^alpha in proportion, and give an empty corpus nothing', () => {
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 5000 }),
        fc.option(fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 8, maxLength: 8 }), {
          nil: undefined,
        }),
        (all, alpha, examples, given) => {
          const shares = quotas(all, { alpha, examples, ...(given ? { weights: given } : {}) });
          expect(sum(shares)).toBe(examples);
          const weights = all.map((size, index) => (size === 0 ? 0 : (given?.[index] ?? 1) * size ** alpha));
          for (const [index, share] of shares.entries()) {
            const exact = (examples * (weights[index] ?? 0)) / sum(weights);
            expect(Math.abs(share - exact)).toBeLessThan(1 + 1e-9);
            if (all[index] === 0) expect(share).toBe(0);
          }
        },
      ),
    );
  });

  it('of a small corpus grow as alpha falls', () => {
    expect(quotas([100, 10_000], { alpha: 1 })).toEqual([100, 10_000]);
    expect(quotas([100, 10_000], { alpha: 0.5 })).toEqual([918, 9182]);
    expect(quotas([100, 10_000], { alpha: 0 })).toEqual([5050, 5050]);
  });

  it('grow with the weight of a corpus', () => {
    expect(quotas([100, 300], { alpha: 1, weights: [3, 1] })).toEqual([200, 200]);
    expect(quotas([100, 300], { alpha: 0, weights: [1, 3] })).toEqual([100, 300]);
    expect(quotas([0, 300], { alpha: 0, weights: [9, 1] })).toEqual([0, 300]);
  });

  it.each([
    [[10], { alpha: 1, weights: [0] }, 'the weight of a corpus is a number above 0, not 0'],
    [[10], { alpha: 1, weights: [Number.NaN] }, 'the weight of a corpus is a number above 0, not NaN'],
    [[10], { alpha: 1.5 }, 'alpha is in [0, 1], not 1.5'],
    [[10], { alpha: Number.NaN }, 'alpha is in [0, 1]'],
    [[10], { alpha: 1, examples: 0 }, 'an epoch cannot have 0 examples'],
    [[10], { alpha: 1, examples: 2.5 }, 'an epoch cannot have 2.5 examples'],
    [[0, 0], { alpha: 1 }, 'there is no example to learn from'],
    [[], { alpha: 1, examples: 5 }, 'there is no example to learn from'],
  ])('of %j with %j are refused', (all, sampling, message) => {
    expect(() => quotas(all, sampling)).toThrow(UserError);
    expect(() => quotas(all, sampling)).toThrow(message);
  });
});

describe('drawing from a corpus', () => {
  it('uses up all its examples before one comes again, from epoch to epoch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 80 }),
        fc.integer(),
        (size, quota, seed) => {
          const drawn = [0, 1, 2, 3].flatMap((epoch) => drawWithoutReplacement(size, quota, epoch, [seed]));
          expect(drawn.length).toBe(4 * quota);
          for (let start = 0; start < drawn.length; start += size) {
            const pass = drawn.slice(start, start + size);
            expect(new Set(pass).size).toBe(pass.length);
          }
        },
      ),
    );
  });

  it('of an epoch is the same whether or not those before it were drawn, and another one for another seed', () => {
    const third = drawWithoutReplacement(50, 30, 2, [1, 'a']);
    expect(drawWithoutReplacement(50, 30, 2, [1, 'a'])).toEqual(third);
    expect(drawWithoutReplacement(50, 30, 2, [2, 'a'])).not.toEqual(third);
    expect(drawWithoutReplacement(0, 0, 2, [1])).toEqual([]);
  });

  it('may be of half a million examples', () => {
    expect(new Set(drawWithoutReplacement(500_000, 500_000, 1, [1])).size).toBe(500_000);
  });
});

describe('cutting batches', () => {
  const lengths = fc.array(fc.integer({ min: 3, max: 128 }), { minLength: 1, maxLength: 200 });
  const size = fc.oneof(
    fc.record({ examples: fc.integer({ min: 1, max: 40 }), alike: fc.boolean() }),
    fc.record({ tokens: fc.integer({ min: 1, max: 4096 }) }),
  );

  it('puts every item into one batch that keeps the size and is padded to the multiple', () => {
    fc.assert(
      fc.property(lengths, size, fc.constantFrom(1, 8, 16), fc.integer(), (rows, given: BatchSize, multiple, seed) => {
        const cut = { size: given, multiple, maxLength: 128 };
        const items = [...rows.keys()];
        const batches = cutBatches(items, (item) => rows[item] ?? 0, cut, randomOf(seed));
        expect(batches.flatMap((batch) => batch.items).sort((a, b) => a - b)).toEqual(items);
        for (const { items: inside, length } of batches) {
          const longest = Math.max(...inside.map((item) => rows[item] ?? 0));
          expect(length).toBe(paddedLength(longest, cut));
          expect(length % multiple).toBe(0);
          if ('tokens' in given) expect(inside.length === 1 || inside.length * length <= given.tokens).toBe(true);
          else expect(inside.length).toBeLessThanOrEqual(given.examples);
        }
        if ('examples' in given) expect(batches.length).toBe(Math.ceil(rows.length / given.examples));
      }),
    );
  });

  it('puts items of one length into other batches from time to time', () => {
    const cut = { size: { tokens: 80 }, multiple: 8, maxLength: 128 };
    const cuts = [1, 2].map((seed) => cutBatches([...Array(100).keys()], () => 8, cut, randomOf(seed)));
    expect(cuts[0]).not.toEqual(cuts[1]);
    const together = cuts.map((batches) => batches.find(({ items }) => items.includes(0))?.items.toSorted());
    expect(together[0]).not.toEqual(together[1]);
  });

  it('does not pad beyond the longest row, and never cuts one', () => {
    expect(paddedLength(120, { multiple: 8, maxLength: 126 })).toBe(120);
    expect(paddedLength(121, { multiple: 8, maxLength: 126 })).toBe(126);
    expect(paddedLength(130, { multiple: 8, maxLength: 126 })).toBe(130);
  });

  it.each([
    [
      { size: { examples: 0 }, multiple: 8, maxLength: 128 },
      'the examples of a batch must be a whole number from 1, not 0',
    ],
    [
      { size: { tokens: 1.5 }, multiple: 8, maxLength: 128 },
      'the tokens of a batch must be a whole number from 1, not 1.5',
    ],
    [{ size: { tokens: 10 }, multiple: 0, maxLength: 128 }, 'the multiple of padded lengths must be'],
    [{ size: { tokens: 10 }, multiple: 8, maxLength: Number.NaN }, 'the longest row must be'],
  ])('is refused with %j', (cut, message) => {
    expect(() => checkCut(cut)).toThrow(UserError);
    expect(() => checkCut(cut)).toThrow(message);
  });
});
