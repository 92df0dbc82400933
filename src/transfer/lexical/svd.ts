import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Random } from '../../core/random.ts';
import type { Steps } from '../../core/steps.ts';
import { type DenseMatrix, gram, multiply, multiplyTransposed, type SparseMatrix, zeros } from './sparse.ts';

/** The greatest singular values of a matrix, in falling order, and their vectors. */
export interface TruncatedSvd {
  /** `[rows, rank]`. */
  readonly u: DenseMatrix;
  readonly sigma: Float64Array;
  /** `[columns, rank]`. */
  readonly v: DenseMatrix;
}

/** More vectors than are asked for, so that those are found exactly enough. */
const oversampling = 10;
const powerIterations = 3;

/**
 * The first singular vectors by a random projection with power iterations (Halko, Martinsson and Tropp 2011, algorithms 4.4
 * and 5.1). Vectors whose singular value is zero are zero.
 */
export function* truncatedSvd(x: SparseMatrix, rank: number, random: Random): Steps<TruncatedSvd> {
  const width = Math.min(rank + oversampling, x.rows, x.columns);
  const probes = zeros(x.columns, width);
  for (let index = 0; index < probes.values.length; index++) probes.values[index] = random.uniform() - 0.5;
  let basis = multiply(x, probes);
  yield;
  for (let iteration = 0; iteration < powerIterations; iteration++) {
    orthonormalize(basis);
    basis = multiply(x, multiplyTransposed(x, basis));
    yield;
  }
  orthonormalize(basis);
  const projected = multiplyTransposed(x, basis);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    Matrix.from1DArray(width, width, gram(projected).values),
    { assumeSymmetric: true },
  );
  // Eigenvalues come in rising order.
  const order = realEigenvalues
    .map((_, index) => index)
    .sort((a, b) => (realEigenvalues[b] ?? 0) - (realEigenvalues[a] ?? 0));
  const kept = order.slice(0, rank);
  const sigma = Float64Array.from(kept, (index) => Math.sqrt(Math.max(0, realEigenvalues[index] ?? 0)));
  const floor = (sigma[0] ?? 0) * 1e-7;
  const rotation = zeros(width, kept.length);
  for (let row = 0; row < width; row++) {
    for (const [column, index] of kept.entries()) {
      const holds = (sigma[column] as number) > floor;
      rotation.values[row * kept.length + column] = holds ? eigenvectorMatrix.get(row, index) : 0;
    }
  }
  const v = rotate(projected, rotation);
  for (let index = 0; index < v.values.length; index++) {
    const value = sigma[index % kept.length] as number;
    if (value > floor) v.values[index] = (v.values[index] as number) / value;
  }
  return { u: rotate(basis, rotation), sigma: sigma.map((value) => (value > floor ? value : 0)), v };
}

/** A·R: `[rows, width]` by `[width, rank]`. */
function rotate(a: DenseMatrix, rotation: DenseMatrix): DenseMatrix {
  const { columns: rank } = rotation;
  const product = zeros(a.rows, rank);
  for (let row = 0; row < a.rows; row++) {
    for (let inner = 0; inner < a.columns; inner++) {
      const value = a.values[row * a.columns + inner] as number;
      for (let column = 0; column < rank; column++) {
        const index = row * rank + column;
        product.values[index] =
          (product.values[index] as number) + value * (rotation.values[inner * rank + column] as number);
      }
    }
  }
  return product;
}

/** Makes the columns orthonormal, in place (Gram and Schmidt, twice); those that depend on others become zero. */
function orthonormalize({ rows, columns, values }: DenseMatrix): void {
  const at = (row: number, column: number) => values[row * columns + column] as number;
  for (let column = 0; column < columns; column++) {
    let before = 0;
    for (let row = 0; row < rows; row++) before += at(row, column) ** 2;
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < column; other++) {
        let shared = 0;
        for (let row = 0; row < rows; row++) shared += at(row, column) * at(row, other);
        for (let row = 0; row < rows; row++) {
          values[row * columns + column] = at(row, column) - shared * at(row, other);
        }
      }
    }
    let after = 0;
    for (let row = 0; row < rows; row++) after += at(row, column) ** 2;
    const scale = after > before * 1e-20 && after > 0 ? 1 / Math.sqrt(after) : 0;
    for (let row = 0; row < rows; row++) values[row * columns + column] = at(row, column) * scale;
  }
}
