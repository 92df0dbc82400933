import { randomOf } from '../../core/random.ts';
import type { Steps } from '../../core/steps.ts';
import type { Comparison, Difference, Intervals, MeanIntervals, MeanScore, ModeScores } from '../report/report.ts';
import { bootstrap, level, type Sampled } from './bootstrap.ts';
import { randomisation } from './randomisation.ts';
import { type Measures, measuresOf } from './ratios.ts';
import type { UnitCounts } from './unit-counts.ts';

/** How often is drawn, and from which stream. */
export interface Resampling {
  readonly seed: number;
  /** Of the bootstrap. */
  readonly samples: number;
  /** Of the randomisation test. */
  readonly rounds: number;
}

/** What resampling tells of one system, and of two. */
export interface Resampled {
  readonly intervals: Intervals;
  /** Only where two are compared. */
  readonly difference?: Comparison['difference'];
}

/**
 * Intervals of scores, and the difference of two systems. The same seed, units and numbers give the same figures on every machine.
 * @param names types, in the order of the report.
 * @param compared the second system's counts of the same units, with the scores of both.
 */
export function* resample(
  units: UnitCounts,
  names: readonly string[],
  { seed, samples, rounds }: Resampling,
  compared?: { readonly units: UnitCounts; readonly scores: ModeScores; readonly other: ModeScores },
): Steps<Resampled> {
  const measures = measuresOf(units.columns);
  const options = { samples, random: randomOf(seed, 'bootstrap') };
  const sampled = namedResults(measures, yield* bootstrap([units, compared?.units], measures, options));
  const intervals: Intervals = {
    seed,
    samples,
    units: units.units,
    level,
    micro: meanIntervals(sampled.micro),
    macro: meanIntervals(sampled.macro),
    types: Object.fromEntries(names.map((name) => [name, meanIntervals(sampled.types.get(name))])),
  };
  if (!compared) return { intervals };
  const { scores, other } = compared;
  const drawn = { rounds, random: randomOf(seed, 'randomisation') };
  const p = namedResults(measures, yield* randomisation(units, compared.units, measures, drawn));
  return {
    intervals,
    difference: {
      micro: difference(scores.micro, other.micro, sampled.micro, p.micro),
      macro: difference(scores.macro, other.macro, sampled.macro, p.macro),
      types: Object.fromEntries(
        names.map((name) => [
          name,
          difference(scores.types[name], other.types[name], sampled.types.get(name), p.types.get(name)),
        ]),
      ),
    },
  };
}

interface Named<T> {
  readonly micro: T | undefined;
  readonly macro: T | undefined;
  readonly types: ReadonlyMap<string, T | undefined>;
}

function namedResults<T>({ types }: Measures, [micro, macro, ...rest]: readonly T[]): Named<T> {
  return { micro, macro, types: new Map([...types.keys()].map((type, index) => [type, rest[index]])) };
}

/** Of a type that occurs nowhere: nothing but zeros. */
function meanIntervals(sampled: Sampled | undefined): MeanIntervals {
  if (!sampled) return { precision: [0, 0], recall: [0, 0], f1: [0, 0] };
  const { precision, recall, f1 } = sampled;
  return { precision, recall, f1 };
}

function difference(
  first: MeanScore | undefined,
  second: MeanScore | undefined,
  sampled: Sampled | undefined,
  p: number | undefined,
): Difference {
  return { f1: (first?.f1 ?? 0) - (second?.f1 ?? 0), interval: sampled?.difference ?? [0, 0], p: p ?? 1 };
}
