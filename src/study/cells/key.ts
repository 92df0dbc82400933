import { createHash } from 'node:crypto';
import type { CorpusConfig, StageConfig, StageOrigin, TrainingConfig } from '../../train/config/config.ts';
import { trainingVersion } from '../../train/training-version.ts';
import { canonicalJson } from '../canonical-json.ts';

/** The contents of what a configuration names by its paths. */
export interface Contents {
  /** Hash of the base. */
  readonly base: string;
  /** Hash of a corpus by its folder. */
  corpus(folder: string): string;
  /** Key of the run that gives a model, by the model's folder. */
  model(folder: string): string;
}

/**
 * What identifies the outcome of a run: SHA-256, in hexadecimal, over the settings that it depends on, as JSON with sorted
 * keys. Paths are replaced by what lies there, the ids of corpora by their order in the stages; what a run is called, where
 * it writes and how often it saves is left out.
 * @param fixedThreads whether the number of threads, which changes sums in their last bits, was asked for.
 */
export function runKey(config: TrainingConfig, contents: Contents, fixedThreads: boolean): string {
  const { seed, device, threads, maxLength, weights, keepHeads, merge, test, corpora, stages } = config;
  const ids = [...new Set(stages.flatMap((stage) => [...stage.corpora, ...stage.select.corpora]))];
  const identity = {
    version: trainingVersion,
    base: contents.base,
    seed,
    device,
    ...(fixedThreads ? { threads } : {}),
    maxLength,
    weights,
    keepHeads,
    merge,
    test,
    corpora: ids.map((id) => corpusIdentity(corpora[id], contents)),
    stages: stages.map((stage) => stageIdentity(stage, ids, contents)),
  };
  return createHash('sha256').update(canonicalJson(identity)).digest('hex');
}

function corpusIdentity(corpus: CorpusConfig | undefined, contents: Contents): unknown {
  if (!corpus) throw new Error('a stage names a corpus that the configuration has not');
  const { folder, license: _, ...use } = corpus;
  return { ...use, contents: contents.corpus(folder) };
}

function stageIdentity(stage: StageConfig, ids: readonly string[], contents: Contents): unknown {
  const { save: _, ...own } = stage;
  const numbers = (names: readonly string[]) => names.map((name) => ids.indexOf(name));
  return {
    ...own,
    from: originIdentity(stage.from, contents),
    corpora: numbers(stage.corpora),
    select: { keep: stage.select.keep, corpora: numbers(stage.select.corpora) },
  };
}

function originIdentity(from: StageOrigin, contents: Contents): unknown {
  return typeof from === 'object' && 'model' in from ? { model: contents.model(from.model) } : from;
}
