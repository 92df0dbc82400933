import { UserError } from '../../core/errors.ts';
import type { TrainingBatch } from '../batch.ts';
import type { Progress } from '../events.ts';
import type { TrainingStep } from '../step/step.ts';

/** What an update did. */
export interface Update {
  /** Mean cross-entropy of each head over its labelled tokens, in nats. */
  readonly loss: Readonly<Record<string, number>>;
  readonly gradientNorm: number;
  /** Tokens without padding. */
  readonly tokens: number;
}

/**
 * Takes one update over batches that count as one.
 * @param seed of the run; dropout draws from it, the stage, the update and the number of the batch.
 * @throws UserError naming stage and update where the loss or the gradients are no finite numbers; the weights are then
 *   as they were.
 */
export async function takeUpdate(
  step: TrainingStep,
  batches: readonly TrainingBatch[],
  learningRate: number,
  seed: number,
  at: Progress,
): Promise<Update> {
  const labelled = new Map<string, number>();
  let all = 0;
  let tokens = 0;
  for (const { targets, mask } of batches) {
    for (const [head, { rows }] of targets) {
      labelled.set(head, (labelled.get(head) ?? 0) + rows.length);
      all += rows.length;
    }
    for (const real of mask) if (real === 1n) tokens++;
  }
  // Windows of unknown tokens alone teach nothing.
  if (all === 0) return { loss: {}, gradientNorm: 0, tokens };

  const sums = new Map<string, number>();
  for (const [index, batch] of batches.entries()) {
    const randomKeys = [seed, 'dropout', at.stage, at.step, index];
    for (const [head, sum] of await step.accumulate(batch, { scale: 1 / all, randomKeys })) {
      sums.set(head, (sums.get(head) ?? 0) + sum);
    }
  }
  const loss: Record<string, number> = {};
  for (const [head, count] of labelled) {
    const mean = (sums.get(head) ?? Number.NaN) / count;
    if (!Number.isFinite(mean)) throw diverged(at, `the loss of ${head} is ${mean}`, learningRate);
    loss[head] = mean;
  }
  const { gradientNorm } = await step.update(learningRate);
  if (!Number.isFinite(gradientNorm)) throw diverged(at, `the norm of the gradients is ${gradientNorm}`, learningRate);
  return { loss, gradientNorm, tokens };
}

function diverged({ stage, epoch, step }: Progress, what: string, learningRate: number): UserError {
  return new UserError(
    `stage ${stage}, epoch ${epoch}, step ${step}: ${what}: training has diverged at a learning rate of ${Number(learningRate.toPrecision(3))}; begin anew with a lower one or a longer warm-up (the last checkpoint is left as it was)`,
  );
}
