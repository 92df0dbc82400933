import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

const mostIterations = 100;
const tolerance = 1e-6;

/**
 * The logarithm of maximum evidence (You et al., 2021; the fixed point of You et al., 2022): how
 * likely labels are, a word, under a Bayesian linear regression on features whose precisions of weights (α) and noise (β)
 * are those that make them the likeliest; the mean over labels, each against the rest. Higher is better; it may be above 0.
 * @param features `[words, D]`.
 * @param labels one a word.
 */
export function logMaximumEvidence(features: Matrix, labels: ArrayLike<number>): number {
  const across = features.transpose();
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(across.mmul(features), {
    assumeSymmetric: true,
  });
  const squares = realEigenvalues.map((value) => Math.max(0, value));
  const kinds = [...new Set(Array.from(labels))];
  const evidences = kinds.map((kind) => {
    const indicator = Array.from(labels, (label) => (label === kind ? 1 : 0));
    const moments = eigenvectorMatrix.transpose().mmul(across.mmul(Matrix.columnVector(indicator)));
    const ones = indicator.filter((value) => value === 1).length;
    return evidence(squares, moments.to1DArray(), ones, features.rows);
  });
  return evidences.reduce((sum, value) => sum + value, 0) / kinds.length;
}

/**
 * @param squares the eigenvalues σᵢ of FᵀF.
 * @param moments Fᵀy in the coordinates of its eigenvectors.
 * @param norm yᵀy.
 */
function evidence(squares: readonly number[], moments: readonly number[], norm: number, n: number): number {
  // A fit without any error has an infinite precision: the noise is never less than rounding.
  const least = n * 1e-12;
  let [alpha, beta] = [1, 1];
  let value = Number.NEGATIVE_INFINITY;
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    const terms = squares.map((square, index) => {
      const precision = alpha + beta * square;
      const weight = (beta * (moments[index] as number)) / precision;
      return { square, precision, weight, explained: weight * (moments[index] as number) };
    });
    const sum = (part: (term: (typeof terms)[number]) => number) =>
      terms.reduce((total, term) => total + part(term), 0);
    const weights = sum(({ weight }) => weight ** 2);
    const error = Math.max(least, norm - 2 * sum((term) => term.explained) + sum((t) => t.square * t.weight ** 2));
    const last = value;
    value =
      (n * Math.log(beta) +
        squares.length * Math.log(alpha) -
        n * Math.log(2 * Math.PI) -
        beta * error -
        alpha * weights -
        sum(({ precision }) => Math.log(precision))) /
      (2 * n);
    if (Math.abs(value - last) < tolerance) break;
    const free = sum(({ square, precision }) => (beta * square) / precision);
    alpha = free / Math.max(weights, least);
    beta = (n - free) / error;
  }
  return value;
}
