import type { TrainingBatch } from '../batch.ts';
import type { StageConfig } from '../config/config.ts';
import type { Epoch } from '../data/batches.ts';
import type { RunState } from '../state.ts';

/** The batches of an epoch, by updates. */
export class UpdateStream {
  readonly epoch: number;
  /** Updates of the epoch that have been given out or were done before. */
  done: number;
  readonly #batches: Generator<TrainingBatch>;
  readonly #accumulate: number;

  constructor(
    epoch: Epoch,
    { accumulate }: StageConfig,
    { epoch: number, update }: Pick<RunState, 'epoch' | 'update'>,
  ) {
    this.epoch = number;
    this.done = update;
    this.#accumulate = accumulate;
    this.#batches = epoch.batches(update * accumulate);
  }

  /** Of the next update; none at the end of the epoch. */
  next(): TrainingBatch[] {
    const batches: TrainingBatch[] = [];
    while (batches.length < this.#accumulate) {
      const { value, done } = this.#batches.next();
      if (done) break;
      batches.push(value);
    }
    this.done++;
    return batches;
  }
}
