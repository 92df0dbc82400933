import { type Random, randomOf } from '../../../src/core/random.ts';
import type { StudiedGain } from '../../../src/transfer/ranking/learn.ts';
import { type PredictorValues, predictors } from '../../../src/transfer/ranking/predictors.ts';

/** A pair of which nothing is known. */
export const noValues = Object.fromEntries(predictors.map((name) => [name, null])) as PredictorValues;

/** How a made-up gain comes about. */
export interface Law {
  readonly of: (values: Record<string, number>) => number;
  /** Standard deviation of what nothing explains. */
  readonly noise: number;
  /** Standard deviation of what all pairs of a target share. */
  readonly shared?: number;
}

/** A made-up study: measures are drawn at random, gains follow a law. */
export function madeUpStudy(seed: number, { of, noise, shared = 0 }: Law, targets = 6, candidates = 11): StudiedGain[] {
  const random = randomOf(seed, 'made-up study');
  return Array.from({ length: targets }, (_, target) => {
    const offset = shared * normal(random);
    return Array.from({ length: candidates }, () => {
      const values = Object.fromEntries(predictors.map((name) => [name, random.uniform()]));
      const gain = of(values) + offset + noise * normal(random);
      return { target: `target ${target}`, gain, gainError: 0.3, predictors: values as PredictorValues };
    });
  }).flat();
}

/** Box and Muller, 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
