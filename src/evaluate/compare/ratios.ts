import { countsEach, type TypeColumns } from './unit-counts.ts';

/** Precision, recall and F1, in this order. */
export type Ratios = readonly [precision: number, recall: number, f1: number];

/** Sums of a sample's counts in the columns of `TypeColumns`. */
export type Sums = Float64Array;

/** The ratios of three counts of a sample, from their first column on; one whose denominator is zero is zero. */
export function ratiosAt(sums: Sums, column: number): Ratios {
  const [points = 0, actual = 0, possible = 0] = [sums[column], sums[column + 1], sums[column + 2]];
  return [
    actual === 0 ? 0 : points / actual,
    possible === 0 ? 0 : points / possible,
    actual + possible === 0 ? 0 : (2 * points) / (actual + possible),
  ];
}

/** Whether a sample has anything in a column's three counts. */
export function occursAt(sums: Sums, column: number): boolean {
  return (sums[column + 1] ?? 0) + (sums[column + 2] ?? 0) > 0;
}

/** The means of the ratios of all types that occur in a sample. */
export function macroOf(sums: Sums): Ratios {
  const total = [0, 0, 0];
  let types = 0;
  for (let column = countsEach; column < sums.length; column += countsEach) {
    if (!occursAt(sums, column)) continue;
    types++;
    const ratios = ratiosAt(sums, column);
    for (const [index, ratio] of ratios.entries()) total[index] = (total[index] ?? 0) + ratio;
  }
  const [precision = 0, recall = 0, f1 = 0] = total.map((sum) => (types === 0 ? 0 : sum / types));
  return [precision, recall, f1];
}

/** What is estimated: its ratios in a sample, undefined if it does not occur there. */
export type Measure = (sums: Sums) => Ratios | undefined;

/** All that is estimated: of all mentions together, the mean of the types, and each type, in the order of the columns. */
export interface Measures {
  readonly micro: Measure;
  readonly macro: Measure;
  readonly types: ReadonlyMap<string, Measure>;
}

export function measuresOf(columns: TypeColumns): Measures {
  const at = (column: number) => (sums: Sums) => (occursAt(sums, column) ? ratiosAt(sums, column) : undefined);
  return {
    micro: (sums) => ratiosAt(sums, 0),
    macro: macroOf,
    types: new Map(columns.types.map((type) => [type, at(columns.of(type))])),
  };
}

/** In the order micro, macro, types. */
export function listOf({ micro, macro, types }: Measures): readonly Measure[] {
  return [micro, macro, ...types.values()];
}
