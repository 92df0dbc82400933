import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelledSpan } from '../../src/core/labels.ts';
import { addCounts, countExact, report, score } from '../../src/evaluate/scores.ts';

const span = fc
  .record({ start: fc.nat(6), length: fc.integer({ min: 1, max: 3 }), type: fc.constantFrom('Gene', 'Disease') })
  .map(({ start, length, type }): LabelledSpan => ({ start, end: start + length, type }));
const sentences = fc.array(fc.tuple(fc.array(span, { maxLength: 6 }), fc.array(span, { maxLength: 6 })), {
  maxLength: 6,
});

describe('exact scores', () => {
  it('count a mention as right only if bounds and type agree', () => {
    const gold = [
      { start: 0, end: 2, type: 'Gene' },
      { start: 3, end: 4, type: 'Gene' },
      { start: 5, end: 6, type: 'Disease' },
    ];
    const found = [
      { start: 0, end: 2, type: 'Gene' },
      { start: 3, end: 5, type: 'Gene' },
      { start: 5, end: 6, type: 'Gene' },
    ];
    expect([...countExact([gold], [found])]).toEqual([
      ['Disease', { tp: 0, fp: 0, fn: 1 }],
      ['Gene', { tp: 1, fp: 2, fn: 1 }],
    ]);
  });

  it('do not depend on the order of mentions, or on one that is given twice', () => {
    fc.assert(
      fc.property(sentences, (given) => {
        const gold = given.map(([spans]) => spans);
        const found = given.map(([, spans]) => spans);
        const turned = (spans: readonly LabelledSpan[]) => [...spans, ...spans].reverse();
        expect(countExact(gold.map(turned), found.map(turned))).toEqual(countExact(gold, found));
      }),
    );
  });

  it('are sums over sentences, and swap precision and recall when gold and found are swapped', () => {
    fc.assert(
      fc.property(sentences, (given) => {
        const gold = given.map(([spans]) => spans);
        const found = given.map(([, spans]) => spans);
        const all = countExact(gold, found);
        const each = given.map(([a, b]) => countExact([a], [b]));
        expect(new Map(addCounts(...each))).toEqual(new Map(all));
        const [one, other] = [report(all).micro, report(countExact(found, gold)).micro];
        expect([other.precision, other.recall]).toEqual([one.recall, one.precision]);
        expect(other.f1).toBeCloseTo(one.f1, 12);
      }),
    );
  });

  it('are zero where there is nothing to divide by', () => {
    expect(score({ tp: 0, fp: 0, fn: 0 })).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
    const nothing = { precision: 0, recall: 0, f1: 0, support: 0 };
    expect(report(new Map())).toEqual({ types: new Map(), micro: nothing, macro: nothing, weighted: nothing });
  });

  it('refuse lists of different lengths', () => {
    expect(() => countExact([[]], [])).toThrow('1 gold sentences, 0 found');
  });
});
