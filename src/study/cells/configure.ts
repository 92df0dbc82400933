import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { TrainingConfig } from '../../train/config/config.ts';
import type { StageOverrides } from '../../train/config/method-options.ts';
import { expandSchedule } from '../../train/config/schedules/expand.ts';
import { type ScheduleCorpus, scheduleStages } from '../../train/config/schedules/schedule.ts';
import type { StudyCorpus, StudyMethod, StudySpec } from '../study.ts';
import type { StudyContents } from './contents.ts';
import type { Cell } from './grid.ts';

/** Minutes between two checkpoints of a run: what an interruption costs at most. */
const checkpoints = { minutes: 5, keep: false };

/**
 * The training of a cell, whole; its output is still to be named. Auxiliaries bring their whole training sets.
 * @throws UserError naming the method where it makes no sense.
 */
export function configure(cell: Cell, spec: StudySpec, contents: StudyContents, threads: number): TrainingConfig {
  const { method, size, name } = cell;
  const { run, develSentences } = spec;
  const few = develSentences === undefined ? {} : { develSentences };
  const schedule = {
    schedule: method.schedule,
    target: { ...corpusOf(cell.target, contents), ...size, ...few },
    auxiliaries: cell.auxiliaries.map((corpus) => corpusOf(corpus, contents)),
    ...(method.heads === undefined ? {} : { heads: method.heads }),
    ...(method.best === undefined ? {} : { best: method.best }),
    ...(method.freeze === undefined ? {} : { freeze: method.freeze }),
    stages: stagesOf(method, spec),
  };
  const settings = { seed: name.seed, threads, ...run, weights: 'float32', test: true, checkpoints } as const;
  try {
    return expandSchedule(schedule, { base: spec.base, hidden: contents.base.hidden, output: '', run: settings });
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    throw new UserError(`${spec.file}: the method ${quoted(method.name)}: ${thrown.message}`);
  }
}

/**
 * Checks settings of stages that hold for the whole study.
 * @throws UserError for a stage that no method has.
 */
export function checkStudyStages({ file, stages, methods }: StudySpec): void {
  const known: readonly string[] = methods.flatMap(({ schedule }) => scheduleStages[schedule]);
  const absent = Object.keys(stages).find((name) => name !== '*' && !known.includes(name));
  if (absent === undefined) return;
  const there = [...new Set(known)].join(', ');
  throw new UserError(`${file}: stages: no method has a stage ${quoted(absent)}; there are ${there}`);
}

function corpusOf({ name, folder, heads, onlyWithMentions }: StudyCorpus, contents: StudyContents): ScheduleCorpus {
  const { types = [], devel = false } = contents.corpora.get(folder) ?? {};
  return {
    name,
    folder,
    types,
    devel,
    ...(heads === undefined ? {} : { heads }),
    ...(onlyWithMentions === undefined ? {} : { onlyWithMentions }),
  };
}

/** Settings of a method's stages: the study's, then its own; of either, those for every stage first. */
function stagesOf({ schedule, stages }: StudyMethod, spec: StudySpec): Record<string, StageOverrides> {
  const own = Object.keys(stages).filter(
    (name) => name !== '*' && !scheduleStages[schedule].some((each) => each === name),
  );
  const layers = (name: string) => [spec.stages['*'], spec.stages[name], stages['*'], stages[name]];
  const merged = scheduleStages[schedule].map((name) => [name, layers(name).reduce(over, {}) ?? {}] as const);
  // Those that there are not are refused with the rest.
  return { ...Object.fromEntries(own.map((name) => [name, stages[name] ?? {}])), ...Object.fromEntries(merged) };
}

function over(before: StageOverrides | undefined, after: StageOverrides | undefined): StageOverrides | undefined {
  const sampling = { ...before?.sampling, ...after?.sampling };
  return { ...before, ...after, ...(Object.keys(sampling).length > 0 ? { sampling } : {}) };
}
