import type { Random } from '../../core/random.ts';
import type { Steps } from '../../core/steps.ts';
import { listOf, type Measure, type Measures, type Sums } from './ratios.ts';
import type { Rows, UnitCounts } from './unit-counts.ts';

/** Differences of F1 that rounding alone makes are none. */
const rounding = 1e-12;

/**
 * The two-sided approximate randomisation test (Noreen 1989; Yeh 2000): if the two systems were alike, it would be chance
 * which of them gave which output for a unit. In each round the outputs of each unit are exchanged with probability 1/2;
 * p is the share of rounds, the observed one among them, in which F1 differs at least as much as it does.
 * @param first with rows for the same units as `second`.
 * @returns p of each measure, in the order of `listOf(measures)`; a round is a step.
 */
export function* randomisation(
  first: UnitCounts,
  second: UnitCounts,
  measures: Measures,
  { rounds, random }: { readonly rounds: number; readonly random: Random },
): Steps<readonly number[]> {
  const { width } = first.columns;
  const changes = differences(first.rows(), second.rows(), width);
  const [one, other] = [sumAll(first.rows(), width), sumAll(second.rows(), width)];
  const tests = listOf(measures).map((measure) => ({ measure, observed: apart(measure, one, other), extreme: 0 }));
  for (let round = 0; round < rounds; round++) {
    const change = sumHalf(changes, width, random);
    const [a, b] = [
      one.map((sum, column) => sum + (change[column] ?? 0)),
      other.map((sum, column) => sum - (change[column] ?? 0)),
    ];
    for (const test of tests) if (apart(test.measure, a, b) >= test.observed - rounding) test.extreme++;
    yield;
  }
  return tests.map(({ extreme }) => (extreme + 1) / (rounds + 1));
}

function apart(measure: Measure, a: Sums, b: Sums): number {
  return Math.abs((measure(a)?.[2] ?? 0) - (measure(b)?.[2] ?? 0));
}

function sumAll({ columns, values }: Rows, width: number): Sums {
  const sums = new Float64Array(width);
  for (const [entry, column] of columns.entries()) sums[column]! += values[entry] as number;
  return sums;
}

/** What exchanging a unit adds to the first system's sums, for each unit for which it adds anything. */
function differences(first: Rows, second: Rows, width: number): Rows {
  const starts: number[] = [];
  const columns: number[] = [];
  const values: number[] = [];
  const change = new Float64Array(width);
  for (let unit = 0; unit + 1 < first.starts.length; unit++) {
    change.fill(0);
    addRow(change, first, unit, -1);
    addRow(change, second, unit, 1);
    const from = columns.length;
    for (const [column, value] of change.entries()) {
      if (value === 0) continue;
      columns.push(column);
      values.push(value);
    }
    if (columns.length > from) starts.push(from);
  }
  starts.push(columns.length);
  return { starts: Uint32Array.from(starts), columns: Uint32Array.from(columns), values: Float64Array.from(values) };
}

function addRow(sums: Sums, { starts, columns, values }: Rows, row: number, factor: number): void {
  const end = starts[row + 1] as number;
  for (let entry = starts[row] as number; entry < end; entry++) {
    sums[columns[entry] as number]! += factor * (values[entry] as number);
  }
}

/** The sum of rows, each of which is in it with probability 1/2. */
function sumHalf(rows: Rows, width: number, random: Random): Sums {
  const sums = new Float64Array(width);
  let coins = 0;
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    if (row % 32 === 0) coins = random.int32();
    if (coins & 1) addRow(sums, rows, row, 1);
    coins >>>= 1;
  }
  return sums;
}
