import type { Random } from '../../../core/random.ts';
import { centred, correlation, ranks } from '../../../transfer/ranking/rank-correlation.ts';
import { twoSided } from './paired.ts';

/** Two values of each of some things, in columns. */
export interface Columns {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Pearson's r; undefined for fewer than two things and for a column without spread. */
export function pearson({ x, y }: Columns): number | undefined {
  return correlation(x, y);
}

/** Columns as ranks from 1, ties at their mean rank: Pearson's r of them is Spearman's ρ. */
export function ranked({ x, y }: Columns): Columns {
  return { x: ranks(x), y: ranks(y) };
}

/**
 * The two-sided p of a coefficient by t = r √(df / (1 - r²)) with df = n - 2 - `controlled` (Student's distribution; for
 * Spearman's ρ an approximation). `controlled` counts the variables that were taken out of both columns before.
 * @returns undefined where no degree of freedom is left.
 */
export function coefficientP(r: number, n: number, controlled = 0): number | undefined {
  const freedom = n - 2 - controlled;
  if (freedom < 1) return undefined;
  return Math.abs(r) === 1 ? 0 : twoSided(r * Math.sqrt(freedom / (1 - r * r)), freedom);
}

/** What the normal distribution stays within, on either side, with a probability of 95 %. */
const normalQuantile = 1.959963984540054;

/**
 * An interval of a coefficient by Fisher's transformation (1921): atanh r ± 1.96 / √(n - 3 - controlled); of Spearman's ρ
 * the variance is larger by 1 + ρ²/2 (Bonett and Wright 2000).
 * @returns undefined where there are too few things.
 */
export function coefficientInterval(
  r: number,
  n: number,
  kind: 'pearson' | 'spearman',
  controlled = 0,
): readonly [number, number] | undefined {
  const weight = n - 3 - controlled;
  if (weight < 1) return undefined;
  const reach = normalQuantile * Math.sqrt((kind === 'spearman' ? 1 + (r * r) / 2 : 1) / weight);
  return [Math.tanh(Math.atanh(r) - reach), Math.tanh(Math.atanh(r) + reach)];
}

/** Up to this many arrangements all are counted; of more, as many less one are drawn. */
const arrangementsCounted = 10_000;

/**
 * The two-sided permutation test of Pearson's r of columns (Pitman 1937): how often |r| is at least what it is when `y` is
 * exchanged at random inside each stratum. With few arrangements all of them are counted; else they are drawn, the
 * observed one counted among them (Phipson and Smyth 2010).
 * @param tests of the same things; every arrangement is tried on all of them.
 * @param strata indices of things that may be exchanged; all of them together are every thing.
 */
export function permutationTest(
  tests: readonly Columns[],
  strata: readonly (readonly number[])[],
  random: Random,
): number[] {
  const columns = tests.map(({ x, y }) => ({ x: Float64Array.from(centred(x)), y: Float64Array.from(centred(y)) }));
  const things = strata.reduce((sum, stratum) => sum + stratum.length, 0);
  const identity = Array.from({ length: things }, (_, index) => index);
  const observed = columns.map((each) => Math.abs(product(each, identity)) * (1 - 1e-9));
  const counts = tests.map(() => 0);
  let tried = 0;
  for (const order of arrangements(strata, identity, random)) {
    tried++;
    for (const [index, each] of columns.entries()) {
      if (Math.abs(product(each, order)) >= (observed[index] as number)) counts[index]! += 1;
    }
  }
  return counts.map((count) => count / tried);
}

/** All arrangements where they are few, else the observed one and drawn ones. */
function* arrangements(
  strata: readonly (readonly number[])[],
  identity: readonly number[],
  random: Random,
): Generator<ArrayLike<number>> {
  if (strata.reduce((total, { length }) => total * factorial(length), 1) <= arrangementsCounted) {
    yield* allArrangements(strata, identity);
    return;
  }
  yield identity;
  const order = Int32Array.from(identity);
  for (let draw = 1; draw < arrangementsCounted; draw++) {
    for (const stratum of strata) exchange(order, stratum, random);
    yield order;
  }
}

/** Exchanges what is in some places at random (Fisher and Yates, after Durstenfeld, 1964), without a copy. */
function exchange(order: Int32Array, places: readonly number[], random: Random): void {
  for (let last = places.length - 1; last > 0; last--) {
    const [one, other] = [places[last] as number, places[random.below(last + 1)] as number];
    const kept = order[one] as number;
    order[one] = order[other] as number;
    order[other] = kept;
  }
}

function* allArrangements(
  [first, ...rest]: readonly (readonly number[])[],
  order: readonly number[],
): Generator<readonly number[]> {
  if (!first) yield order;
  else
    for (const exchanged of permutations(first)) yield* allArrangements(rest, replaced([...order], first, exchanged));
}

function* permutations(items: readonly number[]): Generator<readonly number[]> {
  if (items.length === 0) yield [];
  for (const item of items) {
    for (const rest of permutations(items.filter((other) => other !== item))) yield [item, ...rest];
  }
}

/** The order with other things in some places. */
function replaced(order: number[], places: readonly number[], things: readonly number[]): number[] {
  for (const [index, place] of places.entries()) order[place] = things[index] as number;
  return order;
}

function factorial(number: number): number {
  return number < 2 ? 1 : number * factorial(number - 1);
}

function product({ x, y }: { readonly x: Float64Array; readonly y: Float64Array }, order: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < order.length; index++)
    sum += (x[index] as number) * (y[order[index] as number] as number);
  return sum;
}
