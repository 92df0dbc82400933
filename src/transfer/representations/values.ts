import { Matrix } from 'ml-matrix';
import { randomOf, shuffled } from '../../core/random.ts';
import type { CorpusFeatures, FeatureMatrix } from '../profile.ts';
import type { MeasureValues } from '../report.ts';
import { frechetDistance, projectedMoments } from './frechet.ts';
import { squaredDiscrepancy } from './mmd.ts';
import { meanOf, momentsOf } from './moments.ts';
import { principalComponents } from './principal.ts';

/** The measures that compare hidden states. */
export type RepresentationMeasure =
  | 'sentenceCosine'
  | 'mentionCosine'
  | 'sentenceFrechet'
  | 'mentionFrechet'
  | 'sentenceMmd'
  | 'mentionMmd';

/** Values of some measures, and why one has none. */
export interface MeasuredValues<Measure extends keyof MeasureValues> {
  readonly values: Pick<MeasureValues, Measure>;
  readonly undefinedBecause: Readonly<Partial<Record<Measure, string>>>;
}

/** Principal components that Fréchet distance and discrepancy are measured in. */
const components = 32;

/** Rows of each side that the discrepancy is measured by, at most; it takes their square of steps. */
const discrepancyRows = 400;

/**
 * How far the hidden states of a candidate's sentences and mentions are from the target's. Both sides count alike, so the
 * values are the same the other way round.
 * @throws Error if the features are of different encoders.
 */
export function representationValues(
  target: CorpusFeatures,
  candidate: CorpusFeatures,
  seed: number,
): MeasuredValues<RepresentationMeasure> {
  const sentences = compare(target.sentences, candidate.sentences, 'sentence', seed);
  const mentions = compare(target.mentions, candidate.mentions, 'mention', seed);
  const found = {
    sentenceCosine: sentences.cosine,
    mentionCosine: mentions.cosine,
    sentenceFrechet: sentences.frechet,
    mentionFrechet: mentions.frechet,
    sentenceMmd: sentences.mmd,
    mentionMmd: mentions.mmd,
  };
  return measured(found);
}

/** Parts values from the reasons why there is none. */
export function measured<Measure extends keyof MeasureValues>(
  found: Readonly<Record<Measure, number | string>>,
): MeasuredValues<Measure> {
  const values: Partial<Record<Measure, number | null>> = {};
  const undefinedBecause: Partial<Record<Measure, string>> = {};
  for (const measure of Object.keys(found) as Measure[]) {
    const value = found[measure];
    values[measure] = typeof value === 'number' ? value : null;
    if (typeof value === 'string') undefinedBecause[measure] = value;
  }
  return { values: values as Record<Measure, number | null>, undefinedBecause };
}

/** Values, or why there is none. */
interface Comparison {
  readonly cosine: number | string;
  readonly frechet: number | string;
  readonly mmd: number | string;
}

function compare(target: FeatureMatrix, candidate: FeatureMatrix, what: string, seed: number): Comparison {
  if (target.columns !== candidate.columns) {
    throw new Error(`features of ${target.columns} and of ${candidate.columns} numbers are not of one encoder`);
  }
  const tooFew = (least: number) =>
    [
      { side: 'target', rows: target.rows },
      { side: 'candidate', rows: candidate.rows },
    ]
      .filter(({ rows }) => rows < least)
      .map(({ side, rows }) => `the ${side} has ${rows === 0 ? 'no' : 'only one'} ${what}`)[0];
  const [none, single] = [tooFew(1), tooFew(2)];
  if (none !== undefined) return { cosine: none, frechet: none, mmd: none };
  const cosine = cosineOf(meanOf(target), meanOf(candidate)) ?? `the mean of one side's ${what}s is zero`;
  if (single !== undefined) return { cosine, frechet: single, mmd: single };

  const [a, b] = [momentsOf(target), momentsOf(candidate)];
  const basis = principalComponents(a, b, components, randomOf(seed, 'transfer', 'components', what));
  const [x, y] = projectedMoments(a, b, basis);
  const mmd = squaredDiscrepancy(project(target, basis, what, seed), project(candidate, basis, what, seed));
  return {
    cosine,
    frechet: frechetDistance(x, y),
    mmd: Number.isNaN(mmd) ? `every ${what} of both has the same hidden state` : mmd,
  };
}

/** Rows that are drawn, in the coordinates of the components; the same rows of features of the same size. */
function project(features: FeatureMatrix, basis: Matrix, what: string, seed: number): Float64Array[] {
  const { rows, columns, values } = features;
  const order = shuffled([...new Array(rows).keys()], randomOf(seed, 'transfer', 'discrepancy', what));
  const drawn = order.slice(0, discrepancyRows);
  const taken = new Matrix(drawn.map((row) => values.subarray(row * columns, (row + 1) * columns)));
  return taken
    .mmul(basis)
    .to2DArray()
    .map((row) => Float64Array.from(row));
}

/** @returns undefined if one of them is zero. */
function cosineOf(a: Float64Array, b: Float64Array): number | undefined {
  let [product, squareA, squareB] = [0, 0, 0];
  for (const [index, x] of a.entries()) {
    const y = b[index] as number;
    product += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  const norms = Math.sqrt(squareA) * Math.sqrt(squareB);
  return norms > 0 ? product / norms : undefined;
}
