import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Edge, heaviestMatching } from '../../../src/evaluate/match/heaviest.ts';

const edges = fc
  .uniqueArray(fc.record({ left: fc.nat(4), right: fc.nat(4), weight: fc.constantFrom(1, 2, 5, 64) }), {
    selector: ({ left, right }) => `${left} ${right}`,
    maxLength: 12,
  })
  .map((given): readonly Edge[] => given);

/** The greatest weight of all matchings, by trying each. */
function greatest([first, ...rest]: readonly Edge[]): number {
  if (!first) return 0;
  const others = rest.filter(({ left, right }) => left !== first.left && right !== first.right);
  return Math.max(greatest(rest), first.weight + greatest(others));
}

describe('the heaviest matching', () => {
  it('has edges without a common end, and the greatest weight that there is', () => {
    fc.assert(
      fc.property(edges, (given) => {
        const matching = heaviestMatching(given);
        expect(new Set(matching.map(({ left }) => left)).size).toBe(matching.length);
        expect(new Set(matching.map(({ right }) => right)).size).toBe(matching.length);
        expect(matching.every((edge) => given.includes(edge))).toBe(true);
        expect(matching.reduce((sum, { weight }) => sum + weight, 0)).toBe(greatest(given));
      }),
      { numRuns: 1000 },
    );
  });

  it('is found in long chains, and in as many small ones as a long text has', () => {
    const chain = Array.from({ length: 400 }, (_, index) => ({ left: index >> 1, right: (index + 1) >> 1, weight: 1 }));
    expect(heaviestMatching(chain)).toHaveLength(200);
    const islands = Array.from({ length: 20_000 }, (_, index) => ({ left: index, right: index, weight: 1 }));
    expect(heaviestMatching(islands)).toHaveLength(20_000);
  });
});
