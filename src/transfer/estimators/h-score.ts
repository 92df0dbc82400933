import { CholeskyDecomposition, type Matrix } from 'ml-matrix';
import { scatter } from '../representations/moments.ts';
import { shrunkCovariance } from './shrinkage.ts';

/**
 * The H-score (Bao et al., 2019): tr(cov(f)⁻¹ cov(E[f | y])), how much of the features' variance lies between
 * labels, with the shrinkage of Ibrahim et al. (2022), (1 − α) tr(Σ_α⁻¹ Σ_z), which keeps it right for few words.
 * From 0 to the smaller one of the number of features and that of labels less one.
 * @param features `[words, D]`.
 * @param labels one a word.
 * @returns NaN if the features do not vary.
 */
export function hScore(features: Matrix, labels: ArrayLike<number>): number {
  const middle = features.mean('column');
  const rows = features
    .to2DArray()
    .map((row) => Float64Array.from(row, (value, column) => value - (middle[column] as number)));
  const { covariance, shrinkage } = shrunkCovariance(rows);
  const cholesky = new CholeskyDecomposition(covariance);
  if (!cholesky.isPositiveDefinite()) return Number.NaN;
  const sums = new Map<number, { count: number; sum: Float64Array }>();
  for (const [word, row] of rows.entries()) {
    const label = labels[word] as number;
    const found = sums.get(label) ?? { count: 0, sum: new Float64Array(features.columns) };
    found.count++;
    for (const [column, value] of row.entries()) found.sum[column] = (found.sum[column] as number) + value;
    sums.set(label, found);
  }
  // Σ_z = Σ_y n_y/n m_y m_yᵀ with m_y = sum/n_y: the scatter of sum/√(n n_y).
  const between = scatter(
    [...sums.values()].map(({ count, sum }) => sum.map((value) => value / Math.sqrt(count * rows.length))),
  );
  return (1 - shrinkage) * cholesky.solve(between).trace();
}
