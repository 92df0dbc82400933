import type { CorpusConfig, StageConfig, TrainingConfig } from './config.ts';
import { type StageGiven, sizeDefaults, stage, stageDefaults } from './defaults.ts';

/** A corpus that a method is given. */
export interface GivenCorpus {
  readonly folder: string;
  /** The entity types in it. */
  readonly types: readonly string[];
  /** Whether it has a devel part with mentions to choose weights by. */
  readonly devel: boolean;
}

/** Settings of a stage in place of a method's, of its sampling one by one. */
export type StageOverrides = Omit<Partial<StageConfig>, 'sampling'> & {
  readonly sampling?: Partial<StageConfig['sampling']>;
};

/** What every method is given. */
export interface MethodOptions {
  readonly base: string;
  /** The hidden size of the base's encoder, which hyper-parameters depend on. */
  readonly hidden: number;
  readonly output: string;
  readonly run: Pick<
    TrainingConfig,
    'seed' | 'device' | 'threads' | 'memory' | 'maxLength' | 'weights' | 'test' | 'checkpoints'
  >;
  /** Heads for types in place of those of the field's synonyms. */
  readonly map: Readonly<Record<string, string>>;
  /** Which of a target's sentences are used. */
  readonly target: Pick<CorpusConfig, 'fraction' | 'onlyWithMentions' | 'sentences' | 'develSentences'>;
  /** For each stage in turn, the last one for those after it. */
  readonly epochs?: readonly number[];
  readonly learningRates?: readonly number[];
  /** For every stage. */
  readonly overrides: StageOverrides;
}

/** Stages are called by ids, and their names have 64 characters at most. */
const longestId = 48;

/**
 * An id for a corpus: what it is called or its folder's name, in the characters of a folder's name, unlike those that are taken.
 * Folders may be called by ids, and some systems take small and capital letters for one.
 */
export function idOf(
  { folder, name }: { readonly folder: string; readonly name?: string },
  taken: Iterable<string>,
): string {
  const called = name ?? folder.split(/[\\/]/).filter(Boolean).at(-1) ?? 'corpus';
  const plain =
    called
      .replaceAll(/[^\w.-]/g, '_')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, longestId) || 'corpus';
  const lower = new Set([...taken].map((id) => id.toLowerCase()));
  let unique = plain;
  for (let count = 2; lower.has(unique.toLowerCase()); count++) unique = `${plain}-${count}`;
  return unique;
}

/** Epochs, learning rate and batch of a stage, as they were given or as they fit the encoder. */
export function rates(
  { hidden, epochs, learningRates }: Pick<MethodOptions, 'hidden' | 'epochs' | 'learningRates'>,
  index: number,
  rate: 0 | 1,
) {
  const defaults = sizeDefaults(hidden);
  return {
    epochs: epochs?.[index] ?? epochs?.at(-1) ?? defaults.epochs[rate],
    learningRate: learningRates?.[index] ?? learningRates?.at(-1) ?? defaults.learningRates[rate],
    batch: defaults.batch,
    patience: defaults.patience,
  };
}

/** A stage with settings in place of its own; of several, the last one that says something counts. */
export function overridden(given: StageGiven, ...layers: readonly StageOverrides[]): StageConfig {
  let whole: StageGiven = given;
  for (const { sampling, ...others } of layers) {
    whole = { ...whole, ...others, sampling: { ...stageDefaults.sampling, ...whole.sampling, ...sampling } };
  }
  return stage(whole);
}

/** The configuration of a method: its stages on the run's settings. */
export function configOf(
  method: string,
  { base, output, run }: Pick<MethodOptions, 'base' | 'output' | 'run'>,
  corpora: TrainingConfig['corpora'],
  stages: readonly StageConfig[],
): TrainingConfig {
  return { method, base, output, ...run, keepHeads: false, merge: true, corpora, stages };
}
