import { type Random, randomOf } from '../../../core/random.ts';
import { studentCumulative, studentQuantile } from '../../../transfer/ranking/student-t.ts';
import { deviation, mean } from './moments.ts';

/** Of all intervals of a report. */
export const level = 0.95;

/** What the t-test says of a mean. */
export interface MeanTest {
  readonly t: number;
  /** Two-sided. */
  readonly p: number;
  /** The interval of the mean, of `level`. */
  readonly low: number;
  readonly high: number;
}

/**
 * The t-test of whether a mean is zero (Student 1908); of the differences of pairs it is the paired t-test. It takes the
 * values for independent and normally distributed.
 * @returns undefined for fewer than two values, and for values that are all the same: their spread is not known then.
 */
export function meanTest(values: readonly number[]): MeanTest | undefined {
  const centre = mean(values);
  const error = deviation(values) / Math.sqrt(values.length);
  if (!(error > Math.abs(centre) * 1e-12)) return undefined;
  const freedom = values.length - 1;
  const t = centre / error;
  const reach = studentQuantile((1 + level) / 2, freedom) * error;
  return { t, p: twoSided(t, freedom), low: centre - reach, high: centre + reach };
}

/** The probability that Student's t with so many degrees of freedom is at least as far from zero. */
export function twoSided(t: number, freedom: number): number {
  return 2 * studentCumulative(-Math.abs(t), freedom);
}

/** Up to this many pairs every assignment of signs is counted; beyond it, as many are drawn. */
const exactPairs = 16;
const draws = 100_000;

/**
 * Fisher's randomisation test for pairs (The Design of Experiments, 1935, chapter 21): the two-sided probability of a
 * mean difference at least as large if each pair's members were exchanged at random. With n pairs the smallest
 * possible value is 2^(1 - n).
 */
export function randomisationTest(differences: readonly number[]): number {
  const size = (negative: (index: number) => boolean) => {
    let sum = 0;
    for (const [index, value] of differences.entries()) sum += negative(index) ? -value : value;
    return Math.abs(sum);
  };
  const observed = size(() => false) - 1e-12 * differences.length;
  const extreme = (negative: (index: number) => boolean) => size(negative) >= observed;
  if (differences.length <= exactPairs) {
    const assignments = 2 ** differences.length;
    let count = 0;
    for (let signs = 0; signs < assignments; signs++) if (extreme((index) => ((signs >> index) & 1) === 1)) count++;
    return count / assignments;
  }
  const random: Random = randomOf('paired-test', differences.length);
  let count = 1;
  for (let draw = 0; draw < draws; draw++) if (extreme(() => random.int32() < 0)) count++;
  return count / (draws + 1);
}

/** The smallest p that the randomisation test can give for so many pairs. */
export function randomisationFloor(pairs: number): number {
  return pairs <= exactPairs ? 2 ** (1 - pairs) : 1 / (draws + 1);
}
