import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelTasks } from '../../src/cluster/cancel-tasks.ts';
import { JobFolder } from '../../src/cluster/job/folder.ts';
import { type ClusterEvent, type RunTasksOptions, runTasks } from '../../src/cluster/run-tasks.ts';
import { SchedulerTrouble } from '../../src/cluster/scheduler.ts';
import type { ClusterTask, TaskStatus } from '../../src/cluster/task.ts';
import { UserError } from '../../src/core/errors.ts';
import { FakeCluster, type Fate } from './fake-cluster.ts';

const needs = { cpus: 1, memory: 100, minutes: 10, gpus: 0 };
const { signal } = new AbortController();

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-cluster-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function task(id: string, more: Partial<ClusterTask> = {}): ClusterTask {
  return { id, command: ['true'], needs, after: [], ...more };
}

function start(tasks: readonly ClusterTask[], scheduler: FakeCluster, more: Partial<RunTasksOptions> = {}) {
  const poll = { least: 1, most: 1 };
  return runTasks(tasks, { scheduler, folder, cwd: folder, runner: ['run'], poll, grace: 0, signal, ...more });
}

async function finish(
  run: AsyncGenerator<ClusterEvent, readonly TaskStatus[]>,
): Promise<{ readonly events: readonly ClusterEvent[]; readonly end: readonly TaskStatus[] }> {
  const events: ClusterEvent[] = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return { events, end: next.value };
    events.push(next.value);
  }
}

/** Runs until an event is of a kind, and leaves the client as one that is killed does: without another word. */
async function until(run: AsyncGenerator<ClusterEvent, unknown>, kind: ClusterEvent['kind']): Promise<void> {
  for await (const event of run) if (event.kind === kind) return;
}

