import type { StudySize } from '../../study.ts';
import { type AuxiliaryGain, type Gain, type MeanGain, type MethodGain, sameSize, significance } from '../report.ts';
import { holm } from '../statistics/corrections.ts';
import { mean } from '../statistics/moments.ts';
import { meanTest } from '../statistics/paired.ts';

/** The mean gain of each method at each size that has any, in the order of the study. */
export function methodGains(
  gains: readonly Gain[],
  methods: readonly string[],
  sizes: readonly StudySize[],
): MethodGain[] {
  const found = sizes.flatMap((size) =>
    methods.flatMap((method) => {
      const own = gains.filter((gain) => gain.method === method && sameSize(gain.size, size));
      const average = meanGain(own);
      if (!average) return [];
      const clear = own.filter(({ test }) => test !== undefined && test.holm <= significance);
      const better = clear.filter(({ gain }) => (gain?.mean ?? 0) > 0).length;
      return [{ method, size, ...average, better, worse: clear.length - better }];
    }),
  );
  const corrected = holm(found.flatMap(({ interval }) => (interval ? [interval.p] : []))).values();
  return found.map((each) => (each.interval ? { ...each, holm: corrected.next().value as number } : each));
}

/** The mean gain with each auxiliary, by method and size. */
export function auxiliaryGains(
  gains: readonly Gain[],
  {
    auxiliaries,
    methods,
    sizes,
  }: Readonly<Record<'auxiliaries' | 'methods', readonly string[]>> & {
    readonly sizes: readonly StudySize[];
  },
): AuxiliaryGain[] {
  return sizes.flatMap((size) =>
    methods.flatMap((method) =>
      auxiliaries.flatMap((auxiliary) => {
        const average = meanGain(
          gains.filter((gain) => gain.method === method && gain.auxiliary === auxiliary && sameSize(gain.size, size)),
        );
        return average ? [{ auxiliary, method, size, ...average }] : [];
      }),
    ),
  );
}

/**
 * Gains of one target share their runs of the single task, so targets and not pairs are taken for independent: the mean is
 * of the targets' means, and its interval has as many degrees of freedom as there are targets, less one.
 */
function meanGain(gains: readonly Gain[]): MeanGain | undefined {
  const there = gains.flatMap(({ target, pairs, gain }) => (gain ? [{ target, pairs, gain: gain.mean }] : []));
  if (there.length === 0) return undefined;
  const targets = [...new Set(there.map(({ target }) => target))];
  const means = targets.map((name) => mean(there.filter(({ target }) => target === name).map(({ gain }) => gain)));
  const test = meanTest(means);
  return {
    gains: there.length,
    pairs: there.reduce((sum, { pairs }) => sum + pairs.length, 0),
    targets: targets.length,
    wins: there.filter(({ gain }) => gain > 0).length,
    losses: there.filter(({ gain }) => gain < 0).length,
    mean: mean(means),
    ...(test ? { interval: { low: test.low, high: test.high, p: test.p } } : {}),
  };
}
