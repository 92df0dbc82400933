import { EigenvalueDecomposition, Matrix, QrDecomposition } from 'ml-matrix';
import type { Random } from '../../core/random.ts';
import type { Moments } from './moments.ts';

/** More directions than are asked for, so that those are found well enough. */
const oversampling = 8;
const powerIterations = 6;

/**
 * The first principal components of two samples together, each of the same weight however many rows it has: the leading
 * eigenvectors of (Σ₁ + Σ₂)/2 + (μ₁ − μ₂)(μ₁ − μ₂)ᵀ/4, found by a random projection with power iterations (Halko, Martinsson
 * and Tropp, 2011, algorithms 4.4 and 5.3).
 * @returns `[columns, components]`, orthonormal; no more components than there are columns.
 */
export function principalComponents(a: Moments, b: Moments, components: number, random: Random): Matrix {
  const shift = Matrix.columnVector(a.mean).sub(Matrix.columnVector(b.mean));
  const together = Matrix.add(a.covariance, b.covariance).mul(0.5).add(shift.mmul(shift.transpose()).mul(0.25));
  const columns = together.rows;
  const width = Math.min(components + oversampling, columns);
  let basis = Matrix.eye(columns, columns);
  if (width < columns) {
    const probes = Array.from({ length: columns }, () => Array.from({ length: width }, () => random.uniform() - 0.5));
    basis = new QrDecomposition(new Matrix(probes)).orthogonalMatrix;
    for (let iteration = 0; iteration < powerIterations; iteration++) {
      basis = new QrDecomposition(together.mmul(basis)).orthogonalMatrix;
    }
  }
  const { eigenvectorMatrix } = new EigenvalueDecomposition(basis.transpose().mmul(together.mmul(basis)), {
    assumeSymmetric: true,
  });
  // Eigenvalues come in rising order.
  const leading = Array.from({ length: Math.min(components, width) }, (_, index) => width - 1 - index);
  return basis.mmul(eigenvectorMatrix.subMatrixColumn(leading));
}
