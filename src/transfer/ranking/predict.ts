import type { PredictedGain, PredictedMethod } from '../report.ts';
import { predictedMethods } from '../report.ts';
import type { Fit, GainTable } from './gain-table.ts';
import type { Predictor, PredictorValues } from './predictors.ts';
import { type Predictive, predict } from './regression.ts';
import { studentCumulative, studentQuantile } from './student-t.ts';

/** The probability that an interval of a predicted gain holds it. */
export const coverage = 0.8;

/** Standard deviations from the mean, and beyond all that was seen, from where on a measure is told to be unusual. */
const far = 2.5;

/** What tells whether a target is one of those that the table was learned from. */
export interface TargetIdentity {
  readonly name: string;
  /** SHA-256 of all its training sentences. */
  readonly whole: string;
}

/** The gains that are predicted for a pair. */
export interface Prediction {
  readonly gains: readonly PredictedGain[];
  /** Predictors whose values are far from all that was seen. */
  readonly unusual: readonly Predictor[];
  /** Predictors that are not defined for the pair. */
  readonly missing: readonly Predictor[];
}

/**
 * Predicts the gain of each method that the table knows. A target that the table was learned from, by its content or its
 * name, is predicted by what was learned from the others.
 */
export function predictGains(table: GainTable, target: TargetIdentity, values: PredictorValues): Prediction {
  const gains: PredictedGain[] = [];
  const unusual = new Set<Predictor>();
  const missing = new Set<Predictor>();
  const known = learnedTarget(table, target);
  for (const method of predictedMethods) {
    const learned = table.methods[method];
    if (!learned) continue;
    const fit = (known === undefined ? undefined : learned.leftOut[known]) ?? learned.fit;
    gains.push({ method, ...gainOf(fit, values, coverage) });
    for (const [index, predictor] of fit.predictors.entries()) {
      const [value, scale] = [values[predictor], fit.scales[index]];
      if (value === null) missing.add(predictor);
      else if (scale && isFar(value, scale)) unusual.add(predictor);
    }
  }
  return { gains, unusual: [...unusual], missing: [...missing] };
}

/** The name in the table of a target that it was learned from. */
export function learnedTarget(table: GainTable, { name, whole }: TargetIdentity): string | undefined {
  const folded = name.toLowerCase();
  return table.targets.find((each) => each.sha256 === whole || each.name.toLowerCase() === folded)?.name;
}

/** The gain with its interval, and the probability that it is above 0. */
export function gainOf(fit: Fit, values: PredictorValues, probability: number): Omit<PredictedGain, 'method'> {
  const { mean, scale, degrees } = predictiveOf(fit, values);
  if (scale === 0) return { gain: mean, low: mean, high: mean, helps: mean > 0 ? 1 : 0 };
  const reach = studentQuantile((1 + probability) / 2, degrees) * scale;
  return { gain: mean, low: mean - reach, high: mean + reach, helps: studentCumulative(mean / scale, degrees) };
}

/** What a law expects of a pair, as wide as its errors on targets that it did not see. */
export function predictiveOf(fit: Fit, values: PredictorValues): Predictive {
  const expected = predict(
    fit,
    fit.predictors.map((predictor) => values[predictor]),
  );
  return { ...expected, scale: fit.widening * expected.scale };
}

function isFar(value: number, { mean, deviation, least, most }: Fit['scales'][number]): boolean {
  return (value < least || value > most) && Math.abs(value - mean) > far * deviation;
}

/** Methods that a table can predict. */
export function methodsOf(table: GainTable): readonly PredictedMethod[] {
  return predictedMethods.filter((method) => table.methods[method] !== undefined);
}
