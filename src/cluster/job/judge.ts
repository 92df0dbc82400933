import type { QueuedTask } from '../scheduler.ts';
import type { TaskNeeds } from '../task.ts';
import type { ExitRecord, OutcomeRecord, StartedRecord } from './records.ts';

/** What is known of an attempt that is not in the queue any more and gave nothing. */
export interface Ended {
  readonly row: QueuedTask | undefined;
  readonly started: StartedRecord | undefined;
  readonly exit: ExitRecord | undefined;
  readonly needs: TaskNeeds;
  /** Whether an attempt failed that it waited for. */
  readonly afterFailure: boolean;
  /** The shared folder, for messages. */
  readonly folder: string;
}

/** Why an attempt failed. */
export function judge({ row, started, exit, needs, afterFailure, folder }: Ended): OutcomeRecord {
  if (afterFailure && !started) return { reason: 'what it waits for failed', short: null, counted: false };
  const said = exit?.reason ? `: ${exit.reason}` : '';
  const failed = (reason: string, short: OutcomeRecord['short'] = null) => ({ reason, short, counted: true });
  const outOfMemory = /heap out of memory|cannot allocate memory|bad_alloc/i.test(exit?.reason ?? '');
  if (row?.cause === 'time') return failed(`took longer than its ${needs.minutes} minutes`, 'time');
  if (row?.cause === 'memory' || outOfMemory)
    return failed(`needed more than its ${needs.memory} MiB of memory${said}`, 'memory');
  if (row?.cause === 'node') return failed(`its node failed or was taken away: ${row.reason}`);
  if (row?.cause === 'cancelled') return failed(`was cancelled: ${row.reason}`);
  // The kernel kills so where memory is short; the cluster may have forgotten what it knew of it.
  if (exit?.signal === 'SIGKILL') return failed(`was killed by SIGKILL, perhaps for want of memory${said}`, 'memory');
  if (exit?.signal) return failed(`was ended by ${exit.signal}${said}`);
  if (exit) return failed(`ended with exit code ${exit.code}${said}`);
  if (started) return failed(`vanished after it had begun on ${started.host}${row?.reason ? `: ${row.reason}` : ''}`);
  const cluster = row?.reason ? ` (${row.reason})` : '';
  return failed(
    `left nothing in ${folder}${cluster}: the folder must be on a file system that all nodes share, and Node.js and GERBERA where they are here`,
  );
}

/** The most that a task can be given; what is not given has no limit. */
export type NeedsLimits = Partial<Pick<TaskNeeds, 'memory' | 'minutes'>>;

/**
 * What a task is given after it had too little: twice of that, up to the limit.
 * @returns undefined if it had all that there is.
 */
export function moreOf(needs: TaskNeeds, short: 'time' | 'memory', limits: NeedsLimits): TaskNeeds | undefined {
  const what = short === 'time' ? 'minutes' : 'memory';
  const most = limits[what] ?? Number.POSITIVE_INFINITY;
  return needs[what] >= most ? undefined : { ...needs, [what]: Math.min(most, needs[what] * 2) };
}
