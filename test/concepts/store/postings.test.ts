import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramsOf } from '../../../src/concepts/store/grams.ts';
import { hashOf } from '../../../src/concepts/store/hash.ts';
import { Postings, Tally } from '../../../src/concepts/store/postings.ts';

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 5_000_000 }), { maxLength: 60 });

function postings(values: readonly number[]): Uint8Array {
  const list = new Postings();
  for (const value of values.toSorted((a, b) => a - b)) list.add(value);
  return list.bytes();
}

describe('a tally of postings', () => {
  it('sums the weights of each number and gives the best', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(numbers, fc.integer({ min: 1, max: 9 })), { maxLength: 5 }),
        fc.nat(9),
        (lists, limit) => {
          const tally = new Tally();
          const sums = new Map<number, number>();
          tally.begin(5_000_000);
          tally.add(postings([1, 2, 3]), 4);
          tally.begin(5_000_000);
          for (const [values, weight] of lists) {
            tally.add(postings(values), weight);
            for (const value of values) sums.set(value, (sums.get(value) ?? 0) + weight);
          }
          const best = [...sums]
            .map(([value, sum]) => ({ value, sum }))
            .sort((a, b) => b.sum - a.sum || a.value - b.value);
          expect(tally.best(limit)).toEqual(best.slice(0, limit));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('reads any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const tally = new Tally();
        tally.begin(100);
        tally.add(bytes, 1);
        expect(tally.best(200).every(({ value }) => value >= 0 && value <= 100)).toBe(true);
      }),
    );
  });
});

describe('trigrams', () => {
  it('have the beginning and the end of a word', () => {
    expect(gramsOf('dna')).toEqual([' dn', 'dna', 'na ']);
    expect(gramsOf('a')).toEqual([' a ']);
    expect(gramsOf('𝛼β')).toEqual([' 𝛼β', '𝛼β ']);
    expect(gramsOf('aaaa')).toEqual([' aa', 'aaa', 'aa ']);
    expect(gramsOf('')).toEqual([]);
  });
});

describe('the number of a key', () => {
  it('fits in 47 bits and is another for keys that are almost alike', () => {
    const keys = Array.from({ length: 20_000 }, (_, i) => [`gene${i}`, `${i}gene`, `g${i}ene`]).flat();
    const hashes = keys.map(hashOf);
    expect(new Set(hashes).size).toBe(keys.length);
    expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 47)).toBe(true);
  });
});
