import type { Random } from '../../core/random.ts';
import type { Steps } from '../../core/steps.ts';
import type { Factors } from './nmf.ts';
import { type DenseMatrix, type SparseMatrix, zeros } from './sparse.ts';
import { truncatedSvd } from './svd.ts';

/**
 * Where a non-negative factorization of a non-negative matrix starts: the greater of the positive and the negative part of
 * each pair of singular vectors (NNDSVD: Boutsidis and Gallopoulos 2008). All but the same for every seed, unlike a random
 * start, so that what is measured by the topics does not depend on luck.
 */
export function* startFactors(x: SparseMatrix, rank: number, random: Random): Steps<Factors> {
  const { u, sigma, v } = yield* truncatedSvd(x, rank, random);
  const w = zeros(x.rows, rank);
  const h = zeros(x.columns, rank);
  for (const [component, value] of sigma.entries()) {
    // Those of the greatest singular value are of one sign, as no entry of the matrix is below zero.
    const parts = [1, -1].map((sign) => ({
      sign,
      left: partNorm(u, component, sign),
      right: partNorm(v, component, sign),
    }));
    const [positive, negative] = parts;
    if (!positive || !negative) continue;
    const part = positive.left * positive.right >= negative.left * negative.right ? positive : negative;
    const product = part.left * part.right;
    if (product === 0) continue;
    const scale = Math.sqrt(value * product);
    takePart(u, component, part.sign, scale / part.left, w);
    takePart(v, component, part.sign, scale / part.right, h);
  }
  return { w, h };
}

/** The norm of what a column has of one sign. */
function partNorm({ rows, columns, values }: DenseMatrix, column: number, sign: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += Math.max(0, sign * (values[row * columns + column] as number)) ** 2;
  return Math.sqrt(sum);
}

/** Copies what a column has of one sign, times `scale`, into the same column of another matrix. */
function takePart(
  { rows, columns, values }: DenseMatrix,
  column: number,
  sign: number,
  scale: number,
  to: DenseMatrix,
): void {
  for (let row = 0; row < rows; row++) {
    to.values[row * to.columns + column] = scale * Math.max(0, sign * (values[row * columns + column] as number));
  }
}
