import { isJsonObject } from '../core/json.ts';
import type { RunCorpus, RunStage } from './run.ts';

/** What is known of a run from its start. */
export interface RunFacts {
  readonly method: string;
  /** The folder of the model that it starts from. */
  readonly base: string;
  readonly corpora: readonly RunCorpus[];
  readonly seed: number;
  readonly stages?: readonly RunStage[];
  /** The product's version, and the commit that it was built from where it is known. */
  readonly gerbera: string;
  readonly commit?: string;
  /** ISO 8601. */
  readonly started: string;
}

/** A JSON object of a file of which nothing is known. */
export type Loose = Readonly<Record<string, unknown>>;

/** Of a run that nothing is known of. */
export const noFacts: RunFacts = { method: '', base: '', corpora: [], seed: 0, gerbera: '', started: '' };

/** The facts in the record of a run's start or end, as far as they are there. */
export function factsOf({ config, gerbera, commit, started }: Loose): RunFacts {
  const { method, base, seed, corpora, stages } = objectIn(config);
  const last = objectIn(listIn(stages).at(-1));
  // Auxiliaries may be trained in the last stage too: they choose nothing.
  const chosenOn = listIn(objectIn(last.select).corpora);
  const targets = chosenOn.length > 0 ? chosenOn : listIn(last.corpora);
  return {
    method: textIn(method),
    base: textIn(base),
    corpora: Object.entries(objectIn(corpora)).map(([name, corpus]) => {
      return { name, folder: textIn(objectIn(corpus).folder), target: targets.includes(name) };
    }),
    seed: numberIn(seed),
    ...(Array.isArray(stages) ? { stages: stages.map(objectIn).map(stageIn) } : {}),
    gerbera: textIn(gerbera),
    ...(typeof commit === 'string' ? { commit } : {}),
    started: textIn(started),
  };
}

function stageIn(stage: Loose): RunStage {
  const [batch, warmup, { alpha }] = [objectIn(stage.batch), objectIn(stage.warmup), objectIn(stage.sampling)];
  return {
    name: textIn(stage.name),
    epochs: numberIn(stage.epochs),
    learningRate: numberIn(stage.learningRate),
    batch: numberIn(batch.sentences),
    batchTokens: numberIn(batch.tokens),
    accumulate: numberIn(stage.accumulate),
    warmup: numberIn(warmup.steps ?? warmup.share),
    schedule: textIn(stage.schedule),
    weightDecay: numberIn(stage.weightDecay),
    ...(typeof stage.dropout === 'number' ? { dropout: stage.dropout } : {}),
    layerDecay: numberIn(stage.layerDecay),
    labelSmoothing: numberIn(stage.labelSmoothing),
    patience: numberIn(stage.patience),
    alpha: numberIn(alpha),
  };
}

/** Facts that were kept as they are, as far as they are there. */
export function factsIn(kept: unknown): RunFacts {
  const { method, base, corpora, seed, gerbera, started } = objectIn(kept);
  return {
    method: textIn(method),
    base: textIn(base),
    corpora: listIn(corpora)
      .map(objectIn)
      .map(({ name, folder, target }) => ({ name: textIn(name), folder: textIn(folder), target: target === true })),
    seed: numberIn(seed),
    gerbera: textIn(gerbera),
    started: textIn(started),
  };
}

/** A JSON value that should be an object; one without anything if it is not. */
export function objectIn(value: unknown): Loose {
  return isJsonObject(value) ? value : {};
}

/** A JSON value that should be a list; an empty one if it is not. */
export function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A JSON value that should be a text; an empty one if it is not. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A JSON value that should be a number; 0 if it is not. */
export function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
