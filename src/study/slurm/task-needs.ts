import type { TaskNeeds } from '../../cluster/task.ts';
import { UserError } from '../../core/errors.ts';
import { estimateTraining } from '../../train/run/estimate.ts';
import type { StudyRun } from '../study.ts';

/**
 * What a task is given beyond its estimate: nodes may be slower than the machine that the estimate is made on, and are
 * shared with others; what is beside the trainer's own tensors is not in the estimate of memory.
 */
export const margins = { time: 3, minutes: 10, memory: 1.5, mebibytes: 1024 };

/** Minutes of a task where no estimate can be made. */
const usualMinutes = 240;

export interface NeedsOptions {
  readonly cpus: number;
  /** Of a run that says cuda; 0 of others if not given. */
  readonly gpus?: number;
  /** What is asked for in place of the estimate, in MiB and minutes. */
  readonly memory?: number;
  readonly minutes?: number;
  /** The most that a node gives. */
  readonly most: { readonly memory: number; readonly minutes?: number };
  /** Bytes that a run takes at its peak. */
  memoryOf(run: StudyRun): Promise<number>;
  /** Training examples that a run sees, all epochs together; what its time is by. */
  examplesOf(run: StudyRun): number;
  readonly signal: AbortSignal;
}

/** Tells what runs take on a cluster, by trying one of each kind here. */
export class RunNeeds {
  readonly #options: NeedsOptions;
  /** Seconds an example, by kind; the slowest one is taken for runs that cannot be tried before others have ended. */
  readonly #paces = new Map<string, Promise<number | undefined>>();

  constructor(options: NeedsOptions) {
    this.#options = options;
  }

  /** @throws the signal's reason. */
  async of(runs: readonly StudyRun[]): Promise<ReadonlyMap<string, TaskNeeds>> {
    const needs = new Map<string, TaskNeeds>();
    for (const run of runs.filter(({ after }) => after.length === 0)) await this.#pace(run);
    const known = (await Promise.all(this.#paces.values())).filter((pace) => pace !== undefined);
    const slowest = known.length > 0 ? Math.max(...known) : undefined;
    for (const run of runs) {
      const pace = run.after.length === 0 ? await this.#pace(run) : slowest;
      needs.set(run.key, await this.#needs(run, pace));
    }
    return needs;
  }

  async #needs(run: StudyRun, pace: number | undefined): Promise<TaskNeeds> {
    const { cpus, most, memoryOf, examplesOf, gpus = run.config.device === 'cuda' ? 1 : 0, ...given } = this.#options;
    const seconds = pace === undefined ? undefined : pace * examplesOf(run);
    const minutes = seconds === undefined ? usualMinutes : Math.ceil((margins.time * seconds) / 60) + margins.minutes;
    const memory = Math.ceil((margins.memory * (await memoryOf(run))) / 2 ** 20) + margins.mebibytes;
    return {
      cpus,
      gpus,
      // Rounded up, so that runs that are nearly alike go into one array.
      memory: given.memory ?? Math.min(most.memory, Math.ceil(memory / 512) * 512),
      minutes: given.minutes ?? Math.min(most.minutes ?? Number.POSITIVE_INFINITY, Math.ceil(minutes / 30) * 30),
    };
  }

  #pace(run: StudyRun): Promise<number | undefined> {
    // What is given need not be tried.
    if (this.#options.minutes !== undefined) return Promise.resolve(undefined);
    const key = kindOf(run);
    const known = this.#paces.get(key) ?? this.#measured(run);
    this.#paces.set(key, known);
    return known;
  }

  async #measured(run: StudyRun): Promise<number | undefined> {
    const examples = this.#options.examplesOf(run);
    if (examples === 0) return undefined;
    try {
      const { signal } = this.#options;
      return (await estimateTraining(run.config, { signal, force: true })).seconds / examples;
    } catch (thrown) {
      // What keeps it from being trained is told by its task.
      if (thrown instanceof UserError) return undefined;
      throw thrown;
    }
  }
}

/** Runs whose examples take about as long. */
function kindOf({ config }: StudyRun): string {
  const { base, maxLength, device, stages } = config;
  return JSON.stringify([base, maxLength, device, stages.map(({ batch, freeze }) => [batch, freeze])]);
}
