import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { JobFolder } from '../../src/cluster/job/folder.ts';
import type { ArrayRecord, SubmittedTask } from '../../src/cluster/job/records.ts';
import type { EndCause, QueuedTask, Scheduler, TaskArray } from '../../src/cluster/scheduler.ts';

/** What becomes of an attempt: an exit code, what the cluster says without a result, or nothing at all. */
export type Fate = number | EndCause | 'vanish' | 'stay';

interface Row {
  readonly array: TaskArray;
  readonly job: string;
  readonly index: number;
  readonly task: SubmittedTask;
  state: 'queued' | 'running' | 'ended' | 'gone';
  cause?: EndCause;
}

/** A cluster in memory: each look at its queue moves every task one step on; results are written as nodes write them. */
export class FakeCluster implements Scheduler {
  readonly arrays: TaskArray[] = [];
  /** Thrown by the next call of that kind, once. */
  readonly refusals: { call: 'submit' | 'queue'; error: Error; reached?: boolean }[] = [];
  largest = 1000;
  readonly rows: Row[] = [];
  readonly #fate: (id: string, attempt: number) => Fate;

  constructor(fate: (id: string, attempt: number) => Fate = () => 0) {
    this.#fate = fate;
  }

  async largestArray(): Promise<number> {
    return this.largest;
  }

  async submit(array: TaskArray): Promise<string> {
    const refusal = this.#refusal('submit');
    if (refusal && !refusal.reached) throw refusal.error;
    const job = String(100 + this.arrays.push(array));
    const file = path.join(array.folder, array.runner.at(-1) ?? '');
    const record: ArrayRecord = JSON.parse(readFileSync(file, 'utf8'));
    for (const [index, task] of record.tasks.entries()) this.rows.push({ array, job, index, task, state: 'queued' });
    if (refusal) throw refusal.error;
    return job;
  }

  async queue(names: readonly string[]): Promise<readonly QueuedTask[]> {
    const refusal = this.#refusal('queue');
    if (refusal) throw refusal.error;
    for (const row of this.rows) this.#advance(row);
    return this.rows.flatMap(({ array, job, index, state, cause }) =>
      state === 'gone' || !names.includes(array.name)
        ? []
        : [{ name: array.name, job, index, state, ...(cause ? { cause } : {}), reason: cause ?? '' }],
    );
  }

  async cancel(jobs: readonly string[]): Promise<void> {
    for (const row of this.rows) {
      if (!jobs.includes(row.job) || row.state === 'ended' || row.state === 'gone') continue;
      row.state = 'ended';
      row.cause = 'cancelled';
    }
  }

  #refusal(call: 'submit' | 'queue') {
    const at = this.refusals.findIndex((refusal) => refusal.call === call);
    return at < 0 ? undefined : this.refusals.splice(at, 1)[0];
  }

  #advance(row: Row): void {
    const { after } = row.array;
    const before = this.rows.filter(({ job, index }) => after.some((one) => one.job === job && one.index === index));
    if (row.state === 'queued') {
      if (before.some(({ cause, state }) => (cause !== undefined && cause !== 'done') || state === 'gone')) {
        row.state = 'ended';
        row.cause = 'cancelled';
      } else if (before.every(({ cause }) => cause === 'done')) row.state = 'running';
      return;
    }
    if (row.state !== 'running') return;
    const fate = this.#fate(row.task.id, row.task.attempt);
    if (fate === 'stay') return;
    const folder = new JobFolder(row.array.folder).attemptFolder(row.task.id, row.task.attempt);
    mkdirSync(folder, { recursive: true });
    const started = { host: 'node1', pid: 1, job: row.job, started: '2026-01-01T00:00:00.000Z' };
    writeFileSync(path.join(folder, 'started.json'), JSON.stringify(started));
    row.state = fate === 'vanish' ? 'gone' : 'ended';
    if (typeof fate !== 'number') {
      if (fate !== 'vanish') row.cause = fate;
      return;
    }
    row.cause = fate === 0 ? 'done' : 'failed';
    const exit = { ...started, ended: '2026-01-01T00:01:00.000Z', code: fate, signal: null, reason: 'said so' };
    writeFileSync(path.join(folder, 'exit.json'), JSON.stringify(exit));
  }
}
