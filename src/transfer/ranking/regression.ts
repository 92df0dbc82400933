import { inverse, Matrix } from 'ml-matrix';

/** A predictor's place and spread among the rows that were learned from. */
export interface Scale {
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** What is known of a law y = intercept + coefficients · z of standardised predictors z. */
export interface Posterior {
  readonly scales: readonly Scale[];
  readonly intercept: number;
  /** Of the standardised predictors, in units of y. */
  readonly coefficients: readonly number[];
  /** Of the coefficients, `[predictors, predictors]`: the scale matrix of their Student-t distribution. */
  readonly covariance: readonly (readonly number[])[];
  readonly residualVariance: number;
  /** Degrees of freedom of the residual variance. */
  readonly degrees: number;
  /** Rows that were learned from. */
  readonly rows: number;
}

/** The Student-t distribution of a y that was not seen. */
export interface Predictive {
  readonly mean: number;
  readonly scale: number;
  readonly degrees: number;
}

/** The values of predictors; where one is not defined its mean stands for it, which has no effect. */
export type Row = readonly (number | null)[];

/** All that regressions on some of the predictors need of the rows. */
export interface Moments {
  readonly rows: number;
  readonly scales: readonly Scale[];
  readonly intercept: number;
  /** ZᵀZ, `[predictors, predictors]`. */
  readonly gram: readonly (readonly number[])[];
  /** Zᵀ(y - intercept). */
  readonly products: readonly number[];
  /** |y - intercept|². */
  readonly squares: number;
}

/** @param rows `[n, predictors]`, of at least two rows. */
export function momentsOf(rows: readonly Row[], y: readonly number[]): Moments {
  const columns = Array.from({ length: rows[0]?.length ?? 0 }, (_, column) => rows.map((row) => row[column] ?? null));
  const scales = columns.map(scaleOf);
  const intercept = meanOf(y);
  const centred = y.map((value) => value - intercept);
  const z = columns.map((values, column) => values.map((value) => standardised(value, scales[column])));
  const gram = z.map((left) => z.map((right) => dot(left, right)));
  const products = z.map((column) => dot(column, centred));
  return { rows: rows.length, scales, intercept, gram, products, squares: dot(centred, centred) };
}

/**
 * Bayesian linear regression with a conjugate prior, in closed form (Bishop, Pattern Recognition and Machine Learning,
 * 2006, section 3.3 and exercises 3.12 and 3.13). With Z the standardised predictors, their means 0, and σ² the variance
 * of the noise:
 *
 *     intercept ~ flat,  coefficients ~ N(0, σ²/penalty · I),  p(σ²) ∝ 1/σ²
 *     A = ZᵀZ + penalty · I,  coefficients = A⁻¹ Zᵀy,  intercept = mean of y
 *     s² = (|y - intercept|² - coefficientsᵀ A coefficients) / (n - 1),  covariance = s² A⁻¹
 *
 * @param chosen the columns that it goes by: each is defined in some row and not constant.
 * @param penalty above 0: the larger, the nearer the coefficients are to 0.
 */
export function fitRegression(moments: Moments, chosen: readonly number[], penalty: number): Posterior {
  const { rows, intercept, squares } = moments;
  const products = chosen.map((column) => moments.products[column] ?? 0);
  const a = chosen.map((i) => chosen.map((j) => (moments.gram[i]?.[j] ?? 0) + (i === j ? penalty : 0)));
  const inverted = chosen.length === 0 ? [] : inverse(new Matrix(a)).to2DArray();
  const coefficients = inverted.map((line) => dot(line, products));
  const degrees = rows - 1;
  // coefficientsᵀ A coefficients = coefficientsᵀ Zᵀy, since A coefficients = Zᵀy.
  const residualVariance = Math.max(0, squares - dot(coefficients, products)) / degrees;
  const covariance = inverted.map((line) => line.map((value) => value * residualVariance));
  const scales = chosen.map((column) => moments.scales[column] ?? unknown);
  return { scales, intercept, coefficients, covariance, residualVariance, degrees, rows };
}

/** mean = intercept + coefficients · z, scale² = s² (1 + 1/n) + zᵀ covariance z. */
export function predict(posterior: Posterior, row: Row): Predictive {
  const { scales, intercept, coefficients, covariance, residualVariance, degrees, rows } = posterior;
  const z = scales.map((each, column) => standardised(row[column] ?? null, each));
  const spread = dot(
    z,
    covariance.map((line) => dot(line, z)),
  );
  const scale = Math.sqrt(residualVariance * (1 + 1 / rows) + spread);
  return { mean: intercept + dot(coefficients, z), scale, degrees };
}

const unknown: Scale = { mean: Number.NaN, deviation: Number.NaN, least: Number.NaN, most: Number.NaN };

function standardised(value: number | null, { mean, deviation }: Scale = unknown): number {
  return value === null ? 0 : (value - mean) / deviation;
}

function scaleOf(values: Row): Scale {
  const known = values.filter((value) => value !== null);
  const mean = meanOf(known);
  const deviation = Math.sqrt(sum(known.map((value) => (value - mean) ** 2)) / known.length);
  return { mean, deviation, least: Math.min(...known), most: Math.max(...known) };
}

export function meanOf(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return sum(a.map((value, index) => value * (b[index] ?? 0)));
}
