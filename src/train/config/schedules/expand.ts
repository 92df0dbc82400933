import type { TypeMapping } from '../../../corpus/types/mapping.ts';
import { checkConfig } from '../check-config.ts';
import type { CorpusConfig, StageConfig, TrainingConfig } from '../config.ts';
import type { StageGiven } from '../defaults.ts';
import { configOf, idOf, type MethodOptions, overridden, rates, type StageOverrides } from '../method-options.ts';
import { ScheduleHeads } from './auxiliary-heads.ts';
import { checkSchedule } from './check-schedule.ts';
import { type ScheduleConfig, type ScheduleCorpus, type ScheduleStage, scheduleStages } from './schedule.ts';

/** What a schedule is run with. */
export type ScheduleOptions = Pick<MethodOptions, 'base' | 'hidden' | 'output' | 'run'> &
  Partial<Pick<MethodOptions, 'epochs' | 'learningRates' | 'overrides'>>;

/** Small corpora come more often than their size says, as in `multi`; GERBERA's paper takes every example once. */
const togetherAlpha = 0.5;

/**
 * Writes out the stages of a schedule. Each begins with the best weights of the one before. Stages with the target are
 * chosen on its devel part; one of auxiliaries alone on those of them that have one, and without any the last weights
 * are kept. Where the target is seen for the first time, rates and epochs are those of a first stage.
 * @throws UserError with the reason why the schedule makes no sense.
 */
export function expandSchedule(schedule: ScheduleConfig, options: ScheduleOptions): TrainingConfig {
  checkSchedule(schedule);
  const auxiliaries = schedule.auxiliaries.slice(0, schedule.best);
  const heads = new ScheduleHeads({ ...schedule, auxiliaries });
  const corpora: Record<string, CorpusConfig> = {};
  const add = (corpus: ScheduleCorpus, headsAs: (id: string) => TypeMapping): string => {
    const id = idOf(corpus, Object.keys(corpora));
    corpora[id] = { folder: corpus.folder, heads: headsAs(id), ...used(corpus) };
    return id;
  };
  const target = add(schedule.target, () => heads.target);
  const others = auxiliaries.map((corpus) => ({
    id: add(corpus, (id) => heads.auxiliary(corpus, id)),
    devel: corpus.devel,
  }));
  const names = scheduleStages[schedule.schedule];
  const stages = names.map((name, index): StageConfig => {
    const seen = names.slice(0, index).some((before) => before !== 'auxiliary');
    const given: StageGiven = {
      name,
      from: index === 0 ? 'base' : 'previous-best',
      ...trainedOn(name, target, others),
      ...(name === 'multi-task' && schedule.schedule !== 'gerbera'
        ? { sampling: { alpha: togetherAlpha, order: 'mixed' } as const }
        : {}),
      ...rates(options, index, seen ? 1 : 0),
    };
    return overridden(given, options.overrides ?? {}, ...layersOf(schedule, name));
  });
  const config = configOf(schedule.schedule, options, corpora, stages);
  checkConfig(config, `the schedule "${schedule.schedule}"`);
  return config;
}

/** Settings of a corpus that are in a configuration as they are given. */
function used(corpus: ScheduleCorpus): Omit<CorpusConfig, 'folder' | 'heads'> {
  const { fraction = 1, sentences, develSentences, onlyWithMentions = false, license } = corpus;
  return {
    fraction,
    ...(sentences === undefined ? {} : { sentences }),
    ...(develSentences === undefined ? {} : { develSentences }),
    onlyWithMentions,
    ...(license === undefined ? {} : { license }),
  };
}

function trainedOn(
  stage: ScheduleStage,
  target: string,
  others: readonly { readonly id: string; readonly devel: boolean }[],
): Pick<StageConfig, 'corpora' | 'select'> {
  const auxiliaries = others.map(({ id }) => id);
  if (stage !== 'auxiliary') {
    const corpora = stage === 'target' ? [target] : [target, ...auxiliaries];
    return { corpora, select: { keep: 'best', corpora: [target] } };
  }
  const scored = others.filter(({ devel }) => devel).map(({ id }) => id);
  return { corpora: auxiliaries, select: { keep: scored.length > 0 ? 'best' : 'last', corpora: scored } };
}

/** What the schedule says of a stage: of every one, then of this one. */
function layersOf({ stages, freeze }: ScheduleConfig, name: ScheduleStage): readonly StageOverrides[] {
  return ['*', name].flatMap((key) => {
    const frozen = freeze?.[key];
    return [stages?.[key] ?? {}, ...(frozen ? [{ freeze: frozen }] : [])];
  });
}
