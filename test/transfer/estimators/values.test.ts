import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/core/random.ts';
import { hScore } from '../../../src/transfer/estimators/h-score.ts';
import { leep } from '../../../src/transfer/estimators/leep.ts';
import { logMaximumEvidence } from '../../../src/transfer/estimators/logme.ts';
import { posteriors, probeOf } from '../../../src/transfer/estimators/probe.ts';
import { shrunkCovariance } from '../../../src/transfer/estimators/shrinkage.ts';
import { estimatorValues } from '../../../src/transfer/estimators/values.ts';
import { centred, meanOf } from '../../../src/transfer/representations/moments.ts';
import { featureMatrix, featuresOf, goldenMeasures as golden } from '../golden-measures.ts';

const matrix = (rows: readonly (readonly number[])[]) => new Matrix(rows.map((row) => [...row]));
const candidate = featuresOf([], golden.words, golden.labels);
const target = featuresOf([], golden.others, golden.otherLabels);

describe('estimators agree with NumPy, SciPy and scikit-learn', () => {
  it('LEEP', () => {
    expect(leep(matrix(golden.theta), golden.otherLabels)).toBeCloseTo(golden.leep, 10);
  });

  it('LogME, whose evidence is maximised directly there', () => {
    expect(logMaximumEvidence(matrix(golden.others), golden.otherLabels)).toBeCloseTo(golden.logme.two, 5);
    expect(logMaximumEvidence(matrix(golden.words), golden.labels)).toBeCloseTo(golden.logme.three, 5);
  });

  it('the H-score with shrinkage', () => {
    expect(hScore(matrix(golden.others), golden.otherLabels)).toBeCloseTo(golden.hScore.two, 10);
    expect(hScore(matrix(golden.words), golden.labels)).toBeCloseTo(golden.hScore.three, 10);
  });

  it('the shrinkage of a covariance, also with fewer rows than columns', () => {
    for (const sample of ['words', 'few'] as const) {
      const features = featureMatrix(golden[sample]);
      const mean = meanOf(features);
      const { shrinkage } = shrunkCovariance(centred(features, () => mean));
      expect(shrinkage).toBeCloseTo(golden.shrinkage[sample], 10);
    }
  });

  it('the log-odds of the linear discriminant', () => {
    const found = probeOf(candidate)?.logOdds(target.words).to2DArray() ?? [];
    expect(found).toHaveLength(golden.logOdds.length);
    for (const [row, odds] of golden.logOdds.entries()) {
      for (const [label, value] of odds.entries()) expect(found[row]?.[label]).toBeCloseTo(value, 8);
    }
  });
});

describe('what a candidate tells of a target', () => {
  it("is more, by every estimator, the nearer its labels are to the target's", () => {
    const random = randomOf(1, 'words');
    const words = Array.from({ length: 400 }, () => Array.from({ length: 6 }, () => random.uniform() - 0.5));
    const towards = (angle: number) =>
      words.map(([x = 0, y = 0]) => (x * Math.cos(angle) + y * Math.sin(angle) > 0 ? 1 : 0));
    const exact = featuresOf([], words, towards(0));
    const values = [0, 0.7, 1.4].map((angle) => estimatorValues(exact, featuresOf([], words, towards(angle))).values);
    for (const measure of ['leep', 'logme', 'hScore'] as const) {
      const [same = 0, near = 0, far = 0] = values.map((each) => each[measure] ?? Number.NaN);
      expect(same).toBeGreaterThan(near);
      expect(near).toBeGreaterThan(far);
    }
  });

  it('lies in the ranges of the measures', () => {
    const { values, undefinedBecause } = estimatorValues(target, candidate);
    const share = golden.otherLabels.filter((label) => label === 1).length / golden.otherLabels.length;
    const entropy = -share * Math.log(share) - (1 - share) * Math.log(1 - share);
    expect(values.leep).toBeLessThan(0);
    expect(values.leep).toBeGreaterThan(-entropy);
    expect(values.hScore).toBeGreaterThan(0);
    expect(values.hScore).toBeLessThan(1);
    expect(values.logme).not.toBeNaN();
    expect(undefinedBecause).toEqual({});
  });

  it('is a number where labels are told apart without error, and with more columns than words', () => {
    const words = [0, 1, 2, 3].map((word) => Array.from({ length: 9 }, (_, column) => (column === word ? 1 : 0)));
    const both = featuresOf([], words, [0, 0, 1, 1]);
    for (const value of Object.values(estimatorValues(both, both).values)) expect(value).toEqual(expect.any(Number));
    expect(
      Number.isFinite(
        logMaximumEvidence(
          matrix([
            [1, 0],
            [0, 1],
          ]),
          [0, 1],
        ),
      ),
    ).toBe(true);
  });

  it('is nothing, and it is said why, where a side has one label', () => {
    const without = featuresOf([], golden.words);
    expect(estimatorValues(without, candidate)).toEqual({
      values: { leep: null, logme: null, hScore: null },
      undefinedBecause: {
        leep: 'the target has no mention',
        logme: 'the target has no mention',
        hScore: 'the target has no mention',
      },
    });
    expect(estimatorValues(target, without).undefinedBecause.leep).toBe('the candidate has no mention');
    const inside = featuresOf(
      [],
      golden.words,
      golden.labels.map(() => 1),
    );
    expect(estimatorValues(target, inside).undefinedBecause.logme).toMatch(/every word of the candidate has one label/);
    const flat = featuresOf(
      [],
      [
        [1, 1],
        [1, 1],
      ],
      [0, 1],
    );
    expect(estimatorValues(flat, flat).undefinedBecause.hScore).toMatch(/the same hidden state/);
  });

  it('is not asked between encoders', () => {
    expect(() => estimatorValues(target, featuresOf([], [[1, 2]], [0]))).toThrow(/not of one encoder/);
  });
});

it('posteriors are distributions, however large the odds', () => {
  const found = posteriors(
    matrix([
      [900, -900],
      [-900, -901],
      [0, 0],
    ]),
  ).to2DArray();
  expect(found[0]).toEqual([0, 1, 0]);
  expect(found[1]).toEqual([1, 0, 0]);
  expect(found[2]?.[0]).toBeCloseTo(1 / 3, 12);
});
