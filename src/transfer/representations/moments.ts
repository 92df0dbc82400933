import { Matrix } from 'ml-matrix';
import type { FeatureMatrix } from '../profile.ts';

/** The first two moments of rows of numbers. */
export interface Moments {
  readonly rows: number;
  /** `[columns]`. */
  readonly mean: Float64Array;
  /** `[columns, columns]`, with n − 1 below the line; zeros for a single row. */
  readonly covariance: Matrix;
}

const known = new WeakMap<FeatureMatrix, Moments>();

/** The moments of a corpus's features, which are computed once: every pair needs them. */
export function momentsOf(features: FeatureMatrix): Moments {
  const found = known.get(features) ?? computeMoments(features);
  known.set(features, found);
  return found;
}

function computeMoments(features: FeatureMatrix): Moments {
  const { rows } = features;
  const mean = meanOf(features);
  const covariance = scatter(centred(features, () => mean)).mul(1 / Math.max(1, rows - 1));
  return { rows, mean, covariance };
}

/** The mean row; zeros without a row. */
export function meanOf({ rows, columns, values }: FeatureMatrix): Float64Array {
  const mean = new Float64Array(columns);
  for (let index = 0; index < values.length; index++) {
    const column = index % columns;
    mean[column] = (mean[column] as number) + (values[index] as number) / rows;
  }
  return mean;
}

/** Rows less a centre each. */
export function centred(
  { rows, columns, values }: FeatureMatrix,
  centreOf: (row: number) => Float64Array,
): Float64Array[] {
  return Array.from({ length: rows }, (_, row) => {
    const centre = centreOf(row);
    return Float64Array.from(centre, (shift, column) => (values[row * columns + column] as number) - shift);
  });
}

/** Σ x xᵀ over rows x, at least one: `[columns, columns]`. */
export function scatter(rows: readonly Float64Array[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const lines = Array.from({ length: columns }, () => new Float64Array(columns));
  for (const row of rows) {
    for (let i = 0; i < columns; i++) {
      const line = lines[i] as Float64Array;
      const factor = row[i] as number;
      for (let j = i; j < columns; j++) line[j] = (line[j] as number) + factor * (row[j] as number);
    }
  }
  const sums = new Matrix(lines);
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) sums.set(i, j, sums.get(j, i));
  return sums;
}
