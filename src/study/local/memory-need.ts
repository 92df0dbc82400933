import { UserError } from '../../core/errors.ts';
import { mappedNames } from '../../corpus/types/mapping.ts';
import type { StageConfig, TrainingConfig } from '../../train/config/config.ts';
import { modelFolder, startOptions } from '../../train/run/open-model.ts';
import { startModel } from '../../train/start/start-model.ts';
import { MemoryEstimator } from '../../train/step/estimate.ts';

/** What reading and holding the corpora of a run takes, in bytes a training example. */
const bytesOfExample = 8_000;

/** Tells how much memory runs take; runs that are alike are looked at once. */
export class MemoryNeeds {
  readonly #known = new Map<string, Promise<number>>();

  /**
   * Bytes that a run takes at its peak if all its batches are as large as they may be. One whose model cannot be made, such
   * as of corpora without a mention, takes no more than its sentences: its trainer says why, and others go on.
   * @param sentences that it reads.
   */
  async of(config: TrainingConfig, sentences: number): Promise<number> {
    const heads = [...new Set(Object.values(config.corpora).flatMap(({ heads = {} }) => mappedNames(heads)))];
    const stages = config.stages.map(({ batch, freeze }) => ({ batch, freeze }));
    const key = JSON.stringify([config.base, config.maxLength, heads.length, stages]);
    const known = this.#known.get(key) ?? estimate(config, heads).catch(nothing);
    this.#known.set(key, known);
    return (await known) + sentences * bytesOfExample;
  }
}

function nothing(thrown: unknown): number {
  if (!(thrown instanceof UserError)) throw thrown;
  return 0;
}

async function estimate(config: TrainingConfig, heads: readonly string[]): Promise<number> {
  const { model, settings } = await startModel(startOptions(config, heads, modelFolder({ ...config, stages: [] }, 0)));
  const length = Math.min(config.maxLength, model.spec.maxLength);
  const estimator = new MemoryEstimator(model, { ...settings, frozenLayers: undefined });
  const totals = config.stages.map((stage) => estimator.estimate(largestBatch(stage, length), false).total);
  return Math.max(...totals);
}

function largestBatch({ batch }: StageConfig, length: number): { rows: number; length: number } {
  if ('sentences' in batch) return { rows: batch.sentences, length };
  return { rows: Math.max(1, Math.floor(batch.tokens / length)), length: Math.min(length, batch.tokens) };
}
