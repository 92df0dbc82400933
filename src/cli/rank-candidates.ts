import { transferFolder } from '../library/folders.ts';
import { baseModel, resolveModel } from '../library/resolve.ts';
import type { TrainingConfig } from '../train/config/config.ts';
import type { ScheduleConfig, ScheduleCorpus } from '../train/config/schedules/schedule.ts';
import { measures } from '../transfer/measures.ts';
import { intervalText, measureText } from '../transfer/output/numbers.ts';
import type { RankedCandidate, TransferReport } from '../transfer/report.ts';
import { compareCorpora } from '../transfer/transfer.ts';
import type { Terminal } from './terminal.ts';
import { watchComparison } from './watch-comparison.ts';

/** Training with a target and a candidate together, then with the target alone, is what the schedule `best` does. */
const method = 'gerbera';

/** The candidates of a schedule in the order in which they are likely to help. */
export interface RankedSchedule {
  readonly schedule: ScheduleConfig;
  /** By what they were ranked, and what to know of those that are taken. */
  readonly notes: readonly string[];
}

/**
 * Puts the candidates of the schedule `best` in order, as `gerbera transfer` ranks them with our encoder.
 * @throws UserError naming the corpus that cannot be compared; the signal's reason.
 */
export async function rankCandidates(
  schedule: ScheduleConfig,
  { seed, device, threads }: Pick<TrainingConfig, 'seed' | 'device' | 'threads'>,
  terminal: Terminal,
): Promise<RankedSchedule> {
  const { target, auxiliaries, best = 0 } = schedule;
  const { sentences } = target;
  const candidates = auxiliaries.map(({ folder }) => folder);
  const compared = compareCorpora(target.folder, candidates, {
    model: resolveModel(baseModel),
    ...{ device, threads, method, seed, cache: transferFolder(), signal: terminal.signal },
    ...(sentences === undefined ? {} : { sentences }),
  });
  const report = await watchComparison(compared, terminal);
  // Corpora stand in the report as they were given, the target first.
  const byName = new Map(report.corpora.slice(1).map(({ name }, index) => [name, auxiliaries[index]] as const));
  const ranked = report.ranking.flatMap(({ name }): ScheduleCorpus[] => {
    const corpus = byName.get(name);
    return corpus ? [corpus] : [];
  });
  const [taken, left] = [report.ranking.slice(0, best), report.ranking.slice(best)];
  const notes = [
    `candidates ranked by ${criterionOf(report)} (encoder ${report.model.name}, seed ${seed})`,
    `trained with: ${taken.map((each) => whyOf(each, report)).join('; ')}`,
    ...(left.length > 0 ? [`left out: ${left.map((each) => whyOf(each, report)).join('; ')}`] : []),
    ...taken.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`)),
  ];
  return { schedule: { ...schedule, auxiliaries: ranked }, notes };
}

function criterionOf({ rankedBy, prediction }: TransferReport): string {
  if (rankedBy === 'gerbera' || rankedBy === 'transfer') {
    return `the predicted gain of ${rankedBy} in points of F1, learned from ${prediction?.learnedFrom ?? 'a study'}`;
  }
  return `the measure "${measures[rankedBy].title}", since no gain can be predicted`;
}

function whyOf({ name, gains }: RankedCandidate, { rankedBy, pairs, target }: TransferReport): string {
  if (rankedBy === 'gerbera' || rankedBy === 'transfer') {
    const gain = gains.find((each) => each.method === rankedBy);
    return gain ? `${name} ${intervalText(gain)}` : name;
  }
  const value = pairs.find((pair) => pair.target === target && pair.candidate === name)?.values[rankedBy];
  return value === undefined || value === null ? name : `${name} ${measureText(value)}`;
}
