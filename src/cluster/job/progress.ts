import type { QueuedTask } from '../scheduler.ts';
import type { ClusterTask, TaskNeeds, TaskStatus } from '../task.ts';
import type { JobFolder } from './folder.ts';
import { judge, moreOf, type NeedsLimits } from './judge.ts';

/** An attempt that was submitted and has not been judged yet. */
export interface Attempt {
  readonly number: number;
  readonly submission: number;
  readonly index: number;
  readonly name: string;
  readonly needs: TaskNeeds;
  readonly after: readonly { readonly id: string; readonly attempt: number }[];
  /** When it was first seen out of the queue without a result, in milliseconds. */
  missingSince?: number;
}

/** How a task stands, as the client knows it. */
export interface TaskProgress {
  readonly task: ClusterTask;
  state: TaskStatus['state'];
  reason: string;
  /** Of the attempts so far; 0 where there is none. */
  attempts: number;
  /** Since this client began. */
  failures: number;
  /** Of the next attempt. */
  needs: TaskNeeds;
  current?: Attempt;
}

/** How attempts are judged. */
export interface JudgeOptions {
  readonly maxAttempts: number;
  readonly limits: NeedsLimits;
  /** Milliseconds that a result may take from a node to here once its task is out of the queue. */
  readonly grace: number;
}

/**
 * Where each task stands by what lies in the folder, before the queue is asked.
 * @param limits of what a task can be given, when it had too little before.
 * @param isKept whether what a task made is still there; one that has lost it is to be done again.
 */
export function readProgress(
  tasks: readonly ClusterTask[],
  folder: JobFolder,
  limits: NeedsLimits = {},
  isKept: (id: string) => boolean = () => true,
): Map<string, TaskProgress> {
  const all = new Map<string, TaskProgress>();
  for (const task of tasks) {
    all.set(task.id, { task, state: 'waiting', reason: '', attempts: 0, failures: 0, needs: task.needs });
  }
  for (const submission of folder.submissions()) {
    const { name, needs, tasks: submitted } = folder.array(submission);
    for (const [index, { id, attempt, after }] of submitted.entries()) {
      const progress = all.get(id);
      if (!progress || attempt < progress.attempts) continue;
      progress.attempts = attempt;
      progress.current = { number: attempt, submission, index, name, needs, after };
      progress.state = 'queued';
    }
  }
  for (const [id, progress] of all) {
    if (!progress.current) continue;
    if (folder.exit(id, progress.attempts)?.code === 0) settle(progress, isKept(id) ? 'done' : 'waiting');
    else progress.needs = neededAgain(progress, progress.current, folder, limits);
  }
  return all;
}

/** What a task asks for next: as it is asked now, but no less than what it had too little of before. */
function neededAgain(
  progress: TaskProgress,
  { needs: before }: Attempt,
  folder: JobFolder,
  limits: NeedsLimits,
): TaskNeeds {
  const { needs, id } = progress.task;
  const outcome = folder.outcome(id, progress.attempts);
  if (!outcome) return needs;
  settle(progress, 'waiting');
  const more = outcome.short ? moreOf(before, outcome.short, limits) : undefined;
  if (!more || !outcome.short) return needs;
  const what = outcome.short === 'time' ? 'minutes' : 'memory';
  return { ...needs, [what]: Math.max(needs[what], more[what]) };
}

/**
 * Judges an attempt by what the queue says of it and what its node has written.
 * @param row of the queue, undefined where it is not in it any more.
 * @param fateOf another task's attempt, that this one waits for in the queue.
 */
export function judgeAttempt(
  progress: TaskProgress,
  attempt: Attempt,
  row: QueuedTask | undefined,
  folder: JobFolder,
  fateOf: (id: string, attempt: number) => 'open' | 'failed' | 'done',
  { maxAttempts, limits, grace }: JudgeOptions,
): void {
  const { id } = progress.task;
  if (row && row.state !== 'ended') {
    progress.state = row.state;
    progress.reason = row.reason;
    delete attempt.missingSince;
    return;
  }
  const exit = folder.exit(id, attempt.number);
  if (exit?.code === 0) {
    settle(progress, 'done');
    return;
  }
  const fates = attempt.after.map((other) => fateOf(other.id, other.attempt));
  const started = folder.started(id, attempt.number);
  // The cluster takes it out of the queue as soon as what it waits for fails, which may not have been judged yet.
  if (!started && fates.includes('open')) return;
  attempt.missingSince ??= Date.now();
  if (!exit && Date.now() - attempt.missingSince < grace) return;
  const afterFailure = fates.includes('failed');
  const outcome = judge({ row, started, exit, needs: attempt.needs, afterFailure, folder: folder.folder });
  folder.noteOutcome(id, attempt.number, outcome);
  settle(progress, 'waiting', outcome.reason);
  if (!outcome.counted) return;
  progress.failures++;
  const needs = outcome.short ? moreOf(attempt.needs, outcome.short, limits) : attempt.needs;
  if (needs === undefined) settle(progress, 'failed', `${outcome.reason}, which is all that the cluster gives`);
  else if (progress.failures >= maxAttempts) settle(progress, 'failed', outcome.reason);
  else progress.needs = needs;
}

/** A task for which another one failed for good does so too. */
export function failDependents(all: ReadonlyMap<string, TaskProgress>): void {
  for (let found = true; found; ) {
    found = false;
    for (const progress of all.values()) {
      if (progress.state !== 'waiting') continue;
      const failed = progress.task.after.find((id) => all.get(id)?.state === 'failed');
      if (failed === undefined) continue;
      settle(progress, 'failed', `task ${failed}, which it needs, failed`);
      found = true;
    }
  }
}

export function statusOf({ task, state, attempts, reason }: TaskProgress): TaskStatus {
  return { id: task.id, state, attempts, ...(reason === '' ? {} : { reason }) };
}

function settle(progress: TaskProgress, state: TaskStatus['state'], reason = ''): void {
  progress.state = state;
  progress.reason = reason;
  delete progress.current;
}
