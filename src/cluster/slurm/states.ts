import type { EndCause, QueuedTask } from '../scheduler.ts';

/** Slurm's job states, in full as `squeue -o %T` prints them (squeue(1), JOB STATE CODES), that mean a task has ended. */
const ends: ReadonlyMap<string, EndCause> = new Map<string, EndCause>([
  ['BOOT_FAIL', 'node'],
  ['CANCELLED', 'cancelled'],
  ['COMPLETED', 'done'],
  ['DEADLINE', 'time'],
  ['FAILED', 'failed'],
  ['NODE_FAIL', 'node'],
  ['OUT_OF_MEMORY', 'memory'],
  ['PREEMPTED', 'node'],
  ['REVOKED', 'cancelled'],
  ['TIMEOUT', 'time'],
]);

const waiting = new Set([
  'PENDING',
  'CONFIGURING',
  'REQUEUED',
  'REQUEUE_FED',
  'REQUEUE_HOLD',
  'RESV_DEL_HOLD',
  'SPECIAL_EXIT',
]);

/** How a task stands by its state in Slurm; states that are not known are of tasks that are still there. */
export function standingOf(state: string): Pick<QueuedTask, 'state' | 'cause'> {
  const cause = ends.get(state);
  if (cause) return { state: 'ended', cause };
  return { state: waiting.has(state) ? 'queued' : 'running' };
}
