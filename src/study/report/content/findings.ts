import { count, counted, differenceInterval, points } from '../../../evaluate/report/format.ts';
import { coefficientText, equalsP } from '../format.ts';
import {
  type Gain,
  type MeasureCorrelation,
  type MethodGain,
  type StudyReport,
  sameSize,
  significance,
  sizeName,
} from '../report.ts';
import { randomisationFloor } from '../statistics/paired.ts';

/** Gains that are named one by one. */
const named = 6;

/** What was found, in sentences that the numbers make: no more than they bear. */
export function findings(report: StudyReport): string[] {
  return [
    ...cellFindings(report),
    ...report.methodGains.map((gain) => methodFinding(gain, report)),
    ...clearGains(report),
    ...seedFindings(report),
    ...measureFindings(report),
  ];
}

function cellFindings({ cells, groups, gains, baseline }: StudyReport): string[] {
  const { planned, finished, ignoredResults } = cells;
  const empty = groups.filter(({ scores }) => !scores);
  const partial = gains.filter(({ pairs, seeds }) => pairs.length > 0 && pairs.length < seeds).length;
  const without = gains.filter(({ pairs }) => pairs.length === 0).length;
  const needy = gains.length > 0 && !groups.some(({ method, auxiliary }) => method === baseline && auxiliary === null);
  return [
    planned === finished
      ? `All ${counted(planned, 'cell')} of the study ${planned === 1 ? 'has its' : 'have their'} result.`
      : `${count(finished)} of ${counted(planned, 'cell')} have a result; ${count(planned - finished)} ${planned - finished === 1 ? 'is' : 'are'} missing${empty.length > 0 ? `, among them every seed of ${count(empty.length)} of ${counted(groups.length, 'combination')}` : ''}. What is said here may change as they come.`,
    ...(needy
      ? [`There are no gains: they are over the first method, and ${baseline} needs an auxiliary. Put single first.`]
      : []),
    ...(!needy && partial + without > 0
      ? [
          `Of ${counted(gains.length, 'comparison')} with ${baseline}, ${count(partial)} ${partial === 1 ? 'has' : 'have'} fewer pairs of runs than planned and ${count(without)} none yet.`,
        ]
      : []),
    ...(ignoredResults > 0
      ? [
          `${counted(ignoredResults, 'result')} ${ignoredResults === 1 ? 'belongs' : 'belong'} to no cell of the study as it is now and ${ignoredResults === 1 ? 'is' : 'are'} not used.`,
        ]
      : []),
  ];
}

function methodFinding(gain: MethodGain, { baseline, methodGains }: StudyReport): string {
  const compared = methodGains.filter(({ interval }) => interval).length;
  const { method, size, targets, gains, pairs, wins, losses, mean, interval, holm } = gain;
  const spread = interval
    ? ` (95 % interval ${differenceInterval([interval.low, interval.high])}, p ${equalsP(holm ?? interval.p)}${compared > 1 ? ` after Holm's correction over ${compared} of these means` : ''})`
    : '';
  const sure =
    interval === undefined
      ? targets === 1
        ? 'one target alone says nothing of others'
        : 'the same for each of them, which does not tell how much others differ'
      : (holm ?? interval.p) <= significance
        ? 'for targets like these that is more than chance'
        : 'that can be chance';
  return `${method} at ${sizeName(size)}: ${points(mean)} points of F1 over ${baseline} on average of ${counted(targets, 'target')}${spread}: ${sure}. It is above in ${count(wins)} and below in ${count(losses)} of ${counted(gains, 'combination')} (${counted(pairs, 'pair')} of runs).`;
}

