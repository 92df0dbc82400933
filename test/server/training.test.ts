import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { type TrainingBase, trainingRequests } from '../../src/protocol/training.ts';
import type { RunSummary, TrainingEstimate } from '../../src/runs/run.ts';
import { ends, isRunning } from './processes.ts';
import { TrainingClient, trainingPlace } from './training-client.ts';

// Trainers are of low priority: whatever else the machine does comes first.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const place = trainingPlace();
const models = path.join(place.home, 'models');
const runsFolder = path.join(place.home, 'runs');
let window: TrainingClient;

beforeAll(async () => {
  window = await TrainingClient.start(place);
});
afterAll(async () => {
  const underWay = async () => (await window.list()).filter(({ state }) => state === 'running');
  // One may have ended by itself.
  for (const { id } of await underWay()) await window.end(id, 'kill').catch(() => {});
  while ((await underWay()).length > 0) await sleep(100);
  await window.stop();
  rmSync(place.root, { recursive: true, maxRetries: 5 });
});

describe('before a run', () => {
  it('the bases are told, with what holds for each', async () => {
    const bases: TrainingBase[] = await window.client.connection.sendRequest(trainingRequests.bases);
    expect(bases.map(({ base, embedded }) => [base, embedded])).toEqual([
      ['base', true],
      ['default', true],
    ]);
    expect(bases[0]?.defaults).toEqual({
      ...{ epochs: [20, 10], learningRates: [5e-4, 2e-4], batch: { tokens: 1024 }, patience: 4, maxLength: 128 },
    });
  });

  it('its command line is told', async () => {
    const line = await window.ask(trainingRequests.commandLine, window.request('named'));
    expect(line).toContain(`gerbera train --method single --base base --target ${place.corpus} --out `);
    expect(line).toContain(path.join(models, 'named'));
  });

  it('it is told what it would be and take, and nothing is written', async () => {
    const estimate = await window.ask<TrainingEstimate>(trainingRequests.estimate, window.request('estimated'));
    expect(estimate).toMatchObject({ method: 'single', output: path.join(models, 'estimated'), device: 'cpu' });
    expect([...estimate.heads].sort()).toEqual(['Chemical', 'Disease']);
    expect(estimate.stages[0]?.steps).toBeGreaterThan(0);
    expect(estimate.seconds).toBeGreaterThan(0);
    expect(existsSync(path.join(models, 'estimated'))).toBe(false);
    expect(existsSync(runsFolder)).toBe(false);
  });

  it('an estimate that is cancelled ends', async () => {
    const source = new CancellationTokenSource();
    const asked = window.ask(trainingRequests.estimate, window.request('estimated'), source.token);
    const started = () => window.client.log.filter((line) => line.includes('estimate: process')).length;
    const before = started();
    await window.client.until('its process', () => started() > before);
    source.cancel();
    await expect(asked).rejects.toThrow();
    const line = window.client.log.findLast((each) => each.includes('estimate: process')) ?? '';
    expect(await ends(Number(/process (\d+) started/.exec(line)?.[1]))).toBe(true);
  });

  it('what cannot be trained is refused with the reason', async () => {
    const absent = path.join(place.root, 'absent');
    const estimate = window.ask(trainingRequests.estimate, window.request('x', { targets: [absent] }));
    await expect(estimate).rejects.toThrow(/^\S+absent: /);
    const onlyDevel = path.join(place.root, 'only-devel');
    mkdirSync(onlyDevel);
    writeFileSync(path.join(onlyDevel, 'devel.pubtator'), readFileSync(path.join(place.corpus, 'devel.pubtator')));
    const start = window.begin(window.request('x', { targets: [onlyDevel] }));
    await expect(start).rejects.toThrow(/only-devel: .*train/);
    await expect(window.begin(window.request('x', { base: 'nobody' }))).rejects.toThrow(/^no model is called "nobody"/);
    await expect(window.begin(window.request('default'))).rejects.toThrow(/^a model called "default" comes with/);
    expect(existsSync(path.join(models, 'x'))).toBe(false);
    expect(await window.list()).toEqual([]);
    expect(readdirSync(runsFolder)).toEqual([]);
  });

  it.each([
    ['a relative folder', { targets: ['corpus'] }, /"targets\.0": an absolute path is needed/],
    ['a method that there is not', { method: 'best' }, /"method": /],
    ['a name that is none', { output: '../up' }, /"output": an absolute path, or a model's name/],
    ['hyper-parameters out of range', { hyper: { epochs: [0] } }, /"hyper\.epochs\.0": /],
    ['hyper-parameters that there are not', { hyper: { rate: 1 } }, /"hyper\.rate": /],
    ['nothing', undefined, /./],
  ])('%s is refused', async (_, wrong, reason) => {
    const asked = wrong && { ...window.request('x'), ...wrong };
    for (const [method, parameters] of [
      [trainingRequests.estimate, asked],
      [trainingRequests.commandLine, asked],
    ] as const) {
      await expect(window.ask(method, parameters)).rejects.toThrow(reason);
    }
    await expect(window.ask(trainingRequests.start, { request: asked, keepRunning: true })).rejects.toThrow();
  });

  it.each([
    [trainingRequests.start, { request: {} }],
    [trainingRequests.resume, { run: 7, keepRunning: true }],
    [trainingRequests.stop, { run: 'x', how: 'gently' }],
    [trainingRequests.remove, { runs: 'x', what: 'all' }],
  ])('%s is refused with malformed parameters', async (method, parameters) => {
    await expect(window.ask(method, parameters)).rejects.toThrow(/^"/);
  });

  it('runs that there are not are neither stopped, nor resumed, nor removed', async () => {
    await expect(window.end('000000000000', 'pause')).rejects.toThrow(/there is no run/);
    await expect(window.resume('../../etc')).rejects.toThrow(/there is no run/);
    await expect(window.ask(trainingRequests.remove, { runs: ['x'], what: 'all' })).rejects.toThrow(/there is no run/);
    await window.client.connection.sendNotification('gerbera/runs/follow', { runs: 7 });
    await window.client.until('a word of it', () => window.client.log.some((line) => /follow is ignored/.test(line)));
  });
});

describe('a run', () => {
  let run: RunSummary;

  it('is started, and told of in every window with its log', async () => {
    run = await window.begin(window.request('mine'));
    expect(run).toMatchObject({ name: 'mine', output: path.join(models, 'mine'), state: 'running', method: 'single' });
    expect((await window.list()).map(({ id }) => id)).toEqual([run.id]);
    await window.follow(run.id);
    await window.updates(run.id);
    await window.client.until('updates in the log', () =>
      ['plan', 'stage', 'step'].every((kind) => window.logs.get(run.id)?.some((entry) => entry.kind === kind)),
    );
    expect(window.logs.get(run.id)?.filter(({ kind }) => kind === 'plan')).toHaveLength(1);
  });

  it('is one: the same is not begun again', async () => {
    await expect(window.begin(window.request('mine'))).rejects.toThrow(/mine: a training run is under way in it/);
    await expect(window.resume(run.id)).rejects.toThrow(/mine: the run is under way already/);
    expect((await window.list()).map(({ state }) => state)).toEqual(['running']);
  });

  it('is seen and paused by another window', async () => {
    const other = await TrainingClient.start(place);
    try {
      // Nothing has been asked for: a window that opens finds what is under way.
      await other.updates(run.id);
      await other.follow(run.id);
      await other.client.until('the log', () => other.logs.get(run.id)?.[0]?.kind === 'plan');
      await other.end(run.id, 'pause');
      await other.until(run.id, 'stopped', ({ state }) => state === 'stopped');
      await window.until(run.id, 'stopped', ({ state }) => state === 'stopped');
    } finally {
      await other.stop();
    }
    expect(await ends(window.pid)).toBe(true);
  });

  it('goes on where it was, and says so when its process is killed', async () => {
    const before = (await window.list())[0]?.progress?.step ?? 0;
    expect(before).toBeGreaterThan(0);
    expect(await window.resume(run.id)).toMatchObject({ id: run.id, state: 'running' });
    await window.until(
      run.id,
      'further on',
      ({ state, progress }) => state === 'running' && (progress?.step ?? 0) > before,
    );
    process.kill(window.pid, 'SIGKILL');
    await window.until(run.id, 'interrupted', ({ state }) => state === 'interrupted');
  });

  it('is finished, and is a model then', async () => {
    await window.resume(run.id);
    await window.until(run.id, 'scored', ({ state, best }) => state === 'running' && best !== undefined);
    await window.end(run.id, 'finish');
    const done = await window.until(run.id, 'done', ({ state }) => state === 'done');
    expect(done.devel[0]?.micro.support).toBeGreaterThan(0);
    await window.client.until('the end of the log', () => window.logs.get(run.id)?.at(-1)?.kind === 'done');
    const listed: { name: string; broken: boolean }[] = await window.client.connection.sendRequest('gerbera/models');
    expect(listed.find(({ name }) => name === 'mine')).toMatchObject({ broken: false });
    await expect(window.resume(run.id)).rejects.toThrow(/mine: the run is done already/);
    await expect(window.begin(window.request('mine'))).rejects.toThrow(/mine: holds the model of a run that is done/);
  });

  it('is not removed while it is the model that is used, and is removed then', async () => {
    await window.client.configure({ device: 'cpu', model: 'mine' });
    await window.client.until('the model', () => window.client.statuses.at(-1)?.model?.name === 'mine');
    const remove = (what: string) => window.ask<{ bytes: number }>(trainingRequests.remove, { runs: [run.id], what });
    await expect(remove('all')).rejects.toThrow(/mine: this model is in use; choose another one first/);
    await window.client.configure({ device: 'cpu' });
    await window.client.until('the other model', () => window.client.statuses.at(-1)?.model?.name === 'default');
    expect((await remove('all')).bytes).toBeGreaterThan(1e6);
    expect(existsSync(run.output)).toBe(false);
    await window.client.until('no runs', () => window.runs.length === 0);
  });

  it('that does not begin in time is ended by cancelling its start, and leaves nothing', async () => {
    const source = new CancellationTokenSource();
    const before = window.pid;
    const start = window.begin(window.request('cancelled'), true, source.token);
    await window.client.until('its process', () => window.pid !== before);
    source.cancel();
    await expect(start).rejects.toThrow();
    expect(await ends(window.pid)).toBe(true);
    expect(existsSync(path.join(models, 'cancelled'))).toBe(false);
    expect(await window.list()).toEqual([]);
  });

  it('that two windows start at once is started by one of them', async () => {
    const other = await TrainingClient.start(place);
    try {
      const asked = [window, other].map((each) => each.begin(each.request('contested')));
      const settled = await Promise.allSettled(asked);
      expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const refused = settled.find((each) => each.status === 'rejected');
      expect(String(refused?.reason)).toMatch(/contested: a training run is (being started|under way) in it/);
      const [contested] = await window.list();
      expect(contested?.state).toBe('running');
      await window.end(contested?.id ?? '', 'kill');
    } finally {
      await other.stop();
    }
  });
});

describe('a run whose window goes', () => {
  it.each(['crashes', 'closes'])('goes on if it is to, and is found again (the window %s)', async (how) => {
    const closing = await TrainingClient.start(place);
    const run = await closing.begin(closing.request(`kept-${how}`));
    const { pid } = closing;
    if (how === 'crashes') await closing.kill();
    else await closing.stop();
    const again = await TrainingClient.start(place);
    try {
      const { progress } = await again.updates(run.id);
      const further = (now: RunSummary) => (now.progress?.step ?? 0) > (progress?.step ?? 0);
      await again.until(run.id, 'further on', further);
      expect(isRunning(pid)).toBe(true);
      await again.end(run.id, 'kill');
      await again.until(run.id, 'interrupted', ({ state }) => state === 'interrupted');
    } finally {
      await again.stop();
    }
  });

  it.each(['crashes', 'closes'])('ends with a checkpoint if it is not to go on (the window %s)', async (how) => {
    const closing = await TrainingClient.start(place);
    const run = await closing.begin(closing.request(`tied-${how}`), false);
    await closing.updates(run.id);
    const { pid } = closing;
    if (how === 'crashes') await closing.kill();
    else await closing.stop();
    expect(await ends(pid)).toBe(true);
    expect(existsSync(path.join(run.output, 'last', 'state.json'))).toBe(true);
    const found = (await window.list()).find(({ id }) => id === run.id);
    expect(found?.state).toBe('stopped');
    expect(await window.resume(run.id)).toMatchObject({ state: 'running' });
    await window.end(run.id, 'kill');
  });
});
