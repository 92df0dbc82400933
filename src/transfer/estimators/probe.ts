import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import type { CorpusFeatures, FeatureMatrix } from '../profile.ts';
import { centred } from '../representations/moments.ts';
import { shrunkCovariance } from './shrinkage.ts';

/** A linear classifier of words by a corpus's labels, from a frozen encoder's hidden states. */
export interface Probe {
  /** Labels that it tells apart: those that the sample has, in their order. */
  readonly labels: readonly number[];
  /** The log-odds of each label but the first against the first, of every word: `[words, labels − 1]`. */
  logOdds(words: FeatureMatrix): Matrix;
}

const known = new WeakMap<CorpusFeatures, Probe | undefined>();

/**
 * The probe of a corpus, which is fitted once: linear discriminant analysis (Fisher, 1936; Hastie et al., 2009, section
 * 4.3) with the covariance within labels shrunk (`shrunkCovariance`): a linear classifier in closed form. Prior
 * probabilities are the shares of the sample, in which one half of the words is outside of mentions.
 * @returns undefined if the sample has words of fewer than two labels.
 */
export function probeOf(corpus: CorpusFeatures): Probe | undefined {
  if (!known.has(corpus)) known.set(corpus, fitProbe(corpus));
  return known.get(corpus);
}

function fitProbe({ words, wordLabels }: CorpusFeatures): Probe | undefined {
  const labels = [...new Set(wordLabels)].sort((a, b) => a - b);
  if (labels.length < 2) return undefined;
  const { columns } = words;
  const counts = labels.map((label) => wordLabels.reduce((count, each) => count + (each === label ? 1 : 0), 0));
  const means = labels.map(() => new Float64Array(columns));
  const classOf = wordLabels.map((label) => labels.indexOf(label));
  for (const [row, label] of classOf.entries()) {
    const mean = means[label] as Float64Array;
    for (let column = 0; column < columns; column++) {
      const value = words.values[row * columns + column] as number;
      mean[column] = (mean[column] as number) + value / (counts[label] as number);
    }
  }
  const { covariance } = shrunkCovariance(centred(words, (row) => means[classOf[row] as number] as Float64Array));
  const cholesky = new CholeskyDecomposition(covariance);
  if (!cholesky.isPositiveDefinite()) return undefined;

  // wₖ = Σ⁻¹ μₖ, bₖ = log πₖ − μₖᵀ Σ⁻¹ μₖ / 2; what all labels share is of no account.
  const weights = cholesky.solve(new Matrix(means).transpose());
  const biases = labels.map((_, label) => {
    const mean = means[label] as Float64Array;
    const square = mean.reduce((sum, value, column) => sum + value * weights.get(column, label), 0);
    return Math.log((counts[label] as number) / words.rows) - square / 2;
  });
  const others = labels.map((_, label) => label).slice(1);
  const against = weights.subMatrixColumn(others).subColumnVector(weights.getColumn(0));
  const shifts = others.map((label) => (biases[label] as number) - (biases[0] as number));
  return {
    labels,
    logOdds: ({ rows, values }) =>
      new Matrix(Array.from({ length: rows }, (_, row) => values.subarray(row * columns, (row + 1) * columns)))
        .mmul(against)
        .addRowVector(shifts),
  };
}

/** The distribution over labels that log-odds against the first one stand for: `[words, labels]`. */
export function posteriors(logOdds: Matrix): Matrix {
  const rows = logOdds.to2DArray().map((odds) => {
    const highest = Math.max(0, ...odds);
    const powers = [0, ...odds].map((value) => Math.exp(value - highest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  });
  return new Matrix(rows);
}
