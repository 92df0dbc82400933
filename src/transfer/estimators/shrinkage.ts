import { Matrix } from 'ml-matrix';
import { scatter } from '../representations/moments.ts';

/** A covariance that was drawn to a multiple of the identity. */
export interface ShrunkCovariance {
  /** `[columns, columns]`. */
  readonly covariance: Matrix;
  /** How far, from 0 for not at all to 1 for nothing but the mean variance in every direction. */
  readonly shrinkage: number;
}

/**
 * The covariance of centred rows, Σ x xᵀ / n, shrunk to (1 − α) Σ + α (tr Σ / d) I with the α that Ledoit and Wolf (2004)
 * estimate to be the nearest to the true covariance: well-conditioned also with fewer rows than columns.
 * @param rows at least one; their mean is taken to be zero.
 */
export function shrunkCovariance(rows: readonly Float64Array[]): ShrunkCovariance {
  const n = rows.length;
  const sample = scatter(rows).mul(1 / n);
  const columns = sample.columns;
  const variance = sample.trace() / columns;
  const norm = sample.norm('frobenius') ** 2;
  const fourth = rows.reduce((sum, row) => sum + row.reduce((square, value) => square + value * value, 0) ** 2, 0);
  const distance = Math.max(0, norm - columns * variance ** 2);
  const error = Math.min(distance, Math.max(0, fourth / n - norm) / n);
  const shrinkage = distance > 0 ? error / distance : 0;
  const covariance = sample.mul(1 - shrinkage).add(Matrix.eye(columns, columns, shrinkage * variance));
  return { covariance, shrinkage };
}
