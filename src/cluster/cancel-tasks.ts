import { UserError } from '../core/errors.ts';
import { writeTextDurably } from '../files/durable.ts';
import { JobFolder } from './job/folder.ts';
import type { Scheduler } from './scheduler.ts';

/**
 * Ends all tasks of a job that wait or run, and the client that waits for them; what is done stays, and the job can be gone
 * on with.
 * @param folder of the job, absolute.
 * @returns how many tasks were ended.
 * @throws UserError if there is no job, or the cluster cannot be asked.
 */
export async function cancelTasks(folder: string, scheduler: Scheduler, signal: AbortSignal): Promise<number> {
  const job = new JobFolder(folder);
  if (!job.exists) throw new UserError(`${folder}: there is no job of a cluster in it`);
  // Before anything is ended, so that the client does not submit it again.
  writeTextDurably(job.cancelFile, `${new Date().toISOString()}\n`);
  const names = job.submissions().map((submission) => job.array(submission).name);
  const rows = names.length === 0 ? [] : await scheduler.queue(names, signal);
  const alive = rows.filter(({ state }) => state !== 'ended');
  await scheduler.cancel([...new Set(alive.map(({ job: id }) => id))], signal);
  return alive.length;
}
