import { type Random, randomOf } from '../../src/core/random.ts';

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample standard deviation; NaN for fewer than two values. */
export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

/** Up to this many pairs every assignment of signs is counted; beyond it, as many are drawn. */
const exactPairs = 16;
const draws = 100_000;

/**
 * Fisher's randomisation test for pairs (The Design of Experiments, 1935, chapter 21): the two-sided probability of a
 * mean difference at least as large if each pair's members were exchanged at random. With n pairs the smallest
 * possible value is 2^(1 - n).
 */
export function pairedTest(differences: readonly number[]): number {
  const observed = Math.abs(mean(differences)) - 1e-12;
  const extreme = (negative: (index: number) => boolean) =>
    Math.abs(mean(differences.map((value, index) => (negative(index) ? -value : value)))) >= observed;
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
