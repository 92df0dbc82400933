import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type ClusterEvent, type RunTasksOptions, runTasks } from '../../cluster/run-tasks.ts';
import type { ClusterTask, TaskNeeds, TaskStatus } from '../../cluster/task.ts';
import { writeTextDurably } from '../../files/durable.ts';
import { formatConfig } from '../../train/config/parse-config.ts';
import { isDone } from '../../train/output/output.ts';
import type { Engine, EngineEvent } from '../engine.ts';
import type { StudyRun } from '../study.ts';

export interface SlurmEngineOptions {
  /** The folder of the study's runs, which all nodes share. */
  readonly work: string;
  /** The command line's program, with which a node runs `task train`. */
  readonly program: readonly [program: string, ...args: string[]];
  /** How many runs there is room for at once, as far as that is known. */
  readonly width: number;
  readonly tasks: Omit<RunTasksOptions, 'folder' | 'signal' | 'isKept'>;
  needs(runs: readonly StudyRun[], signal: AbortSignal): Promise<ReadonlyMap<string, TaskNeeds>>;
  /** Told what happens besides what becomes of runs. */
  readonly onEvent: (event: Exclude<ClusterEvent, { kind: 'task' }>) => void;
}

/** The folder of the tasks in a study's work folder. */
export function taskFolder(work: string): string {
  return path.join(work, 'slurm');
}

/** The configuration that a run's task is to train by. */
export function wantedFile(work: string, key: string): string {
  return path.join(taskFolder(work), 'runs', `${key}.json`);
}

/**
 * Trains runs as tasks of a cluster, one a task. What is in the queue goes on when the client ends, also when it is asked
 * to stop; the next one takes it up.
 */
export class SlurmEngine implements Engine {
  readonly #options: SlurmEngineOptions;

  constructor(options: SlurmEngineOptions) {
    this.#options = options;
  }

  get width(): number {
    return this.#options.width;
  }

  async *run(runs: readonly StudyRun[], signal: AbortSignal): AsyncGenerator<EngineEvent, void, undefined> {
    const { work, tasks: options, onEvent, needs: needsOf } = this.#options;
    const byKey = new Map(runs.map((run) => [run.key, run]));
    const needs = await needsOf(runs, signal);
    mkdirSync(path.dirname(wantedFile(work, '')), { recursive: true });
    const tasks = runs.flatMap((run) => {
      const own = needs.get(run.key);
      return own ? [this.#task(run, own, byKey)] : [];
    });
    const isKept = (key: string) => isDone(byKey.get(key)?.config.output ?? '');
    const failed = new Set<string>();
    for await (const event of runTasks(tasks, { ...options, folder: taskFolder(work), isKept, signal })) {
      if (event.kind !== 'task') {
        onEvent(event);
        continue;
      }
      const { id, state } = event.status;
      if (state === 'failed') failed.add(id);
      // Runs that wait for one that failed are not begun, and nothing is said of them.
      if (state === 'failed' && byKey.get(id)?.after.some((key) => failed.has(key))) continue;
      const told = eventOf(event.status);
      if (told) yield told;
    }
  }

  #task(run: StudyRun, needs: TaskNeeds, byKey: ReadonlyMap<string, StudyRun>): ClusterTask {
    const { work, program } = this.#options;
    writeTextDurably(wantedFile(work, run.key), formatConfig(run.config));
    return {
      id: run.key,
      command: [...program, 'task', 'train', work, run.key],
      needs,
      after: run.after.filter((key) => byKey.has(key)),
    };
  }
}

function eventOf({ id: key, state, reason = '' }: TaskStatus): EngineEvent | undefined {
  if (state === 'queued') return { kind: 'queued', key };
  if (state === 'running') return { kind: 'started', key };
  if (state === 'done') return { kind: 'finished', key };
  return state === 'failed' ? { kind: 'failed', key, reason } : undefined;
}
