import path from 'node:path';
import type { ClusterEvent } from '../cluster/run-tasks.ts';
import type { TaskStatus } from '../cluster/task.ts';
import { StatusLine } from './status-line.ts';
import type { Terminal } from './terminal.ts';

/** Attempts that failed are told one by one up to this many; the rest is in the summary. */
const toldEach = 20;

/**
 * Follows tasks of a cluster to their end, and tells how far they are.
 * @param count of all tasks.
 * @param what one is: `shard`.
 * @returns how each ended.
 */
export async function followTasks(
  run: AsyncGenerator<ClusterEvent, readonly TaskStatus[], undefined>,
  count: number,
  what: string,
  terminal: Terminal,
): Promise<readonly TaskStatus[]> {
  const line = new StatusLine(terminal);
  const states = new Map<string, TaskStatus>();
  let failures = 0;
  let trouble = '';
  try {
    for (;;) {
      const next = await run.next();
      if (next.done) return next.value;
      const event = next.value;
      if (event.kind === 'trouble' && event.message !== trouble) line.line(event.message);
      trouble = event.kind === 'trouble' ? event.message : '';
      if (event.kind === 'submitted') line.line(`job ${event.job}: ${event.tasks} submitted`);
      if (event.kind !== 'task') continue;
      const { id, state, attempts, reason } = event.status;
      const before = states.get(id);
      states.set(id, event.status);
      const again = before !== undefined && attempts > before.attempts && reason !== undefined;
      if ((again || state === 'failed') && ++failures <= toldEach) {
        line.line(`${what} ${id}: ${reason}${again ? '; it is tried again' : ''}`);
      }
      // A task that cannot begin as things are tells why, once.
      if (state === 'queued' && !again && reason !== undefined && reason !== before?.reason) {
        line.line(`${what} ${id} waits: ${reason}`);
      }
      const of = (wanted: TaskStatus['state']) =>
        [...states.values()].filter((status) => status.state === wanted).length;
      const [done, running] = [of('done'), of('running')];
      const failed = of('failed') > 0 ? `, ${of('failed')} failed` : '';
      line.progress(done / count, `${done} of ${count} ${what}s done, ${running} running${failed}`, state === 'done');
    }
  } finally {
    line.clear();
  }
}

/** Why tasks failed for good, and where what they said is; undefined if none did. */
export function failureOf(statuses: readonly TaskStatus[], folder: string, what: string): string | undefined {
  const failed = statuses.filter(({ state }) => state === 'failed');
  const [first] = failed;
  if (!first) return undefined;
  const said = path.join(folder, 'tasks', first.id);
  return `${failed.length} of ${statuses.length} ${what}s failed; ${what} ${first.id}: ${first.reason} (see ${said}); the same command tries them again`;
}
