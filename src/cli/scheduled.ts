import { UserError } from '../core/errors.ts';
import { readCorpus } from '../corpus/read.ts';
import { plain } from '../evaluate/report/format.ts';
import { resolveModel } from '../library/resolve.ts';
import type { TrainingConfig } from '../train/config/config.ts';
import type { GivenCorpus } from '../train/config/method-options.ts';
import { checkSchedule } from '../train/config/schedules/check-schedule.ts';
import { expandSchedule } from '../train/config/schedules/expand.ts';
import type { ScheduleFile } from '../train/config/schedules/parse-schedule.ts';
import type { NamedCorpus, NamedSchedule, ScheduleConfig, ScheduleCorpus } from '../train/config/schedules/schedule.ts';
import { openBase } from '../train/start/open-base.ts';
import { rankCandidates } from './rank-candidates.ts';
import { type Terminal, tell } from './terminal.ts';

/**
 * A schedule after a look at its corpora.
 * @throws UserError with the reason why the schedule makes no sense, or naming a corpus that cannot be read.
 */
export async function lookAtSchedule(named: NamedSchedule, signal: AbortSignal): Promise<ScheduleConfig> {
  checkSchedule(named);
  const target = await lookAt(named.target, signal);
  const auxiliaries: ScheduleCorpus[] = [];
  for (const corpus of named.auxiliaries) auxiliaries.push(await lookAt(corpus, signal));
  return { ...named, target, auxiliaries };
}

/**
 * Writes out the schedule that a configuration file names.
 * @throws UserError naming the file and the reason why the schedule makes no sense, or a corpus that cannot be read.
 */
export async function scheduledOfFile(
  { schedule, settings }: ScheduleFile,
  file: string,
  terminal: Terminal,
): Promise<TrainingConfig> {
  const { base: model, output, keepHeads, merge, ...run } = settings;
  const base = resolveModel(model);
  const options = { base, hidden: await hiddenOf(base), output, run };
  told(file, () => checkSchedule(schedule));
  const known = await lookAtSchedule(schedule, terminal.signal);
  const write = (ready: ScheduleConfig) => told(file, () => expandSchedule(ready, options));
  return { ...(await writtenOut(known, run, write, terminal)), keepHeads, merge };
}

/** Writes out a schedule whose corpora are known, its candidates ranked where it takes the best of them. */
export async function writtenOut(
  schedule: ScheduleConfig,
  run: Pick<TrainingConfig, 'seed' | 'device' | 'threads'>,
  write: (schedule: ScheduleConfig) => TrainingConfig,
  terminal: Terminal,
): Promise<TrainingConfig> {
  if (schedule.schedule !== 'best') return write(schedule);
  // What makes no sense is told before the candidates are compared, which takes a while.
  write(schedule);
  const ranked = await rankCandidates(schedule, run, terminal);
  for (const note of ranked.notes) tell(terminal.stderr, `gerbera: ${plain(note)}\n`);
  const { method, ...config } = write(ranked.schedule);
  return { method, notes: ranked.notes, ...config };
}

/** @throws UserError naming the file that says what makes no sense. */
function told<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    throw thrown instanceof UserError ? new UserError(`${file}: ${thrown.message}`) : thrown;
  }
}

/** The hidden size of a model's encoder, which hyper-parameters depend on. */
export async function hiddenOf(base: string): Promise<number> {
  const opened = await openBase(base);
  opened.close();
  return opened.encoder.hidden;
}

/** Reads a corpus to know its types, and whether there is something in it to choose weights by. */
export async function lookAt<Corpus extends NamedCorpus>(
  corpus: Corpus,
  signal: AbortSignal,
): Promise<Corpus & GivenCorpus> {
  const { folder, type } = corpus;
  const { types, parts } = await readCorpus(folder, { signal, ...(type === undefined ? {} : { defaultType: type }) });
  // Without a mention there is nothing to choose weights by.
  return { ...corpus, types, devel: parts.devel !== undefined && parts.devel.types.length > 0 };
}
