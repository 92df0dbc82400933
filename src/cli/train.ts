import path from 'node:path';
import { readCorpus } from '../corpus/read.ts';
import type { TrainingConfig } from '../train/config/config.ts';
import { isHeadName } from '../train/config/heads.ts';
import type { GivenCorpus, MethodOptions } from '../train/config/method-options.ts';
import { gerbera, multi, single } from '../train/config/methods.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { runTraining } from './run-training.ts';
import { methodOptions, needed, runOptions, whole } from './training-options.ts';

const methods = ['single', 'gerbera', 'multi'] as const;

export const trainCommand: Command = {
  name: 'train',
  usage: '--method METHOD --target DIR --out DIR [--base MODEL] [OPTIONS]',
  summary: 'Trains a model to find the entities of labelled corpora',
  details: [
    'A corpus is a folder with train, devel and test files: CoNLL (a word and its label on a line), PubTator, BioC, …; or',
    'folders of brat. Methods:',
    '  single   the target alone',
    '  gerbera  the target together with general corpora, then the target alone from the best of that',
    '  multi    all --corpora (and targets) together, a head for each entity type; then each --target alone, if any',
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
    map: {
      kind: 'list',
      placeholder: 'T=H,…',
      help: 'heads for entity types, where their usual names are not to tell',
    },
    fraction: { kind: 'value', placeholder: 'P', help: "the share of the target's training sentences; 1 if not given" },
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
  run: (given, terminal) => runTraining(given, terminal, () => ofMethod(given, terminal.signal)),
};

async function ofMethod(given: Arguments, signal: AbortSignal): Promise<TrainingConfig> {
  const method = given.choice('method', methods);
  if (method === undefined) throw new UsageError(`--method is needed: ${methods.join(', ')}, or --config FILE`);
  needed(given, 'out');
  const targets = foldersOf(given, 'target');
  const generals = foldersOf(given, 'general');
  const corpora = foldersOf(given, 'corpora');
  checkCorpora(method, targets, generals, corpora);
  const map = mapOf(given);
  const options: MethodOptions = {
    ...(await methodOptions(given)),
    map,
    target: { fraction: given.number('fraction', 1e-9, 1) ?? 1, onlyWithMentions: given.flag('only-with-mentions') },
  };
  const overridden = { ...options, overrides: { ...options.overrides, ...moreOverrides(given) } };
  const look = (folders: readonly string[]) => Promise.all(folders.map((folder) => lookAt(folder, signal)));
  const [main, general, other] = [await look(targets), await look(generals), await look(corpora)];
  checkMap(map, [...main, ...other]);
  const config = configure(method, main, general, other, overridden);
  return { ...config, keepHeads: given.flag('keep-heads') };
}

function configure(
  method: (typeof methods)[number],
  targets: readonly GivenCorpus[],
  generals: readonly GivenCorpus[],
  corpora: readonly GivenCorpus[],
  options: MethodOptions,
): TrainingConfig {
  if (method === 'multi') return multi(corpora, generals, targets, options);
  const [target] = targets;
  if (!target) throw new UsageError('--target is needed: the folder of a corpus');
  return method === 'single' ? single(target, options) : gerbera(target, generals, options);
}

/** @throws UsageError for a type that no corpus has. */
function checkMap(map: Readonly<Record<string, string>>, corpora: readonly GivenCorpus[]): void {
  const types = new Set(corpora.flatMap((corpus) => corpus.types));
  const absent = Object.keys(map).find((type) => type !== '*' && !types.has(type));
  if (absent !== undefined) {
    throw new UsageError(`--map names the type "${absent}"; the corpora have ${[...types].join(', ')}`);
  }
}

function checkCorpora(
  method: (typeof methods)[number],
  targets: readonly string[],
  generals: readonly string[],
  corpora: readonly string[],
): void {
  const twice = generals.find((folder) => targets.includes(folder) || corpora.includes(folder));
  if (twice !== undefined) throw new UsageError(`${twice} is named as a general corpus and as another one`);
  if (method === 'multi') {
    if (targets.length + corpora.length === 0) throw new UsageError('--corpora is needed: folders of corpora');
    return;
  }
  if (targets.length !== 1) throw new UsageError(`--target is needed, one folder, for the method ${method}`);
  if (corpora.length > 0) throw new UsageError('--corpora is for the method multi; general ones are --general');
  if (method === 'gerbera' && generals.length === 0) {
    throw new UsageError('--general is needed: at least one corpus of the general domain');
  }
  if (method === 'single' && generals.length > 0)
    throw new UsageError('--general is for the methods gerbera and multi');
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

/** The folders that an option names, each once. */
function foldersOf(given: Arguments, name: string): readonly string[] {
  return [...new Set((given.list(name) ?? []).map((place) => path.resolve(place)))];
}

async function lookAt(folder: string, signal: AbortSignal): Promise<GivenCorpus> {
  const { types, parts } = await readCorpus(folder, { signal });
  // Without a mention there is nothing to choose weights by.
  return { folder, types, devel: parts.devel !== undefined && parts.devel.types.length > 0 };
}
