import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Moments } from './moments.ts';

/**
 * The squared Fréchet distance of two Gaussians (Dowson and Landau, 1982; on features of a network: Heusel et al., 2017):
 * |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½). The trace of the root is that of (Σ₁^½ Σ₂ Σ₁^½)^½, which is symmetric.
 */
export function frechetDistance(
  a: Pick<Moments, 'mean' | 'covariance'>,
  b: Pick<Moments, 'mean' | 'covariance'>,
): number {
  const shift = a.mean.reduce((sum, value, index) => sum + (value - (b.mean[index] as number)) ** 2, 0);
  const root = symmetricRoot(a.covariance);
  const { realEigenvalues } = new EigenvalueDecomposition(root.mmul(b.covariance).mmul(root), {
    assumeSymmetric: true,
  });
  const overlap = realEigenvalues.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  return Math.max(0, shift + a.covariance.trace() + b.covariance.trace() - 2 * overlap);
}

function symmetricRoot(matrix: Matrix): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const roots = Matrix.diag(realEigenvalues.map((value) => Math.sqrt(Math.max(0, value))));
  return eigenvectorMatrix.mmul(roots).mmul(eigenvectorMatrix.transpose());
}

/**
 * Two samples' moments in the coordinates of some components, their covariances drawn to the mean W of both as if as many
 * rows as there are components had been seen with it: (n Σ + k W) / (n + k), the posterior mean under a Wishart prior. So a
 * covariance is of full rank where there are few rows, and is hardly changed where there are many.
 * @param components `[columns, k]`.
 */
export function projectedMoments(a: Moments, b: Moments, components: Matrix): readonly [Moments, Moments] {
  const across = components.transpose();
  const [first, second] = [a, b].map(({ covariance }) => across.mmul(covariance).mmul(components)) as [Matrix, Matrix];
  const both = Matrix.add(first, second).mul(0.5);
  const k = components.columns;
  const project = ({ rows, mean }: Moments, covariance: Matrix): Moments => ({
    rows,
    mean: Float64Array.from(across.mmul(Matrix.columnVector(mean)).to1DArray()),
    covariance: Matrix.mul(covariance, rows)
      .add(Matrix.mul(both, k))
      .mul(1 / (rows + k)),
  });
  return [project(a, first), project(b, second)];
}
