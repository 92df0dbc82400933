import { createHash } from 'node:crypto';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A reproducible stream of numbers. */
export interface Random {
  /** An integer from -2³¹ to 2³¹ - 1, each as likely. */
  int32(): number;
  /** A number in [0, 1), a multiple of 2⁻³². */
  uniform(): number;
  /** An integer in [0, limit), for a limit of at most 2³². */
  below(limit: number): number;
}

/**
 * The stream that belongs to some keys, the same on every machine. What is random in a run draws from a stream of its
 * own, keyed by the run's seed and by what it is for (`randomOf(seed, 'dropout', step)`), never from one that another
 * part shares: so a resumed run draws what an uninterrupted one would have drawn.
 */
export function randomOf(...keys: readonly (string | number)[]): Random {
  const seed = createHash('sha256').update(JSON.stringify(keys)).digest().readInt32LE();
  const generator = xoroshiro128plus(seed);
  const uniform = () => (generator.next() >>> 0) / 2 ** 32;
  return { int32: () => generator.next(), uniform, below: (limit) => Math.floor(uniform() * limit) };
}

/** A copy in random order (Fisher and Yates, after Durstenfeld, 1964). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const [a, b] = [result[last], result[other]];
    result[last] = b as T;
    result[other] = a as T;
  }
  return result;
}
