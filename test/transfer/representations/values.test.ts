import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/core/random.ts';
import { frechetDistance } from '../../../src/transfer/representations/frechet.ts';
import { squaredDiscrepancy } from '../../../src/transfer/representations/mmd.ts';
import { momentsOf } from '../../../src/transfer/representations/moments.ts';
import { principalComponents } from '../../../src/transfer/representations/principal.ts';
import { representationValues } from '../../../src/transfer/representations/values.ts';
import { featureMatrix, featuresOf, goldenMeasures as golden } from '../golden-measures.ts';

/** Rows of so many numbers around a middle, more spread out in the first directions than in the last. */
function cloud(rows: number, columns: number, seed: number, middle = 0): number[][] {
  const random = randomOf(seed, 'cloud');
  const normal = () => Array.from({ length: 6 }, () => random.uniform() - 0.5).reduce((a, b) => a + b);
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, (_, column) => middle + normal() / (1 + column / 4)),
  );
}

describe('distances of hidden states agree with NumPy and SciPy', () => {
  const [a, b, few] = [featuresOf(golden.a), featuresOf(golden.b), featuresOf(golden.few)];

  it('the Fréchet distance of Gaussians', () => {
    expect(frechetDistance(momentsOf(a.sentences), momentsOf(b.sentences))).toBeCloseTo(golden.gaussians, 8);
  });

  it('that of samples, also with fewer rows than columns', () => {
    expect(representationValues(a, b, 1).values.sentenceFrechet).toBeCloseTo(golden.frechet.ab, 8);
    expect(representationValues(a, few, 1).values.mentionFrechet).toBeCloseTo(golden.frechet.few, 8);
  });

  it('the squared maximum mean discrepancy', () => {
    const rows = (values: readonly (readonly number[])[]) => values.map((row) => Float64Array.from(row));
    expect(squaredDiscrepancy(rows(golden.a), rows(golden.b))).toBeCloseTo(golden.mmd.ab, 6);
    expect(representationValues(a, b, 1).values.mentionMmd).toBeCloseTo(golden.mmd.ab, 6);
    expect(representationValues(a, few, 1).values.sentenceMmd).toBeCloseTo(golden.mmd.few, 6);
  });

  it('the cosine of the means', () => {
    const { values } = representationValues(
      featuresOf([
        [1, 0],
        [3, 2],
      ]),
      featuresOf([[0, 5]]),
      1,
    );
    expect(values.sentenceCosine).toBeCloseTo(1 / Math.sqrt(5), 12);
  });
});

describe('distances of hidden states', () => {
  it('are those of the same corpus with itself: none', () => {
    const corpus = featuresOf(cloud(120, 40, 1, 0.3));
    const { values, undefinedBecause } = representationValues(corpus, featuresOf(cloud(120, 40, 1, 0.3)), 1);
    expect(values.sentenceCosine).toBeCloseTo(1, 12);
    expect(values.sentenceFrechet).toBeCloseTo(0, 6);
    expect(Math.abs(values.sentenceMmd ?? 1)).toBeLessThan(0.01);
    expect(undefinedBecause).toEqual({});
  });

  it('grow with what sets two corpora apart, and are the same both ways', () => {
    const at = (middle: number) => featuresOf(cloud(120, 40, middle === 0 ? 1 : 2, middle));
    const [here, near, far] = [at(0), at(0.1), at(0.6)];
    const [close, distant, back] = [
      representationValues(here, near, 1).values,
      representationValues(here, far, 1).values,
      representationValues(far, here, 1).values,
    ];
    expect(close.sentenceFrechet).toBeLessThan(distant.sentenceFrechet ?? 0);
    expect(close.sentenceMmd).toBeLessThan(distant.sentenceMmd ?? 0);
    for (const measure of ['sentenceCosine', 'mentionFrechet', 'mentionMmd'] as const) {
      expect(back[measure]).toBeCloseTo(distant[measure] ?? Number.NaN, 6);
    }
  });

  it('depend on the seed little, and on nothing else', () => {
    const [a, b] = [featuresOf(cloud(450, 40, 1)), featuresOf(cloud(60, 40, 2, 0.4))];
    const first = representationValues(a, b, 1);
    expect(representationValues(a, b, 1)).toEqual(first);
    const other = representationValues(a, b, 2).values;
    expect(other.sentenceMmd).not.toBe(first.values.sentenceMmd);
    expect(other.sentenceMmd).toBeCloseTo(first.values.sentenceMmd ?? 0, 1);
    expect(other.sentenceFrechet).toBeCloseTo(first.values.sentenceFrechet ?? 0, 4);
  });

  it('say why there are none', () => {
    const some = featuresOf(cloud(5, 4, 1));
    const none = { ...some, mentions: featureMatrix([], 4) };
    const without = representationValues(some, none, 1);
    expect(without.values).toMatchObject({ mentionCosine: null, mentionFrechet: null, mentionMmd: null });
    expect(without.values.sentenceFrechet).not.toBeNull();
    expect(without.undefinedBecause.mentionCosine).toBe('the candidate has no mention');
    expect(representationValues(none, some, 1).undefinedBecause.mentionMmd).toBe('the target has no mention');

    const single = representationValues(some, featuresOf(cloud(1, 4, 2)), 1);
    expect(single.values.sentenceCosine).not.toBeNull();
    expect(single.values.sentenceFrechet).toBeNull();
    expect(single.undefinedBecause.sentenceMmd).toBe('the candidate has only one sentence');

    const equal = featuresOf([
      [1, 2],
      [1, 2],
    ]);
    const same = representationValues(equal, equal, 1);
    expect(same.values).toMatchObject({ sentenceFrechet: 0, sentenceMmd: null });
    expect(same.undefinedBecause.sentenceMmd).toBe('every sentence of both has the same hidden state');

    const zero = representationValues(featuresOf([[0, 0]]), equal, 1);
    expect(zero.values.sentenceCosine).toBeNull();
    expect(zero.undefinedBecause.sentenceCosine).toBe("the mean of one side's sentences is zero");
  });

  it('are not measured between encoders', () => {
    expect(() => representationValues(featuresOf([[1, 2]]), featuresOf([[1, 2, 3]]), 1)).toThrow(/not of one encoder/);
  });
});

it('the principal components by random projection hold as much of the variance as the exact ones', () => {
  const [a, b] = [momentsOf(featureMatrix(cloud(80, 60, 1))), momentsOf(featureMatrix(cloud(120, 60, 2, 0.5)))];
  const found = principalComponents(a, b, 6, randomOf(1));
  expect([found.rows, found.columns]).toEqual([60, 6]);
  const gram = found.transpose().mmul(found);
  expect(gram.sub(Matrix.eye(6)).norm('frobenius')).toBeLessThan(1e-9);

  const shift = Matrix.columnVector(a.mean).sub(Matrix.columnVector(b.mean));
  const together = Matrix.add(a.covariance, b.covariance).mul(0.5).add(shift.mmul(shift.transpose()).mul(0.25));
  const exact = new EigenvalueDecomposition(together, { assumeSymmetric: true }).realEigenvalues.slice(-6);
  const held = found.transpose().mmul(together).mmul(found).trace();
  expect(held / exact.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0.995);
});
