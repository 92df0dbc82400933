import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gainOf } from '../../../src/transfer/ranking/predict.ts';
import { predictors } from '../../../src/transfer/ranking/predictors.ts';
import { rankCorrelation } from '../../../src/transfer/ranking/rank-correlation.ts';
import { fitRegression, momentsOf, predict } from '../../../src/transfer/ranking/regression.ts';
import { studentCumulative, studentQuantile } from '../../../src/transfer/ranking/student-t.ts';
import { noValues } from './made-up-study.ts';

interface Golden {
  readonly cases: readonly {
    readonly rows: number[][];
    readonly y: number[];
    readonly penalty: number;
    readonly new: number[];
    readonly coefficients: number[];
    readonly covariance: number[][];
    readonly variance: number;
    readonly mean: number;
    readonly scale: number;
    readonly low: number;
    readonly high: number;
    readonly helps: number;
  }[];
  readonly student: readonly [t: number, degrees: number, probability: number][];
  readonly quantiles: readonly [probability: number, degrees: number, t: number][];
  readonly spearman: { readonly a: number[]; readonly b: number[]; readonly correlation: number };
}

const golden: Golden = JSON.parse(readFileSync(path.join(import.meta.dirname, 'golden', 'golden.json'), 'utf8'));

describe('Bayesian linear regression', () => {
  it.each(golden.cases.map((each) => [each.rows.length, each.new.length, each] as const))(
    'agrees with numpy and scipy: %d rows, %d predictors',
    (_, width, { rows, y, penalty, new: unseen, ...expected }) => {
      const posterior = fitRegression(momentsOf(rows, y), [...unseen.keys()], penalty);
      expectClose(posterior.coefficients, expected.coefficients);
      expectClose(posterior.covariance.flat(), expected.covariance.flat());
      expect(posterior.residualVariance).toBeCloseTo(expected.variance, 10);
      const predictive = predict(posterior, unseen);
      expect(predictive.mean).toBeCloseTo(expected.mean, 10);
      expect(predictive.scale).toBeCloseTo(expected.scale, 10);

      const used = predictors.slice(0, width);
      const values = { ...noValues, ...Object.fromEntries(used.map((name, index) => [name, unseen[index] ?? null])) };
      const fit = { ...(JSON.parse(JSON.stringify(posterior)) as object), predictors: used, penalty, widening: 1 };
      const gain = gainOf(fit as Parameters<typeof gainOf>[0], values, 0.8);
      expect(gain.low).toBeCloseTo(expected.low, 8);
      expect(gain.high).toBeCloseTo(expected.high, 8);
      expect(gain.helps).toBeCloseTo(expected.helps, 10);
    },
  );

  it('lets a predictor that is not defined have no effect', () => {
    const y = [1, 2, 4, 3];
    const posterior = fitRegression(momentsOf([[1], [2], [null], [3]], y), [0], 1);
    expect(predict(posterior, [null]).mean).toBe(2.5);
    expect(posterior.scales).toMatchObject([{ mean: 2, least: 1, most: 3 }]);
  });
});

describe("Student's t", () => {
  it.each(golden.student)('has the cumulative probability of scipy at %d, of %d degrees', (t, degrees, probability) => {
    expect(studentCumulative(t, degrees)).toBeCloseTo(probability, 12);
  });

  it.each(golden.quantiles)('has the quantile of scipy at %d, of %d degrees', (probability, degrees, t) => {
    expect(Math.abs(studentQuantile(probability, degrees) - t)).toBeLessThan(1e-7 + 1e-9 * Math.abs(t));
  });
});

describe("Spearman's correlation", () => {
  it('agrees with scipy, ties included', () => {
    const { a, b, correlation } = golden.spearman;
    expect(rankCorrelation(a, b)).toBeCloseTo(correlation, 12);
  });

  it('is not defined where one side is constant', () => {
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeUndefined();
    expect(rankCorrelation([], [])).toBeUndefined();
  });
});

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [index, value] of found.entries()) expect(value).toBeCloseTo(expected[index] ?? Number.NaN, 10);
}
