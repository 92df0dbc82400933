import type { Steps } from '../../core/steps.ts';
import { type DenseMatrix, dot, gram, multiply, multiplyTransposed, type SparseMatrix, squaredNorm } from './sparse.ts';

/** X ≈ W·Hᵀ, no entry below zero. */
export interface Factors {
  /** `[rows, rank]`: how much of each component a row has. */
  readonly w: DenseMatrix;
  /** `[columns, rank]`: the components. */
  readonly h: DenseMatrix;
}

/** What a factorization came to. */
export interface Factorization extends Factors {
  /** ‖X − W·Hᵀ‖, the Frobenius norm of what is left. */
  readonly error: number;
  /** How often both factors were updated. */
  readonly iterations: number;
}

export interface FactorizationOptions {
  /** It ends when an iteration lessens the squared error by less than this share of the squared norm of X. */
  readonly tolerance?: number;
  readonly mostIterations?: number;
}

/**
 * Non-negative matrix factorization with the Frobenius norm (Lee and Seung 2001) by coordinate descent over whole columns
 * of the factors (hierarchical alternating least squares: Cichocki and Phan 2009, algorithm 2). No step makes the error
 * greater. The factors given are updated in place.
 */
export function* factorize(
  x: SparseMatrix,
  { w, h }: Factors,
  { tolerance = 1e-5, mostIterations = 200 }: FactorizationOptions = {},
): Steps<Factorization> {
  const norm = squaredNorm(x.values);
  let squared = Number.POSITIVE_INFINITY;
  let iterations = 0;
  let components = gram(h);
  while (iterations < mostIterations) {
    descend(w, multiply(x, h), components);
    yield;
    const products = multiplyTransposed(x, w);
    const weights = gram(w);
    descend(h, products, weights);
    yield;
    iterations++;
    components = gram(h);
    const before = squared;
    squared = norm - 2 * dot(h.values, products.values) + dot(components.values, weights.values);
    if (before - squared <= tolerance * norm) break;
  }
  return { w, h, error: Math.sqrt(Math.max(0, squared)), iterations };
}

/**
 * One update of each column of a factor F, `[rows, rank]`, of X ≈ F·Gᵀ: what is best while all else stays.
 * @param products X·G, `[rows, rank]`.
 * @param weights Gᵀ·G, `[rank, rank]`.
 */
function descend(factor: DenseMatrix, products: DenseMatrix, weights: DenseMatrix): void {
  const { rows, columns: rank, values } = factor;
  for (let row = 0; row < rows; row++) {
    const offset = row * rank;
    for (let component = 0; component < rank; component++) {
      const curvature = weights.values[component * rank + component] as number;
      // A component that the other factor has nothing of changes nothing.
      if (curvature === 0) continue;
      let gradient = -(products.values[offset + component] as number);
      for (let other = 0; other < rank; other++) {
        gradient += (weights.values[component * rank + other] as number) * (values[offset + other] as number);
      }
      values[offset + component] = Math.max(0, (values[offset + component] as number) - gradient / curvature);
    }
  }
}
