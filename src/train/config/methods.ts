import { UserError } from '../../core/errors.ts';
import { generalHead } from '../../model/heads-config.ts';
import type { CorpusConfig, TrainingConfig } from './config.ts';
import { type StageGiven, sizeDefaults, stage } from './defaults.ts';
import { headsOfCorpus } from './heads.ts';
import { configOf, type GivenCorpus, idOf, type MethodOptions, overridden, rates } from './method-options.ts';

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
  const together: StageGiven = {
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
  const alone = mains.map(({ id }): StageGiven => {
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
  const stages = [together, ...alone].map((each) => overridden(each, options.overrides));
  return configOf('multi', options, collected, stages);
}

/** Masked language modelling on unlabelled text. */
export function pretrain(
  text: NonNullable<TrainingConfig['text']>,
  options: Omit<MethodOptions, 'map' | 'target'>,
): TrainingConfig {
  const { learningRate, batchTokens } = sizeDefaults(options.hidden).pretraining;
  const { base, output, run } = options;
  const { sampling: _, ...overrides } = options.overrides;
  const given: StageGiven = {
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

/** Gives corpora ids, and collects their settings. A folder has one id. */
function collect({ map }: MethodOptions) {
  const corpora: Record<string, CorpusConfig> = {};
  const id = ({ folder, types }: GivenCorpus, more: Partial<CorpusConfig>): string => {
    const known = Object.keys(corpora).find((key) => corpora[key]?.folder === folder);
    if (known !== undefined) return known;
    const unique = idOf({ folder }, Object.keys(corpora));
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