function clearGains({ gains }: StudyReport): string[] {
  const tested = gains.filter(({ test }) => test);
  if (tested.length === 0) return [];
  const clear = tested.filter(({ test }) => (test?.holm ?? 1) <= significance).sort(byGain);
  const discovered = tested.filter(({ test }) => (test?.falseDiscovery ?? 1) <= significance);
  const uncorrected = tested.filter(({ test }) => (test?.p ?? 1) <= significance);
  const list = clear.slice(0, named).map(nameGain).join('; ');
  const more = clear.length > named ? `; and ${clear.length - named} more` : '';
  return [
    clear.length === 0
      ? `No single combination can be told from chance: none of ${counted(tested.length, 'comparison')} is below p = ${significance} after Holm's correction.`
      : `After Holm's correction over ${counted(tested.length, 'comparison')}, ${count(clear.length)} ${clear.length === 1 ? 'is' : 'are'} left: ${list}${more}.`,
    `Before any correction ${count(uncorrected.length)} ${uncorrected.length === 1 ? 'is' : 'are'} below ${significance}, where chance alone makes about ${count(Math.round(tested.length * significance * 10) / 10)}; ${count(discovered.length)} ${discovered.length === 1 ? 'is' : 'are'} left if one in twenty of those kept may be false (Benjamini and Hochberg).`,
  ];
}

function byGain(one: Gain, other: Gain): number {
  return Math.abs(other.gain?.mean ?? 0) - Math.abs(one.gain?.mean ?? 0);
}

function nameGain({ target, auxiliary, method, size, gain }: Gain): string {
  const helper = auxiliary === null ? '' : ` with ${auxiliary}`;
  return `${target}${helper}, ${method}, ${sizeName(size)}: ${points(gain?.mean ?? 0)}`;
}

function seedFindings({ gains }: StudyReport): string[] {
  const most = Math.max(0, ...gains.map(({ pairs }) => pairs.length));
  if (most < 2 || randomisationFloor(most) <= significance) return [];
  return [
    `With at most ${most} pairs the randomisation test cannot give a p below ${randomisationFloor(most).toPrecision(2)}, so single gains are judged by the t-test, which takes the differences for normally distributed: that cannot be checked with so few.`,
  ];
}

function measureFindings({ correlations, measures, methodGains }: StudyReport): string[] {
  if (!measures) return [];
  return methodGains.flatMap(({ method, size }) => {
    const family = correlations.filter((each) => each.method === method && sameSize(each.size, size));
    const scope = family.some((each) => each.scope === 'within') ? 'within' : 'pooled';
    const found = family.filter((each) => each.scope === scope);
    const best = found.toSorted((a, b) => Math.abs(b.spearman.r) - Math.abs(a.spearman.r))[0];
    if (!best) return [`No measure can be compared with the gains by ${method} at ${sizeName(size)}: too few pairs.`];
    return [measureFinding(best, found.length, family)];
  });
}

function measureFinding(best: MeasureCorrelation, measured: number, family: readonly MeasureCorrelation[]): string {
  const { measure, method, size, scope, n, targets, spearman, pearson } = best;
  const { r, interval, holm } = spearman;
  const bounds = interval
    ? `, 95 % interval ${coefficientText(interval.low)} to ${coefficientText(interval.high)}`
    : '';
  const own = family.filter((each) => each.scope === 'target' && each.measure === measure);
  const same = own.filter((each) => Math.sign(each.spearman.r) === Math.sign(r)).length;
  const signs = own.length > 1 ? ` The sign is the same in ${same} of ${own.length} targets.` : '';
  const where = scope === 'within' ? `within ${counted(targets, 'target')}` : 'over all pairs';
  const subject = `Of ${counted(measured, 'measure')}, ${measure} goes best with the gain by ${method} at ${sizeName(size)}`;
  const numbers = `ρ = ${coefficientText(r)} ${where} (${counted(n, 'pair')} of target and auxiliary${bounds}; p ${equalsP(holm)} after Holm's correction over the measures)`;
  const weight =
    holm <= significance
      ? `a ${strength(r)} relation; by Pearson's r it accounts for ${Math.round(100 * pearson.r ** 2)} % of the differences of gains`
      : 'a relation that cannot be told from chance';
  return `${subject}: ${numbers}, ${weight}. It was picked as the best of them, so expect less of it on other corpora.${signs}`;
}

/** In the words of Cohen (1988). */
function strength(r: number): string {
  const size = Math.abs(r);
  if (size < 0.1) return 'negligible';
  if (size < 0.3) return 'weak';
  return size < 0.5 ? 'moderate' : 'strong';
}
