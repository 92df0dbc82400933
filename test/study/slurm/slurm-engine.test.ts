import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { planStudy } from '../../../src/study/cells/plan.ts';
import type { EngineEvent } from '../../../src/study/engine.ts';
import { SlurmEngine, taskFolder } from '../../../src/study/slurm/slurm-engine.ts';
import { margins, RunNeeds } from '../../../src/study/slurm/task-needs.ts';
import { trainTask } from '../../../src/study/slurm/train-task.ts';
import { parseSpec } from '../../../src/study/spec/parse-spec.ts';
import type { StudyRun } from '../../../src/study/study.ts';
import { outputNames } from '../../../src/train/output/output.ts';
import { FakeCluster, type Fate } from '../../cluster/fake-cluster.ts';
import { small, studyShop } from '../fixtures.ts';

const { signal } = new AbortController();
const needs = { cpus: 1, memory: 1000, minutes: 10, gpus: 0 };

async function planned() {
  const shop = studyShop();
  const work = shop.at('work');
  const plan = await planStudy(parseSpec(JSON.stringify(small), shop.file), { work, threads: 1 });
  return { ...shop, work, plan };
}

function engineOn(work: string, fate: (id: string, attempt: number) => Fate) {
  const scheduler = new FakeCluster(fate);
  const engine = new SlurmEngine({
    ...{ work, program: ['gerbera'], width: 3, onEvent: () => {} },
    tasks: { scheduler, cwd: work, runner: ['run'], poll: { least: 1, most: 1 }, grace: 0, maxAttempts: 2 },
    needs: async (runs) => new Map(runs.map(({ key }) => [key, needs])),
  });
  return { scheduler, engine };
}

async function all(events: AsyncIterable<EngineEvent>): Promise<readonly EngineEvent[]> {
  const found: EngineEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

/** Leaves what a trainer leaves. */
function train({ config }: StudyRun): void {
  mkdirSync(config.output, { recursive: true });
  writeFileSync(path.join(config.output, outputNames.run), '{}');
}

const kindsOf = (events: readonly EngineEvent[], { key }: StudyRun) =>
  events.filter((event) => event.key === key).map(({ kind }) => kind);

describe('a study on a cluster', () => {
  it('has each run trained by a task, in the order of what starts from what', async () => {
    const { work, plan } = await planned();
    const dependent = plan.runs.find(({ after }) => after.length > 0);
    expect(dependent).toBeDefined();
    const { engine, scheduler } = engineOn(work, () => 0);
    const events = await all(engine.run(plan.runs, signal));
    for (const run of plan.runs) expect(kindsOf(events, run)).toEqual(['queued', 'started', 'finished']);
    expect(scheduler.arrays.some(({ after }) => after.length > 0)).toBe(true);
    expect(scheduler.rows.map(({ task }) => task.command)).toEqual(
      scheduler.rows.map(({ task }) => ['gerbera', 'task', 'train', work, task.id]),
    );
  });

  it('says nothing of runs that wait for one that failed', async () => {
    const { work, plan } = await planned();
    const dependent = plan.runs.find(({ after }) => after.length > 0);
    const [bad = ''] = dependent?.after ?? [];
    const { engine } = engineOn(work, (id) => (id === bad ? 1 : 0));
    const events = await all(engine.run(plan.runs, signal));
    expect(events).toContainEqual({ kind: 'failed', key: bad, reason: 'ended with exit code 1: said so' });
    expect(events.filter(({ key }) => key === dependent?.key).some(({ kind }) => kind !== 'queued')).toBe(false);
  });

  it('trains again what is not there any more', async () => {
    const { work, plan } = await planned();
    const [first, second] = plan.runs;
    if (!first || !second) throw new Error('there is no run');
    const { engine, scheduler } = engineOn(work, () => 0);
    await all(engine.run([first, second], signal));
    train(first);
    train(second);
    await all(engine.run([first, second], signal));
    expect(scheduler.rows).toHaveLength(2);
    rmSync(first.config.output, { recursive: true });
    await all(engine.run([first, second], signal));
    expect(scheduler.rows.slice(2).map(({ task }) => [task.id, task.attempt])).toEqual([[first.key, 2]]);
  });

  it('tells a node what to train, and where to go on', async () => {
    const { work, plan } = await planned();
    const [run] = plan.runs;
    if (!run) throw new Error('there is no run');
    await expect(trainTask(work, run.key, signal)).rejects.toThrow(
      'is the work folder on a file system that all nodes share?',
    );
    await all(engineOn(work, () => 0).engine.run([run], signal));
    expect((await trainTask(work, run.key, signal))?.at(-1)).toBe('--force');
    mkdirSync(run.config.output, { recursive: true });
    writeFileSync(path.join(run.config.output, outputNames.start), '{}');
    expect((await trainTask(work, run.key, signal))?.at(-1)).toBe('--resume');
    // Another process is still writing: this one, by its lock.
    writeFileSync(path.join(run.config.output, outputNames.lock), `${process.ppid}`);
    await expect(trainTask(work, run.key, AbortSignal.timeout(50))).rejects.toThrow();
    rmSync(path.join(run.config.output, outputNames.lock));
    train(run);
    expect(await trainTask(work, run.key, signal)).toBeUndefined();
    expect(taskFolder(work)).toBe(path.join(work, 'slurm'));
  });
});

describe('what a run asks a cluster for', () => {
  it('is its estimate and more, within what there is', async () => {
    const { plan } = await planned();
    const runs = plan.runs.slice(0, 2);
    const options = { cpus: 3, memoryOf: async () => 2 ** 30, examplesOf: () => 1e6, signal };
    const found = await new RunNeeds({ ...options, most: { memory: 1e6 } }).of(runs);
    const [first] = runs.map(({ key }) => found.get(key));
    expect(first).toMatchObject({ cpus: 3, gpus: 0, memory: 1024 * margins.memory + margins.mebibytes });
    expect(first?.minutes).toBeGreaterThan(margins.minutes);
    expect((first?.minutes ?? 0) % 30).toBe(0);
    const least = await new RunNeeds({ ...options, most: { memory: 900, minutes: 20 } }).of(runs);
    expect(least.get(runs[0]?.key ?? '')).toMatchObject({ memory: 900, minutes: 20 });
    const given = await new RunNeeds({ ...options, memory: 5, minutes: 7, gpus: 2, most: { memory: 900 } }).of(runs);
    expect(given.get(runs[0]?.key ?? '')).toEqual({ cpus: 3, gpus: 2, memory: 5, minutes: 7 });
  });

  it('has a GPU where its device is one', async () => {
    const { plan } = await planned();
    const [run] = plan.runs;
    if (!run) throw new Error('there is no run');
    const options = {
      cpus: 1,
      memoryOf: async () => 1,
      examplesOf: () => 1,
      minutes: 5,
      most: { memory: 900 },
      signal,
    };
    const on = async (device: 'cuda' | 'auto' | 'webgpu') => {
      const own = { ...run, config: { ...run.config, device } };
      return (await new RunNeeds(options).of([own])).get(run.key)?.gpus;
    };
    expect([await on('cuda'), await on('auto'), await on('webgpu')]).toEqual([1, 0, 0]);
  });
});
