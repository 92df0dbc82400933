import { checkConfig } from '../check-config.ts';
import type { CorpusConfig, StageConfig, TrainingConfig } from '../config.ts';
import { type StageGiven, stageDefaults } from '../defaults.ts';
import { configOf, idOf, type MethodOptions, overridden, rates, type StageOverrides } from '../method-options.ts';
import { ScheduleHeads } from './auxiliary-heads.ts';
import { checkSchedule } from './check-schedule.ts';
import {
  type ScheduleConfig,
  type ScheduleCorpus,
  type ScheduleName,
  type ScheduleStage,
  scheduleStages,
} from './schedule.ts';

/** What a schedule is run with. */
export type ScheduleOptions = Pick<MethodOptions, 'base' | 'hidden' | 'output' | 'run'> &
  Partial<Pick<MethodOptions, 'epochs' | 'learningRates' | 'overrides'>>;

/** Small corpora come more often than their size says, as in `multi`; GERBERA's paper takes every example once. */
const togetherAlpha = 0.5;

/**
 * Writes out the stages of a schedule. Each begins with the best weights of the one before. Stages with the target are
 * chosen on its devel part; one of auxiliaries alone on those of them that have one; without any, and after a single
 * epoch, the last weights are kept. Where the target is seen for the first time, rates and epochs are those of a first stage.
 * @throws UserError with the reason why the schedule makes no sense.
 */
export function expandSchedule(schedule: ScheduleConfig, options: ScheduleOptions): TrainingConfig {
  checkSchedule(schedule);
  const members = membersOf(schedule);
  const stages = scheduleStages[schedule.schedule].map((_, index) => stageOf(schedule, index, members, options));
  const corpora = Object.fromEntries(members.map(({ id, settings }) => [id, settings]));
  const config = configOf(schedule.schedule, options, corpora, stages);
  checkConfig(config, `the schedule "${schedule.schedule}"`);
  return config;
}

/** A corpus that a schedule trains on. */
interface Member extends Pick<ScheduleCorpus, 'devel' | 'weight'> {
  readonly id: string;
  readonly settings: CorpusConfig;
}

/** The target first. */
function membersOf(schedule: ScheduleConfig): readonly Member[] {
  const auxiliaries = schedule.auxiliaries.slice(0, schedule.best);
  const heads = new ScheduleHeads({ ...schedule, auxiliaries });
  const members: Member[] = [];
  for (const corpus of [schedule.target, ...auxiliaries]) {
    const id = idOf(
      corpus,
      members.map((member) => member.id),
    );
    const learnt = corpus === schedule.target ? heads.target : heads.auxiliary(corpus, id);
    members.push({ ...corpus, id, settings: { folder: corpus.folder, heads: learnt, ...used(corpus) } });
  }
  return members;
}

function stageOf(
  schedule: ScheduleConfig,
  index: number,
  members: readonly Member[],
  options: ScheduleOptions,
): StageConfig {
  const stages = scheduleStages[schedule.schedule];
  const name = stages[index] ?? 'target';
  const targetSeen = stages.slice(0, index).some((before) => before !== 'auxiliary');
  const trained = membersIn(name, members);
  const given: StageGiven = {
    name,
    from: index === 0 ? 'base' : 'previous-best',
    corpora: trained.map(({ id }) => id),
    select: selectionOf(name, members),
    sampling: {
      alpha: alphaOf(schedule.schedule, name),
      ...(trained.length > 1 ? weightsOf(trained) : {}),
      order: 'mixed',
    },
    ...rates(options, index, targetSeen ? 1 : 0),
  };
  const stage = overridden(given, options.overrides ?? {}, ...layersOf(schedule, name));
  // With a single evaluation there is nothing to choose, and the devel parts of auxiliaries may be large.
  const chosen = name !== 'auxiliary' || stage.epochs > 1 || stage.evaluate !== 'epoch';
  return chosen ? stage : { ...stage, select: { keep: 'last', corpora: [] } };
}

function alphaOf(schedule: ScheduleName, stage: ScheduleStage): number {
  return stage === 'multi-task' && schedule !== 'gerbera' ? togetherAlpha : stageDefaults.sampling.alpha;
}

/** Settings of a corpus that are in a configuration as they are given. */
function used(corpus: ScheduleCorpus): Omit<CorpusConfig, 'folder' | 'heads'> {
  const { type, fraction = 1, sentences, develSentences, onlyWithMentions = false, license } = corpus;
  return {
    ...(type === undefined ? {} : { type }),
    fraction,
    ...(sentences === undefined ? {} : { sentences }),
    ...(develSentences === undefined ? {} : { develSentences }),
    onlyWithMentions,
    ...(license === undefined ? {} : { license }),
  };
}

function membersIn(stage: ScheduleStage, members: readonly Member[]): readonly Member[] {
  if (stage === 'multi-task') return members;
  return stage === 'target' ? members.slice(0, 1) : members.slice(1);
}

function selectionOf(stage: ScheduleStage, members: readonly Member[]): StageConfig['select'] {
  const target = members.slice(0, 1);
  const scored = stage === 'auxiliary' ? members.slice(1).filter(({ devel }) => devel) : target;
  return { keep: scored.length > 0 ? 'best' : 'last', corpora: scored.map(({ id }) => id) };
}

function weightsOf(trained: readonly Member[]): Pick<StageConfig['sampling'], 'weights'> {
  const given = trained.flatMap(({ id, weight }) => (weight === undefined ? [] : [[id, weight] as const]));
  return given.length > 0 ? { weights: Object.fromEntries(given) } : {};
}

/** What the schedule says of a stage: of every one, then of this one. */
function layersOf({ stages, freeze }: ScheduleConfig, name: ScheduleStage): readonly StageOverrides[] {
  return ['*', name].flatMap((key) => {
    const frozen = freeze?.[key];
    return [stages?.[key] ?? {}, ...(frozen ? [{ freeze: frozen }] : [])];
  });
}
