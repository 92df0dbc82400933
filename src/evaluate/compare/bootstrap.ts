import type { Random } from '../../core/random.ts';
import type { Steps } from '../../core/steps.ts';
import type { Interval } from '../report/report.ts';
import { listOf, type Measures, type Ratios, type Sums } from './ratios.ts';
import type { Rows, UnitCounts } from './unit-counts.ts';

/** Of the intervals. */
export const level = 0.95;

/** What the samples say of one measure: of its ratios, and of what the first system's F1 has over the second's. */
export interface Sampled {
  readonly precision: Interval;
  readonly recall: Interval;
  readonly f1: Interval;
  /** Only where two systems are compared. */
  readonly difference: Interval;
}

/**
 * Percentile intervals by the bootstrap (Efron and Tibshirani 1993, chapter 13): as many units as there are, drawn with
 * replacement, their counts summed and the ratios taken of the sums, many times over. Both systems are seen on the same
 * draws. Samples in which a type does not occur say nothing of it.
 * @param tables of one system, or of the two that are compared, with rows for the same units.
 * @returns in the order of `listOf(measures)`; a sample is a step.
 */
export function* bootstrap(
  tables: readonly [UnitCounts, UnitCounts | undefined],
  measures: Measures,
  { samples, random }: { readonly samples: number; readonly random: Random },
): Steps<readonly Sampled[]> {
  const [first, second] = tables;
  const rows = first.rows();
  const otherRows = second?.rows();
  const { width } = first.columns;
  const kinds = kindsOf(otherRows ? [rows, otherRows] : [rows]);
  const counts = new Uint32Array(kinds.examples.length);
  const values = listOf(measures).map((measure) => ({ measure, of: new Samples() }));
  for (let sample = 0; sample < samples; sample++) {
    counts.fill(0);
    for (let unit = 0; unit < first.units; unit++) counts[kinds.of[random.below(first.units)] as number]!++;
    const sums = sumOf(rows, kinds, counts, width);
    const otherSums = otherRows && sumOf(otherRows, kinds, counts, width);
    for (const { measure, of } of values) of.add(measure(sums), otherSums && measure(otherSums));
    yield;
  }
  return values.map(({ of }) => of.intervals());
}

/** Units that have the same counts in every table are of one kind; where they are sentences there are few kinds. */
interface Kinds {
  /** The kind of each unit. */
  readonly of: Uint32Array;
  /** A unit of each kind. */
  readonly examples: readonly number[];
}

function kindsOf(tables: readonly Rows[]): Kinds {
  const known = new Map<string, number>();
  const examples: number[] = [];
  const units = (tables[0]?.starts.length ?? 1) - 1;
  const of = Uint32Array.from({ length: units }, (_, unit) => {
    const key = tables.map((rows) => rowText(rows, unit)).join(' ');
    const kind = known.get(key);
    if (kind !== undefined) return kind;
    known.set(key, examples.length);
    return examples.push(unit) - 1;
  });
  return { of, examples };
}

function rowText({ starts, columns, values }: Rows, row: number): string {
  const [start, end] = [starts[row], starts[row + 1]];
  return `${columns.subarray(start, end)}:${values.subarray(start, end)}`;
}

/** The sums of so many rows of each kind. */
function sumOf({ starts, columns, values }: Rows, { examples }: Kinds, counts: Uint32Array, width: number): Sums {
  const sums = new Float64Array(width);
  for (const [kind, unit] of examples.entries()) {
    const times = counts[kind] as number;
    const end = starts[unit + 1] as number;
    for (let entry = starts[unit] as number; entry < end; entry++) {
      sums[columns[entry] as number]! += times * (values[entry] as number);
    }
  }
  return sums;
}

/** What the samples gave for one measure. */
class Samples {
  readonly #precision: number[] = [];
  readonly #recall: number[] = [];
  readonly #f1: number[] = [];
  readonly #difference: number[] = [];

  add(ratios: Ratios | undefined, other: Ratios | undefined): void {
    if (ratios) {
      this.#precision.push(ratios[0]);
      this.#recall.push(ratios[1]);
      this.#f1.push(ratios[2]);
    }
    if (ratios || other) this.#difference.push((ratios?.[2] ?? 0) - (other?.[2] ?? 0));
  }

  intervals(): Sampled {
    return {
      precision: percentiles(this.#precision),
      recall: percentiles(this.#recall),
      f1: percentiles(this.#f1),
      difference: percentiles(this.#difference),
    };
  }
}

/** The middle part of values; between two of them a quantile is interpolated. Without any it is [0, 0]. */
function percentiles(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const quantile = (share: number) => {
    const at = share * (sorted.length - 1);
    const below = sorted[Math.floor(at)] ?? 0;
    return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? 0) - below);
  };
  return [quantile((1 - level) / 2), quantile((1 + level) / 2)];
}
