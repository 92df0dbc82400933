import type { Gain } from '../report.ts';
import { benjaminiHochberg, holm } from '../statistics/corrections.ts';
import { meanTest, randomisationFloor, randomisationTest } from '../statistics/paired.ts';
import { type Group, groupId, spreadOf } from './groups.ts';

/**
 * What each group has over the first method without auxiliaries at the same target and size, paired by seed: both draw the
 * same sentences then. The family of the corrections is every gain of the report that has a test.
 */
export function gainsOf(groups: readonly Group[], baseline: string): Gain[] {
  const byId = new Map(groups.map((group) => [groupId(group), group]));
  const gains = groups
    .filter(({ method }) => method !== baseline)
    .map((group) => ({ group, single: byId.get(groupId({ ...group, method: baseline, auxiliary: null })) }))
    .map(({ group: { results, ...name }, single }) => ({ name, seeds: results.size, pairs: pairsOf(results, single) }))
    .map((gain) => ({ ...gain, test: meanTest(gain.pairs.map((pair) => pair.gain)) }));
  const ps = gains.flatMap(({ test }) => (test ? [test.p] : []));
  const corrected = { holm: holm(ps).values(), falseDiscovery: benjaminiHochberg(ps).values() };
  return gains.map(({ name, seeds, pairs, test }) => {
    const values = pairs.map(({ gain }) => gain);
    return {
      ...name,
      seeds,
      pairs,
      ...(values.length > 0 ? { gain: spreadOf(values) } : {}),
      ...(test
        ? {
            test: {
              ...test,
              holm: corrected.holm.next().value as number,
              falseDiscovery: corrected.falseDiscovery.next().value as number,
            },
          }
        : {}),
      ...(values.length > 1
        ? { randomisation: { p: randomisationTest(values), floor: randomisationFloor(values.length) } }
        : {}),
    };
  });
}

function pairsOf(results: Group['results'], single: Group | undefined): Gain['pairs'] {
  return [...results].flatMap(([seed, result]) => {
    const other = single?.results.get(seed);
    return result && other ? [{ seed, gain: result.test.f1 - other.test.f1 }] : [];
  });
}
