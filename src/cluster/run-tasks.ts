import { existsSync, rmSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../core/errors.ts';
import { lock } from '../files/lock.ts';
import { JobFolder } from './job/folder.ts';
import type { NeedsLimits } from './job/judge.ts';
import { failDependents, judgeAttempt, readProgress, statusOf, type TaskProgress } from './job/progress.ts';
import { Submitter } from './job/submit.ts';
import { type QueuedTask, type Scheduler, SchedulerTrouble } from './scheduler.ts';
import type { ClusterTask, TaskStatus } from './task.ts';

export interface RunTasksOptions {
  readonly scheduler: Scheduler;
  /** Absolute, on a file system that all nodes share; what is there already is gone on with. */
  readonly folder: string;
  /** Where tasks begin, where a node has that folder. */
  readonly cwd: string;
  /** The program that runs a task on a node, given an array's file and an index: it calls `runTask`. */
  readonly runner: readonly string[];
  /** What a task can be given at most, when it had too little before. */
  readonly limits?: NeedsLimits;
  /** How often a task may fail before it has failed for good; 3 if not given. */
  readonly maxAttempts?: number;
  /** At most so many tasks of an array run at once. */
  readonly atOnce?: number;
  /** Milliseconds between two looks at the queue: the least after something has changed, the most when nothing does. */
  readonly poll?: { readonly least: number; readonly most: number };
  /** Milliseconds that a result may take from a node to here; 60,000 if not given: file systems of networks keep what they know for up to a minute. */
  readonly grace?: number;
  /** Whether what a task made is still there, if it has succeeded before; it is if not given. */
  readonly isKept?: (id: string) => boolean;
  /** Ends the client; the tasks go on. */
  readonly signal: AbortSignal;
}

/** What happens while tasks run. */
export type ClusterEvent =
  | { readonly kind: 'task'; readonly status: TaskStatus }
  | { readonly kind: 'submitted'; readonly job: string; readonly tasks: number }
  /** The cluster refuses something for now; it is tried again. */
  | { readonly kind: 'trouble'; readonly message: string };

const usualPoll = { least: 2000, most: 60_000 };

/**
 * Runs tasks as job arrays of a cluster until each has succeeded or failed for good. Tasks with the same needs that wait
 * for the same others are one array. All are submitted at once, those that wait for others with the cluster's own
 * dependencies, so that nothing but repeating what failed needs a client. Everything that is known lies in the folder: a
 * client that ends, or is killed at any moment, is gone on with by the next one, which submits nothing twice.
 * Tasks must be idempotent: an attempt that was given up for lost may still end.
 * @param tasks with unique ids; one that has succeeded under its id, in this folder, is not run again.
 * @returns how each ended, in order.
 * @throws UserError if the cluster will not take them, another client is at work in the folder, or the job is cancelled;
 *   the signal's reason.
 */
export async function* runTasks(
  tasks: readonly ClusterTask[],
  options: RunTasksOptions,
): AsyncGenerator<ClusterEvent, readonly TaskStatus[], undefined> {
  refuseWrong(tasks);
  const { scheduler, signal, poll = usualPoll, maxAttempts = 3, limits = {}, grace = 60_000 } = options;
  const folder = new JobFolder(options.folder);
  folder.make();
  const release = lock(folder.lockFile);
  try {
    rmSync(folder.cancelFile, { force: true });
    const all = readProgress(tasks, folder, limits, options.isKept);
    const submitter = new Submitter(folder, options);
    const told = new Map<string, string>();
    let pause = poll.least;
    for (;;) {
      if (existsSync(folder.cancelFile)) throw new UserError(`${options.folder}: the job was cancelled`);
      let trouble: SchedulerTrouble | undefined;
      try {
        const rows = await queueOf(all, scheduler, signal);
        const again = await findLost(all, rows, folder, submitter);
        const fateOf = (id: string, attempt: number) => {
          const { state, current } = all.get(id) ?? {};
          if (current?.number === attempt) return 'open';
          return state === 'done' ? 'done' : 'failed';
        };
        for (const progress of all.values()) {
          const { current } = progress;
          if (!current || again.has(current.submission)) continue;
          const row = rows.get(`${current.name} ${current.index}`);
          judgeAttempt(progress, current, row, folder, fateOf, { maxAttempts, limits, grace });
        }
        failDependents(all);
        const { submitted, trouble: refused } = await submitter.submitReady(all);
        for (const { job, tasks: count } of submitted) yield { kind: 'submitted', job, tasks: count };
        trouble = refused;
      } catch (thrown) {
        if (!(thrown instanceof SchedulerTrouble)) throw thrown;
        trouble = thrown;
      }
      if (trouble) yield { kind: 'trouble', message: trouble.message };
      const changes = [...all.values()].map(statusOf).filter((status) => isNews(told, status));
      for (const status of changes) yield { kind: 'task', status };
      if ([...all.values()].every(({ state }) => state === 'done' || state === 'failed')) break;
      pause = changes.length > 0 ? poll.least : Math.min(poll.most, pause * 1.5);
      await setTimeout(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    return [...all.values()].map(statusOf);
  } finally {
    release();
  }
}

/** The rows of attempts that are not judged yet, by array and index; of a task that was submitted twice, the one that is alive. */
async function queueOf(
  all: ReadonlyMap<string, TaskProgress>,
  scheduler: Scheduler,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, QueuedTask>> {
  const names = new Set([...all.values()].flatMap(({ current }) => (current ? [current.name] : [])));
  const rows = new Map<string, QueuedTask>();
  if (names.size === 0) return rows;
  const liveliness = { ended: 0, queued: 1, running: 2 };
  for (const row of await scheduler.queue([...names], signal)) {
    const key = `${row.name} ${row.index}`;
    const other = rows.get(key);
    if (!other || liveliness[row.state] > liveliness[other.state]) rows.set(key, row);
  }
  return rows;
}

/**
 * Finds what became of arrays that were noted, but not their jobs, as their client was killed in between or the cluster did
 * not answer: those that the cluster knows nothing of, and of which no task has begun, are submitted again.
 * @returns these: the queue was asked before.
 */
async function findLost(
  all: ReadonlyMap<string, TaskProgress>,
  rows: ReadonlyMap<string, QueuedTask>,
  folder: JobFolder,
  submitter: Submitter,
): Promise<ReadonlySet<number>> {
  const lost = new Set<number>();
  const again = new Set<number>();
  for (const { current } of all.values()) {
    if (current && submitter.jobOf(current.submission) === undefined) lost.add(current.submission);
  }
  for (const submission of lost) {
    const { name, tasks } = folder.array(submission);
    const queued = tasks.findIndex((_, index) => rows.has(`${name} ${index}`));
    const begun = tasks.map(({ id, attempt }) => folder.started(id, attempt)).find((started) => started?.job);
    const job = rows.get(`${name} ${queued}`)?.job ?? begun?.job;
    if (job !== undefined) submitter.noteJob(submission, job);
    else {
      await submitter.submitAgain(submission);
      again.add(submission);
    }
  }
  return again;
}

function isNews(told: Map<string, string>, status: TaskStatus): boolean {
  const text = JSON.stringify(status);
  if (told.get(status.id) === text) return false;
  told.set(status.id, text);
  return true;
}

/** @throws RangeError for what is a bug of the caller. */
function refuseWrong(tasks: readonly ClusterTask[]): void {
  const ids = new Set(tasks.map(({ id }) => id));
  if (ids.size < tasks.length) throw new RangeError('two tasks have the same id');
  const reached = new Set<string>();
  for (const { id, after } of tasks) {
    if (!/^[\w.-]{1,200}$/.test(id) || /^\.+$/.test(id)) throw new RangeError(`task id ${JSON.stringify(id)}`);
    const unknown = after.find((other) => !ids.has(other));
    if (unknown !== undefined) throw new RangeError(`task ${id} waits for ${unknown}, which is none`);
  }
  for (let size = -1; reached.size > size; ) {
    size = reached.size;
    for (const { id, after } of tasks) if (after.every((other) => reached.has(other))) reached.add(id);
  }
  if (reached.size < tasks.length) throw new RangeError('tasks wait for one another in a circle');
}