describe('runTasks', () => {
  it('makes one array of tasks with the same needs, and one of those that wait for the same', async () => {
    const cluster = new FakeCluster();
    const large = { ...needs, memory: 900 };
    const tasks = [
      task('a'),
      task('b', { needs: large }),
      task('c'),
      task('d', { after: ['a', 'c'] }),
      task('e', { after: ['d'] }),
    ];
    const { end } = await finish(start(tasks, cluster, { atOnce: 2 }));
    expect(end.map(({ id, state, attempts }) => [id, state, attempts])).toEqual(tasks.map(({ id }) => [id, 'done', 1]));
    expect(
      cluster.arrays.map(({ count, needs: given, after, atOnce }) => [count, given.memory, after, atOnce]),
    ).toEqual([
      [2, 100, [], 2],
      [1, 900, [], 2],
      [
        1,
        100,
        [
          { job: '101', index: 0 },
          { job: '101', index: 1 },
        ],
        2,
      ],
      [1, 100, [{ job: '103', index: 0 }], 2],
    ]);
    expect(new Set(cluster.arrays.map(({ name }) => name)).size).toBe(4);
  });

  it('submits what failed again, so often, and tells why; what needs it fails with it', async () => {
    const cluster = new FakeCluster((id, attempt) => (id === 'bad' || (id === 'weak' && attempt === 1) ? 3 : 0));
    const tasks = [
      task('good'),
      task('weak'),
      task('bad'),
      task('next', { after: ['bad'] }),
      task('fine', { after: ['weak'] }),
    ];
    const { end } = await finish(start(tasks, cluster));
    expect(end).toEqual([
      { id: 'good', state: 'done', attempts: 1 },
      { id: 'weak', state: 'done', attempts: 2 },
      { id: 'bad', state: 'failed', attempts: 3, reason: 'ended with exit code 3: said so' },
      { id: 'next', state: 'failed', attempts: 3, reason: 'task bad, which it needs, failed' },
      { id: 'fine', state: 'done', attempts: 2 },
    ]);
  });

  it.each([
    ['time', 'minutes', 20, 'took longer than its 15 minutes, which is all that the cluster gives'],
    ['memory', 'memory', 200, 'needed more than its 150 MiB of memory, which is all that the cluster gives'],
  ] as const)('gives a task more %s, up to what there is', async (cause, what, more, reason) => {
    const cluster = new FakeCluster((_, attempt) => (attempt === 1 ? cause : 0));
    expect((await finish(start([task('a')], cluster))).end).toMatchObject([{ state: 'done', attempts: 2 }]);
    expect(cluster.arrays.map((array) => array.needs[what])).toEqual([more / 2, more]);
    rmSync(folder, { recursive: true });
    const never = new FakeCluster(() => cause);
    const { end } = await finish(start([task('a')], never, { maxAttempts: 9, limits: { memory: 150, minutes: 15 } }));
    expect(end).toEqual([{ id: 'a', state: 'failed', attempts: 2, reason }]);
  });

  it.each([
    ['vanish', 'vanished after it had begun on node1'],
    ['node', 'its node failed or was taken away: node'],
    ['cancelled', 'was cancelled: cancelled'],
    ['done', 'vanished after it had begun on node1: done'],
  ] as const)('finds tasks that end without a result: %s', async (fate, reason) => {
    const { end } = await finish(start([task('a')], new FakeCluster(() => fate), { maxAttempts: 2 }));
    expect(end).toEqual([{ id: 'a', state: 'failed', attempts: 2, reason }]);
  });

  it('does not blame a task for what it waits for, whichever is looked at first', async () => {
    const tasks = [task('next', { after: ['lost'] }), task('lost')];
    const cluster = new FakeCluster((id) => (id === 'lost' ? 'vanish' : 0));
    const { events } = await finish(start(tasks, cluster, { maxAttempts: 2, grace: 5 }));
    const reasons = events.flatMap((event) =>
      event.kind === 'task' && event.status.id === 'next' ? [event.status.reason] : [],
    );
    expect(reasons.some((reason) => reason?.startsWith('was cancelled'))).toBe(false);
    expect(reasons.at(-1)).toBe('task lost, which it needs, failed');
  });

  it('submits as many arrays as the cluster needs', async () => {
    const cluster = new FakeCluster();
    cluster.largest = 4;
    const tasks = Array.from({ length: 10 }, (_, index) => task(`t${index}`));
    const { end } = await finish(start(tasks, cluster));
    expect(end.every(({ state }) => state === 'done')).toBe(true);
    expect(cluster.arrays.map(({ count }) => count)).toEqual([4, 4, 2]);
  });

  it('submits fewer tasks at once while the cluster takes no more', async () => {
    const cluster = new FakeCluster();
    const full = () => ({ call: 'submit' as const, error: new SchedulerTrouble('full', 'no more') });
    cluster.refusals.push(full(), full(), full(), full());
    const tasks = Array.from({ length: 8 }, (_, index) => task(`t${index}`));
    const { end, events } = await finish(start(tasks, cluster));
    expect(end.every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true);
    expect(events.filter(({ kind }) => kind === 'trouble')).toEqual([{ kind: 'trouble', message: 'no more' }]);
    expect(cluster.arrays[0]?.count).toBe(1);
  });

  it('ends with what the cluster says if it will not take the tasks', async () => {
    const cluster = new FakeCluster();
    cluster.refusals.push({ call: 'submit', error: new UserError('no such partition') });
    await expect(finish(start([task('a')], cluster))).rejects.toThrow('no such partition');
    expect((await finish(start([task('a')], cluster))).end).toEqual([{ id: 'a', state: 'done', attempts: 1 }]);
  });

  it('waits for a cluster that does not answer', async () => {
    const cluster = new FakeCluster();
    cluster.refusals.push({ call: 'queue', error: new SchedulerTrouble('down', 'no answer') });
    const { end, events } = await finish(start([task('a')], cluster));
    expect(end).toEqual([{ id: 'a', state: 'done', attempts: 1 }]);
    expect(events).toContainEqual({ kind: 'trouble', message: 'no answer' });
    expect(cluster.arrays).toHaveLength(1);
  });

  it.each([true, false])(
    'submits nothing twice where the answer to a submission is lost (it was received: %s)',
    async (reached) => {
      const cluster = new FakeCluster();
      cluster.refusals.push({ call: 'submit', error: new SchedulerTrouble('down', 'timed out'), reached });
      const { end } = await finish(start([task('a'), task('b')], cluster));
      expect(end.map(({ state, attempts }) => [state, attempts])).toEqual([
        ['done', 1],
        ['done', 1],
      ]);
      expect(cluster.arrays).toHaveLength(1);
    },
  );

  it('goes on where another client left', async () => {
    let fate: 0 | 'stay' = 'stay';
    const cluster = new FakeCluster(() => fate);
    await until(start([task('a'), task('b')], cluster), 'submitted');
    fate = 0;
    const { end } = await finish(start([task('a'), task('b'), task('c')], cluster));
    expect(end.map(({ id, attempts }) => [id, attempts])).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]);
    expect(cluster.arrays.map(({ count }) => count)).toEqual([2, 1]);
    const again = await finish(start([task('a'), task('b'), task('c')], cluster));
    expect([again.end.every(({ state }) => state === 'done'), cluster.arrays.length]).toEqual([true, 2]);
  });

  it('finds the array of a client that was killed before it noted the job, also when it has left the queue', async () => {
    for (const purged of [false, true]) {
      const cluster = new FakeCluster();
      const own = path.join(folder, String(purged));
      const killed = new UserError('killed');
      cluster.refusals.push({ call: 'submit', error: new SchedulerTrouble('down', 'killed'), reached: true });
      cluster.refusals.push({ call: 'queue', error: killed });
      await expect(finish(start([task('a')], cluster, { folder: own }))).rejects.toBe(killed);
      expect(new JobFolder(own).jobOf(1)).toBeUndefined();
      if (purged) {
        while (cluster.rows[0]?.state !== 'ended') await cluster.queue([]);
        cluster.rows.splice(0);
      }
      const { end } = await finish(start([task('a')], cluster, { folder: own }));
      expect([end, cluster.arrays.length]).toEqual([[{ id: 'a', state: 'done', attempts: 1 }], 1]);
    }
  });

  it('tries what had failed for good again when it is started again', async () => {
    let fate = 1;
    const cluster = new FakeCluster(() => fate);
    expect((await finish(start([task('a')], cluster))).end).toMatchObject([{ state: 'failed', attempts: 3 }]);
    fate = 0;
    expect((await finish(start([task('a')], cluster))).end).toEqual([{ id: 'a', state: 'done', attempts: 4 }]);
  });

  it('asks for what it is told now when it is started again, but for no less than what was too little', async () => {
    let fate: Fate = 'failed';
    const cluster = new FakeCluster(() => fate);
    const wants = (memory: number) => [task('a', { needs: { ...needs, memory } })];
    const memories = () => cluster.arrays.map((array) => array.needs.memory);
    await finish(start(wants(900), cluster, { maxAttempts: 1 }));
    fate = 'memory';
    await finish(start(wants(100), cluster, { maxAttempts: 1 }));
    fate = 0;
    await finish(start(wants(100), cluster));
    expect(memories()).toEqual([900, 100, 200]);
  });

  it('is cancelled from elsewhere, which ends its client, and gone on with', async () => {
    const cluster = new FakeCluster((_, attempt) => (attempt === 1 ? 'stay' : 0));
    const run = start([task('a'), task('b')], cluster);
    await run.next();
    expect(await cancelTasks(folder, cluster, signal)).toBe(2);
    await expect(finish(run)).rejects.toThrow('the job was cancelled');
    expect(
      (await finish(start([task('a'), task('b')], cluster))).end.map(({ state, attempts }) => [state, attempts]),
    ).toEqual([
      ['done', 2],
      ['done', 2],
    ]);
    await expect(cancelTasks(path.join(folder, 'none'), cluster, signal)).rejects.toThrow(
      'there is no job of a cluster in it',
    );
  });

  it('is one client at a time', async () => {
    const cluster = new FakeCluster(() => 'stay');
    const run = start([task('a')], cluster);
    await run.next();
    await expect(finish(start([task('a')], cluster))).rejects.toThrow('is writing into it');
    await run.return([]);
  });

  it('stops when it is told to, and leaves the tasks', async () => {
    const stop = new AbortController();
    const cluster = new FakeCluster(() => 'stay');
    const run = start([task('a')], cluster, { signal: stop.signal });
    await run.next();
    stop.abort(new Error('stopped'));
    await expect(finish(run)).rejects.toThrow('stopped');
    expect(cluster.rows.map(({ cause }) => cause)).toEqual([undefined]);
  });

  it.each([
    [[task('a'), task('a')], 'two tasks have the same id'],
    [[task('a/b')], 'task id "a/b"'],
    [[task('..')], 'task id ".."'],
    [[task('a', { after: ['b'] })], 'task a waits for b, which is none'],
    [[task('a', { after: ['b'] }), task('b', { after: ['a'] })], 'in a circle'],
  ])('refuses what is no job', async (tasks, message) => {
    await expect(finish(start(tasks, new FakeCluster()))).rejects.toThrow(message);
  });
});
