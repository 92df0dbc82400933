import { UserError } from '../core/errors.ts';
import type { TrainingConfig } from '../train/config/config.ts';
import { isHeadName } from '../train/config/heads.ts';
import type { GivenCorpus, MethodOptions } from '../train/config/method-options.ts';
import { multi } from '../train/config/methods.ts';
import { checkSchedule } from '../train/config/schedules/check-schedule.ts';
import { expandSchedule } from '../train/config/schedules/expand.ts';
import { type NamedSchedule, type ScheduleConfig, scheduleNames } from '../train/config/schedules/schedule.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { foldersOf, givenSchedule, scheduleOptions } from './given-schedule.ts';
import { runTraining } from './run-training.ts';
import { lookAt, lookAtSchedule, writtenOut } from './scheduled.ts';
import type { Terminal } from './terminal.ts';
import { methodOptions, needed, runOptions, whole } from './training-options.ts';

const methods = [...scheduleNames, 'multi'] as const;

export const trainCommand: Command = {
  name: 'train',
  usage: '--method METHOD --target DIR --out DIR [--base MODEL] [OPTIONS]',
  summary: 'Trains a model to find the entities of labelled corpora',
  details: [
    'A corpus is a folder with train, devel and test files: CoNLL (a word and its label on a line), PubTator, BioC, …; or',
    'folders of brat. Methods:',
    '  single          the target alone',
    '  transfer        the --auxiliary corpora, then the target (sequential transfer)',
    '  joint           target and auxiliaries together (multi-task learning)',
    '  gerbera         together, auxiliaries or --general corpora on one head; then the target alone from the best of that',
    '  transfer-joint  the auxiliaries, then target and auxiliaries together',
    '  best            the target with the --best K of the auxiliaries together, then the target alone',
    '  multi           all --corpora (and targets) together, a head for each entity type; then each --target alone, if any',
    'Weights are chosen on the devel parts; test parts are read for --test alone. --estimate tells what it would take.',
    'Ctrl-C writes a checkpoint; --resume goes on with it, and on the CPU ends with exactly the same weights; with --finish',
    'it ends at once, with the best weights so far. --write-config prints what a method stands for, --config runs it, with',
    'changes of your own.',
  ].join('\n'),
  options: {
    method: { kind: 'value', placeholder: 'METHOD', help: methods.join(', ') },
    target: { kind: 'paths', placeholder: 'DIR…', help: 'the corpus to do well on; several for multi' },
    general: { kind: 'paths', placeholder: 'DIR…', help: 'corpora of the general domain, for the head General' },
    corpora: { kind: 'paths', placeholder: 'DIR…', help: 'corpora to train together, for multi' },
    ...scheduleOptions,
    map: {
      kind: 'list',
      placeholder: 'T=H,…',
      help: 'heads for entity types, where their usual names are not to tell',
    },
    fraction: { kind: 'value', placeholder: 'P', help: "the share of the target's training sentences; 1 if not given" },
    sentences: { kind: 'value', placeholder: 'N', help: 'at most so many training sentences of the target' },
    'devel-sentences': { kind: 'value', placeholder: 'N', help: 'at most so many sentences to choose the weights by' },
    alpha: { kind: 'value', placeholder: 'A', help: 'corpora are drawn from in proportion to size^A' },
    batch: { kind: 'value', placeholder: 'N', help: 'batches of so many sentences' },
    patience: {
      kind: 'value',
      placeholder: 'N',
      help: 'evaluations without a better one that end a stage; 0 for none',
    },
    'evaluate-every': { kind: 'value', placeholder: 'N', help: 'updates between evaluations; each epoch if not given' },
    'only-with-mentions': { kind: 'flag', help: 'train only on sentences of the target that hold a mention' },
    'keep-heads': { kind: 'flag', help: 'keep heads of the base that nothing trains, as they are' },
    'label-smoothing': { kind: 'value', placeholder: 'E', help: '0 if not given' },
    test: { kind: 'flag', help: 'score the final model on the test parts' },
    ...runOptions,
  },
  run: (given, terminal) => runTraining(given, terminal, () => ofMethod(given, terminal)),
};

/** The corpora of the command line, absolute. */
interface GivenPlaces {
  readonly targets: readonly string[];
  readonly auxiliaries: readonly string[];
  readonly generals: readonly string[];
  readonly corpora: readonly string[];
}

async function ofMethod(given: Arguments, terminal: Terminal): Promise<TrainingConfig> {
  const method = given.choice('method', methods);
  if (method === undefined) throw new UsageError(`--method is needed: ${methods.join(', ')}, or --config FILE`);
  needed(given, 'out');
  const places: GivenPlaces = {
    targets: foldersOf(given, 'target'),
    auxiliaries: foldersOf(given, 'auxiliary'),
    generals: foldersOf(given, 'general'),
    corpora: foldersOf(given, 'corpora'),
  };
  checkPlaces(method, places);
  const map = mapOf(given);
  const use = { map, target: targetOf(given) };
  if (method === 'multi') return ofMulti(given, places, use, terminal.signal);
  const [target = ''] = places.targets;
  const named = givenSchedule(given, method, { target, auxiliaries: [...places.auxiliaries, ...places.generals] }, use);
  usable(named);
  const options = await methodOptions(given);
  const overrides = { ...options.overrides, ...moreOverrides(given) };
  const schedule = await lookAtSchedule(named, terminal.signal);
  // Heads are named for these alone.
  checkMap(
    map,
    [schedule.target, ...schedule.auxiliaries].filter(({ heads }) => heads),
  );
  const write = (ready: ScheduleConfig) => expandSchedule(ready, { ...options, overrides });
  const config = await writtenOut(schedule, options.run, write, terminal);
  return { ...config, keepHeads: given.flag('keep-heads') };
}

