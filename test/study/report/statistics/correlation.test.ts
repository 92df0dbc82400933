import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../../src/core/random.ts';
import {
  coefficientInterval,
  coefficientP,
  pearson,
  permutationTest,
  ranked,
} from '../../../../src/study/report/statistics/correlation.ts';
import { mean } from '../../../../src/study/report/statistics/moments.ts';
import { golden } from './golden.ts';

const all = (n: number) => [Array.from({ length: n }, (_, index) => index)];

describe('correlations', () => {
  it.each(golden.correlations)('are as in SciPy: $x.length things', (expected) => {
    const { x, y } = expected;
    const r = pearson({ x, y }) ?? Number.NaN;
    const rho = pearson(ranked({ x, y })) ?? Number.NaN;
    expect(ranked({ x, y }).x).toEqual(expected.ranks);
    expect(r).toBeCloseTo(expected.pearson, 12);
    expect(rho).toBeCloseTo(expected.spearman, 12);
    expect(coefficientP(r, x.length)).toBeCloseTo(expected.pearsonP, 10);
    expect(coefficientP(rho, x.length)).toBeCloseTo(expected.spearmanP, 10);
    const [low, high] = coefficientInterval(r, x.length, 'pearson') ?? [];
    expect(low).toBeCloseTo(expected.low, 10);
    expect(high).toBeCloseTo(expected.high, 10);
    if (expected.pearsonExact === undefined) return;
    const exact = permutationTest([{ x, y }, ranked({ x, y })], all(x.length), randomOf('unused'));
    expect(exact).toEqual([expected.pearsonExact, expected.spearmanExact]);
  });

  it('lose a degree of freedom for each group but the first that is taken out', () => {
    const { groups, x, y, r, p } = golden.partial;
    const left = (values: readonly number[]) =>
      values.map((value, index) => value - mean(values.filter((_, other) => groups[other] === groups[index])));
    const within = pearson({ x: left(x), y: left(y) }) ?? Number.NaN;
    expect(within).toBeCloseTo(r, 12);
    expect(coefficientP(within, x.length, 2)).toBeCloseTo(p, 12);
  });

  it('are not there without spread, and say no more than they can of few things', () => {
    expect(pearson({ x: [1, 1, 1], y: [1, 2, 3] })).toBeUndefined();
    expect(pearson({ x: [1, 2, 3], y: [0.3, 0.1 + 0.2, 0.3] })).toBeUndefined();
    expect(pearson({ x: [1], y: [1] })).toBeUndefined();
    expect(coefficientP(0.5, 2)).toBeUndefined();
    expect(coefficientInterval(0.5, 3, 'pearson')).toBeUndefined();
  });

  it('of ranks have a wider interval', () => {
    const [low = 0, high = 0] = coefficientInterval(0.6, 20, 'spearman') ?? [];
    // Bonett and Wright (2000): atanh 0.6 ± 1.96 √((1 + 0.36 / 2) / 17).
    expect(Math.atanh(low)).toBeCloseTo(Math.atanh(0.6) - 1.959964 * Math.sqrt(1.18 / 17), 6);
    expect(Math.atanh(high)).toBeCloseTo(Math.atanh(0.6) + 1.959964 * Math.sqrt(1.18 / 17), 6);
  });
});

describe('the permutation test', () => {
  const ten = golden.correlations.find(({ x }) => x.length === 10);

  it('of many things is drawn, the same for the same seed, and close to the t-test', () => {
    const columns = [{ x: ten?.x ?? [], y: ten?.y ?? [] }];
    const [p = 0] = permutationTest(columns, all(10), randomOf(1));
    expect(permutationTest(columns, all(10), randomOf(1))).toEqual([p]);
    expect(p).not.toBe(permutationTest(columns, all(10), randomOf(2))[0]);
    expect(Math.abs(p - (ten?.pearsonP ?? 0))).toBeLessThan(0.05);
  });

  it('never says less than one of what it tried', () => {
    const x = Array.from({ length: 30 }, (_, index) => index);
    expect(permutationTest([{ x, y: x }], all(30), randomOf(1))).toEqual([1 / 10_000]);
  });

  it('exchanges inside strata alone', () => {
    const x = [0, 1, 0, 1];
    // Two strata of two: of four arrangements, all kept and all turned are as extreme.
    expect(
      permutationTest(
        [{ x, y: x }],
        [
          [0, 1],
          [2, 3],
        ],
        randomOf(1),
      ),
    ).toEqual([0.5]);
    // Freely, 8 of 24.
    expect(permutationTest([{ x, y: x }], all(4), randomOf(1))[0]).toBeCloseTo(8 / 24, 12);
  });
});
