import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycle } from '../../../src/concepts/store/cycle.ts';

const edges = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([child, parent]) => ({ child, parent }));

describe('finding a cycle', () => {
  it('finds none where there is none', () => {
    expect(findCycle(0, [])).toBeUndefined();
    expect(findCycle(3, [])).toBeUndefined();
    expect(findCycle(4, edges([1, 2], [1, 3], [2, 4], [3, 4]))).toBeUndefined();
  });

  it('gives the nodes of one, each a child of the next', () => {
    expect(findCycle(1, edges([1, 1]))).toEqual([1]);
    expect(findCycle(5, edges([1, 2], [2, 3], [2, 5], [3, 4], [4, 2]))).toEqual([2, 3, 4]);
  });

  it('passes long chains without running out of stack', () => {
    const count = 200_000;
    const chain = Array.from({ length: count - 1 }, (_, i) => ({ child: i + 1, parent: i + 2 }));
    expect(findCycle(count, chain)).toBeUndefined();
    expect(findCycle(count, [...chain, { child: count, parent: 1 }])).toHaveLength(count);
  });

  it('finds one exactly where a way leads from a node to itself', () => {
    const graph = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 })), { maxLength: 14 });
    fc.assert(
      fc.property(graph, (pairs) => {
        const sorted = pairs.toSorted(([a], [b]) => a - b);
        const parents = (node: number) => sorted.filter(([child]) => child === node).map(([, parent]) => parent);
        const reaches = (from: number, to: number, seen = new Set<number>()): boolean =>
          parents(from).some((next) => {
            if (next === to) return true;
            if (seen.has(next)) return false;
            seen.add(next);
            return reaches(next, to, seen);
          });
        const found = findCycle(8, edges(...sorted));
        expect(found !== undefined).toBe([1, 2, 3, 4, 5, 6, 7, 8].some((node) => reaches(node, node)));
        for (const [i, node] of (found ?? []).entries()) {
          expect(parents(node)).toContain(found?.[(i + 1) % found.length]);
        }
      }),
    );
  });
});