async function ofMulti(
  given: Arguments,
  { targets, generals, corpora }: GivenPlaces,
  use: Pick<MethodOptions, 'map' | 'target'>,
  signal: AbortSignal,
): Promise<TrainingConfig> {
  const other = Object.keys(scheduleOptions).find((name) => given.names.includes(name));
  if (other !== undefined) throw new UsageError(`--${other} is not for the method multi`);
  const options = { ...(await methodOptions(given)), ...use };
  const look = (folders: readonly string[]) => Promise.all(folders.map((folder) => lookAt({ folder }, signal)));
  const [main, general, more] = [await look(targets), await look(generals), await look(corpora)];
  checkMap(use.map, [...main, ...more]);
  const overrides = { ...options.overrides, ...moreOverrides(given) };
  const config = multi(more, general, main, { ...options, overrides });
  return { ...config, keepHeads: given.flag('keep-heads') };
}

function targetOf(given: Arguments): MethodOptions['target'] {
  const sentences = whole(given, 'sentences', 1);
  const develSentences = whole(given, 'devel-sentences', 1);
  return {
    fraction: given.number('fraction', 1e-9, 1) ?? 1,
    ...(sentences === undefined ? {} : { sentences }),
    ...(develSentences === undefined ? {} : { develSentences }),
    onlyWithMentions: given.flag('only-with-mentions'),
  };
}

/** @throws UsageError with the reason why a schedule makes no sense. */
function usable(named: NamedSchedule): void {
  try {
    checkSchedule(named);
  } catch (thrown) {
    throw thrown instanceof UserError ? new UsageError(thrown.message) : thrown;
  }
}

/** @throws UsageError for a type that no corpus has. */
function checkMap(map: Readonly<Record<string, string>>, corpora: readonly GivenCorpus[]): void {
  const types = new Set(corpora.flatMap((corpus) => corpus.types));
  const absent = Object.keys(map).find((type) => type !== '*' && !types.has(type));
  if (absent !== undefined) {
    throw new UsageError(`--map names the type "${absent}"; the corpora have ${[...types].join(', ')}`);
  }
}

function checkPlaces(method: (typeof methods)[number], { targets, auxiliaries, generals, corpora }: GivenPlaces): void {
  const twice = generals.find((folder) => [...targets, ...auxiliaries, ...corpora].includes(folder));
  if (twice !== undefined) throw new UsageError(`${twice} is named as a general corpus and as another one`);
  if (method === 'multi') {
    if (targets.length + corpora.length === 0) throw new UsageError('--corpora is needed: folders of corpora');
    return;
  }
  if (targets.length !== 1) throw new UsageError(`--target is needed, one folder, for the method ${method}`);
  if (corpora.length > 0) throw new UsageError('--corpora is for the method multi; what is to help is --auxiliary');
  if (method !== 'gerbera' && generals.length > 0) {
    throw new UsageError('--general is for the methods gerbera and multi; what is to help is --auxiliary');
  }
  if (method === 'single' && auxiliaries.length > 0) throw new UsageError('--auxiliary is not for the method single');
  if (method !== 'single' && auxiliaries.length + generals.length === 0) {
    const where = method === 'gerbera' ? '--general or --auxiliary' : '--auxiliary';
    throw new UsageError(`${where} is needed: at least one corpus that is to help`);
  }
}

function mapOf(given: Arguments): Record<string, string> {
  const pairs = (given.list('map') ?? []).map((pair) => {
    const [, type = '', head = ''] = /^(.+)=([^=]+)$/.exec(pair) ?? [];
    if (type === '') throw new UsageError(`--map takes pairs such as protein=Gene, not "${pair}"`);
    if (!isHeadName(head)) throw new UsageError(`--map: a head's name has letters, digits, "-" and "_", not "${head}"`);
    return [type, head] as const;
  });
  return Object.fromEntries(pairs);
}

function moreOverrides(given: Arguments): MethodOptions['overrides'] {
  const alpha = given.number('alpha', 0, 1);
  const patience = whole(given, 'patience', 0);
  const steps = whole(given, 'evaluate-every', 1);
  const labelSmoothing = given.number('label-smoothing', 0, 0.9);
  return {
    ...(alpha === undefined ? {} : { sampling: { alpha } }),
    ...(patience === undefined ? {} : { patience }),
    ...(steps === undefined ? {} : { evaluate: { steps } }),
    ...(labelSmoothing === undefined ? {} : { labelSmoothing }),
  };
}
