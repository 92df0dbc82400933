import { setImmediate } from 'node:timers/promises';
import type { StageConfig } from '../config/config.ts';
import { splitBatch } from '../data/split.ts';
import type { StageData } from '../sources/stage-data.ts';
import type { TrainingStep } from '../step/step.ts';
import { takeUpdate } from './update.ts';
import { UpdateStream } from './update-stream.ts';

/** Seconds that are measured if there are updates enough, and after which no other one is taken. */
const seconds = { enough: 3, most: 5 };

/** What is measured. */
export interface Trial {
  readonly stage: StageConfig;
  readonly data: StageData;
  /** Padded tokens that are computed at once; whole batches if not given. */
  readonly microBatchTokens: number | undefined;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * How many tokens a stage learns from in a second, padding not counted: by its first updates, of a learning rate of zero,
 * the very first of which is left out unless it takes long, since it makes ready what the others find.
 */
export async function tokensPerSecond(step: TrainingStep, trial: Trial): Promise<number> {
  const { stage, data, microBatchTokens, seed, signal } = trial;
  const updates = new UpdateStream(data.epoch(0), stage, { epoch: 0, update: 0 });
  const total = { tokens: 0, seconds: 0 };
  const begun = performance.now();
  for (let count = 1; ; count++) {
    await setImmediate();
    signal?.throwIfAborted();
    const batches = updates.next().flatMap((batch) => splitBatch(batch, microBatchTokens));
    if (batches.length === 0) break;
    const before = performance.now();
    const at = { stage: stage.name, epoch: 1, step: count };
    const { tokens } = await takeUpdate(step, batches, 0, seed, at);
    const now = performance.now();
    if (count === 2) Object.assign(total, { tokens: 0, seconds: 0 });
    total.tokens += tokens;
    total.seconds += (now - before) / 1000;
    const elapsed = (now - begun) / 1000;
    if (elapsed >= seconds.most || (count > 2 && elapsed >= seconds.enough)) break;
  }
  return total.tokens / total.seconds;
}

/** How long it takes to score a stage's weights, in seconds. */
export async function secondsOfEvaluation(step: TrainingStep, { data, signal }: Trial): Promise<number> {
  return (await data.evaluationSeconds?.(step, signal)) ?? 0;
}
