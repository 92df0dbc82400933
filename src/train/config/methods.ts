import { UserError } from '../../core/errors.ts';
import { generalHead } from '../../model/heads-config.ts';
import type { CorpusConfig, StageConfig, TrainingConfig } from './config.ts';
import { sizeDefaults, stage, stageDefaults } from './defaults.ts';
import { headsOfCorpus } from './heads.ts';

/** A corpus that a method is given. */
export interface GivenCorpus {
  readonly folder: string;
  /** The entity types in it. */
  readonly types: readonly string[];
  /** Whether it has a devel part with mentions to choose weights by. */
  readonly devel: boolean;
}

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
  /** Which of a target's training sentences are used. */
  readonly target: Pick<CorpusConfig, 'fraction' | 'onlyWithMentions'>;
  /** For each stage in turn, the last one for those after it. */
  readonly epochs?: readonly number[];
  readonly learningRates?: readonly number[];
  /** For every stage. */
  readonly overrides: Omit<Partial<StageConfig>, 'sampling'> & { readonly sampling?: Partial<StageConfig['sampling']> };
}

/** The target alone. */
export function single(target: GivenCorpus, options: MethodOptions): TrainingConfig {
  const { corpora, id } = collect(options);
  const main = id(target, options.target);
  return configOf('single', options, corpora, [
    { name: 'target', from: 'base', corpora: [main], ...rates(options, 0, 0) },
  ]);
}

/**
 * GERBERA (Yin, Kim et al., 2024): multi-task training on the target and general corpora, each example on the head of its
 * own domain over one encoder; then the target alone, from the first stage's best. Both are chosen on the target's devel.
 */
export function gerbera(target: GivenCorpus, generals: readonly GivenCorpus[], options: MethodOptions): TrainingConfig {
  const { corpora, id } = collect(options);
  const main = id(target, options.target);
  const others = generals.map((corpus) => id(corpus, { heads: { '*': generalHead } }));
  const select = { keep: 'best', corpora: [main] } as const;
  return configOf('gerbera', options, corpora, [
    { name: 'multi-task', from: 'base', corpora: [main, ...others], select, ...rates(options, 0, 0) },
    { name: 'target', from: 'previous-best', corpora: [main], select, ...rates(options, 1, 1) },
  ]);
}

/**
 * Many corpora at once, a head for each entity type; a corpus trains only the heads that it labels. Small corpora come
 * more often than their size says (size^alpha). Then each target alone, from the best of these: a single one is the run's
 * model, several get a folder each beside the model of all.
 * @throws UserError if none of the corpora has a devel part with mentions.
 */
export function multi(
  corpora: readonly GivenCorpus[],
  generals: readonly GivenCorpus[],
  targets: readonly GivenCorpus[],
  options: MethodOptions,
): TrainingConfig {
  const { corpora: collected, id } = collect(options);
  const mains = targets.map((corpus) => ({ id: id(corpus, options.target), devel: corpus.devel }));
  const others = corpora.map((corpus) => ({ id: id(corpus, {}), devel: corpus.devel }));
  // A target may be among the corpora as well.
  const labelled = [...new Map([...mains, ...others].map((each) => [each.id, each])).values()];
  const general = generals.map((corpus) => id(corpus, { heads: { '*': generalHead } }));
  const together: Given = {
    name: 'multi-task',
    from: 'base',
    corpora: [...labelled.map((each) => each.id), ...general],
    sampling: { alpha: 0.5, order: 'mixed' },
    select: { keep: 'best', corpora: labelled.filter(({ devel }) => devel).map((each) => each.id) },
    ...rates(options, 0, 0),
  };
  if (together.select?.corpora.length === 0) {
    throw new UserError('no corpus has a devel part with mentions; the best weights are chosen on one at least');
  }
  const alone = mains.map(({ id }): Given => {
    // The run has other folders of these names.
    const name = ['best', 'last', together.name].includes(id.toLowerCase()) ? `${id}-alone` : id;
    return {
      name,
      from: { stage: together.name },
      corpora: [id],
      ...rates(options, 1, 1),
      ...(mains.length > 1 ? { save: name } : {}),
    };
  });
  return configOf('multi', options, collected, [together, ...alone]);
}

/** Masked language modelling on unlabelled text. */
export function pretrain(
  text: NonNullable<TrainingConfig['text']>,
  options: Omit<MethodOptions, 'map' | 'target'>,
): TrainingConfig {
  const { learningRate, batchTokens } = sizeDefaults(options.hidden).pretraining;
  const { base, output, run } = options;
  const { sampling: _, ...overrides } = options.overrides;
  const given: Given = {
    name: 'pretraining',
    from: 'base',
    corpora: [],
    epochs: options.epochs?.[0] ?? 1,
    learningRate: options.learningRates?.[0] ?? learningRate,
    batch: { tokens: batchTokens },
    select: { keep: 'last', corpora: [] },
    ...overrides,
  };
  return {
    method: 'pretrain',
    base,
    output,
    ...run,
    keepHeads: false,
    merge: false,
    corpora: {},
    text,
    stages: [stage(given)],
  };
}

type Given = Parameters<typeof stage>[0];

/** Stages are called by ids, and their names have 64 characters at most. */
const longestId = 48;

/** Gives corpora ids, each its folder's name, and collects their settings. */
function collect({ map }: MethodOptions) {
  const corpora: Record<string, CorpusConfig> = {};
  const id = ({ folder, types }: GivenCorpus, more: Partial<CorpusConfig>): string => {
    const known = Object.keys(corpora).find((key) => corpora[key]?.folder === folder);
    if (known !== undefined) return known;
    const name = folder.split(/[\\/]/).filter(Boolean).at(-1) ?? 'corpus';
    const plain =
      name
        .replaceAll(/[^\w.-]/g, '_')
        .replace(/^[^A-Za-z0-9]+/, '')
        .slice(0, longestId) || 'corpus';
    let unique = plain;
    // Folders may be called by them, and some systems take small and capital letters for one.
    const taken = new Set(Object.keys(corpora).map((key) => key.toLowerCase()));
    for (let count = 2; taken.has(unique.toLowerCase()); count++) unique = `${plain}-${count}`;
    corpora[unique] = {
      folder,
      heads: headsOfCorpus(folder, types, map),
      fraction: 1,
      onlyWithMentions: false,
      ...more,
    };
    return unique;
  };
  return { corpora, id };
}

/** Epochs, learning rate and batch of a stage, as they were given or as they fit the encoder. */
function rates({ hidden, epochs, learningRates }: MethodOptions, index: number, rate: 0 | 1) {
  const defaults = sizeDefaults(hidden);
  return {
    epochs: epochs?.[index] ?? epochs?.at(-1) ?? defaults.epochs[rate],
    learningRate: learningRates?.[index] ?? learningRates?.at(-1) ?? defaults.learningRates[rate],
    batch: defaults.batch,
    patience: defaults.patience,
  };
}

function configOf(
  method: string,
  { base, output, run, overrides }: MethodOptions,
  corpora: TrainingConfig['corpora'],
  stages: readonly Given[],
): TrainingConfig {
  const { sampling, ...others } = overrides;
  const asGiven = (given: Given) =>
    stage({ ...given, ...others, sampling: { ...stageDefaults.sampling, ...given.sampling, ...sampling } });
  return { method, base, output, ...run, keepHeads: false, merge: true, corpora, stages: stages.map(asGiven) };
}
