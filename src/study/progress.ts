import type { StudyEvent } from './run-study.ts';
import type { RunStanding, StudyState } from './state.ts';
import type { StudyRun } from './study.ts';
import { isWritten } from './work-folder.ts';

/** How a run stands, also while it is worked on. */
export type RunPhase = RunStanding | 'queued' | 'running';

/** Runs of a method with a target, or runs that others wait for, by how they stand. */
export interface ProgressRow {
  /** Null for runs that others wait for. */
  readonly target: string | null;
  readonly method: string | null;
  readonly phases: Readonly<Partial<Record<RunPhase, number>>>;
}

/** Follows the runs of a study. */
export class StudyProgress {
  readonly #state: StudyState;
  readonly #width: number;
  readonly #phases: Map<string, RunPhase>;
  /** What is to be done by this call. */
  readonly #open: ReadonlySet<string>;

  /**
   * @param width how many runs are under way at once.
   * @param retry whether runs that were given up are among those to be done.
   */
  constructor(state: StudyState, width: number, retry: boolean) {
    this.#state = state;
    this.#width = width;
    this.#phases = new Map(state.plan.runs.map((run) => [run.key, phaseOf(run, state)]));
    this.#open = new Set(state.open(retry).map(({ key }) => key));
  }

  follow({ kind, run }: StudyEvent): void {
    const phases = { queued: 'queued', started: 'running', finished: 'done', failed: 'failed' } as const;
    this.#phases.set(run.key, phases[kind]);
  }

  phase({ key }: StudyRun): RunPhase {
    return this.#phases.get(key) ?? 'waiting';
  }

  /** A row for each target and method, in the study's order, then one for runs that others wait for. */
  rows(): readonly ProgressRow[] {
    const { targets, methods } = this.#state.plan.spec;
    const { runs } = this.#state.plan;
    const cells = targets.flatMap(({ name: target }) =>
      methods.map(({ name: method }) => {
        const own = runs.flatMap((run) =>
          run.cells.filter((cell) => cell.target === target && cell.method === method).map(() => run),
        );
        return { target, method, phases: this.#count(own) };
      }),
    );
    const shared = runs.filter((run) => run.cells.length === 0);
    return [...cells, ...(shared.length > 0 ? [{ target: null, method: null, phases: this.#count(shared) }] : [])];
  }

  /** All runs by how they stand. */
  totals(): Readonly<Partial<Record<RunPhase, number>>> {
    return this.#count(this.#state.plan.runs);
  }

  /**
   * Seconds until all is done, by what finished runs of the same method took for an example; undefined before the first
   * one has finished.
   */
  secondsLeft(): number | undefined {
    const { runs, work } = this.#state.plan;
    const paces = new Map<string, number[]>();
    for (const run of runs) {
      const seconds = this.phase(run) === 'done' ? this.#state.seconds(run) : undefined;
      const examples = work.get(run.key)?.examples ?? 0;
      if (seconds === undefined || examples === 0) continue;
      const kind = kindOf(run);
      paces.set(kind, [...(paces.get(kind) ?? []), seconds / examples]);
    }
    const all = [...paces.values()].flat();
    if (all.length === 0) return undefined;
    const left = runs.filter((run) => this.#open.has(run.key) && !['done', 'failed'].includes(this.phase(run)));
    const seconds = left.map((run) => (work.get(run.key)?.examples ?? 0) * median(paces.get(kindOf(run)) ?? all));
    return seconds.reduce((sum, each) => sum + each, 0) / Math.max(1, this.#width);
  }

  #count(runs: readonly StudyRun[]): ProgressRow['phases'] {
    const counts: Partial<Record<RunPhase, number>> = {};
    for (const run of runs) {
      const phase = this.phase(run);
      counts[phase] = (counts[phase] ?? 0) + 1;
    }
    return counts;
  }
}

/** A run that a process is writing is under way, whatever was left of it before. */
function phaseOf(run: StudyRun, state: StudyState): RunPhase {
  const standing = state.standing(run);
  return standing !== 'done' && isWritten(run) ? 'running' : standing;
}

/** Runs whose examples take about as long. */
function kindOf({ cells, config }: StudyRun): string {
  return cells[0]?.method ?? config.method;
}

/** Runs that were interrupted for a night are no measure. */
function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
