/** Lanczos's approximation of the gamma function (1964) with g = 7 and nine terms: relative errors below 1e-13. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** The logarithm of Γ(x), for x ≥ 1/2. */
function logGamma(x: number): number {
  const base = x + 6.5;
  const sum = lanczos.reduce((total, term, index) => total + (index === 0 ? term : term / (x - 1 + index)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum);
}

/** What a denominator of the continued fraction is at least, so that nothing is divided by zero. */
const tiny = 1e-300;

/**
 * The regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22) with the modified method of
 * Lentz (Thompson and Barnett 1986).
 * @param a at least 1/2, as is `b`.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) return x <= 0 ? 0 : 1;
  // The fraction converges fast on this side of the mean alone (DLMF 8.17.4).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) + logGamma(a + b) - logGamma(a) - logGamma(b);
  let value = 1;
  let c = 1;
  let d = 0;
  for (let term = 1; term < 1000; term++) {
    const m = Math.floor(term / 2);
    const coefficient =
      term % 2 === 0
        ? (m * (b - m) * x) / ((a + term - 1) * (a + term))
        : (-(a + m) * (a + b + m) * x) / ((a + term - 1) * (a + term));
    d = 1 / nonZero(1 + coefficient * d);
    c = nonZero(1 + coefficient / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return Math.exp(front) / value;
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** The two-sided p of Student's t (1908): P(|T| ≥ |t|) = I_{df / (df + t²)}(df / 2, 1 / 2). */
export function studentP(t: number, freedom: number): number {
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}

/** The t that |T| stays below with a probability of `level`, by bisection. */
export function studentQuantile(level: number, freedom: number): number {
  let [low, high] = [0, 1];
  while (studentP(high, freedom) > 1 - level) [low, high] = [high, 2 * high];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentP(middle, freedom) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
