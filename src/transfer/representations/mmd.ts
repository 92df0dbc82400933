/**
 * The squared maximum mean discrepancy of two samples under a Gaussian kernel exp(−|x − y|² / 2σ²), by the unbiased
 * estimator (Gretton et al., 2012, equation 3), σ being the median distance of two rows of both together (their section 8).
 * It is about 0, and may be a little below, for samples of one distribution; it is below 2.
 * @param a rows of as many numbers each as those of `b`, at least two.
 * @returns NaN where all rows are equal, so that there is no scale.
 */
export function squaredDiscrepancy(a: readonly Float64Array[], b: readonly Float64Array[]): number {
  const rows = [...a, ...b];
  const squares = new Float64Array((rows.length * (rows.length - 1)) / 2);
  let at = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < i; j++) squares[at++] = squaredDistance(rows[i] as Float64Array, rows[j] as Float64Array);
  }
  const twiceVariance = 2 * median(squares);
  if (!(twiceVariance > 0)) return Number.NaN;

  const within = { a: 0, b: 0 };
  let across = 0;
  at = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < i; j++) {
      const kernel = Math.exp(-(squares[at++] as number) / twiceVariance);
      if (i < a.length) within.a += kernel;
      else if (j >= a.length) within.b += kernel;
      else across += kernel;
    }
  }
  const pairs = (n: number) => (n * (n - 1)) / 2;
  return within.a / pairs(a.length) + within.b / pairs(b.length) - (2 * across) / (a.length * b.length);
}

function squaredDistance(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < x.length; index++) sum += ((x[index] as number) - (y[index] as number)) ** 2;
  return sum;
}

/** The middle number, or the square of the mean root of the two in the middle: the square of the median of the roots. */
function median(squares: Float64Array): number {
  const sorted = squares.toSorted();
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1] as number, sorted[Math.floor(middle)] as number];
  return ((Math.sqrt(low) + Math.sqrt(high)) / 2) ** 2;
}
