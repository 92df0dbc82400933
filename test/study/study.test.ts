import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { lock } from '../../src/files/lock.ts';
import { MemoryNeeds } from '../../src/study/local/memory-need.ts';
import { noteFailure } from '../../src/study/outcome.ts';
import { StudyProgress } from '../../src/study/progress.ts';
import { readResults } from '../../src/study/results.ts';
import { mostAttempts, StudyState } from '../../src/study/state.ts';
import { runFolder } from '../../src/study/work-folder.ts';
import { gerbera } from '../support/command-line.ts';
import { writeCorpus } from '../train/run/fixtures.ts';
import { main, planOf, runAll, scoresOf, studyShop, writeStudy } from './fixtures.ts';

const kinds = (events: readonly { readonly kind: string }[], kind: string) =>
  events.filter((event) => event.kind === kind).length;

/** SHA-256 of the weights that a run gave, of the record that is left of it. */
function weightsIn(folder: string): string {
  return JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')).model.sha256;
}

/** Starts a study and kills its process, as the system may, when it has said so many lines of JSON. */
async function killedAfter(file: string, lines: number): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [main, 'study', file, '--json', '--jobs', '2'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = 0;
  if (child.stdout) for await (const _ of createInterface(child.stdout)) if (++said === lines) child.kill('SIGKILL');
  expect(said).toBeGreaterThanOrEqual(lines);
}

it('trains every cell once and what they share once, goes on where it was killed, and grows with its file', async () => {
  const shop = studyShop();
  const whole = await runAll(shop, {}, { work: shop.at('whole') });
  expect(whole.events.flatMap((event) => (event.kind === 'failed' ? [event.reason] : []))).toEqual([]);
  expect([kinds(whole.events, 'started'), kinds(whole.events, 'finished')]).toEqual([5, 5]);
  const { results } = whole.state;
  expect(results.map(({ target, auxiliary, method }) => [target, auxiliary, method])).toEqual([
    ['target', null, 'single'],
    ['target', 'general', 'transfer'],
    ['twin', null, 'single'],
    ['twin', 'general', 'transfer'],
  ]);
  expect(results.every(({ test, trainSentences }) => test.f1 > 0.5 && trainSentences === 120)).toBe(true);

  // Killed while its trainers work, and gone on with: what comes out is what came out in one go, in one process.
  const work = shop.at('study.runs');
  await killedAfter(shop.file, 3);
  const resumed = await runAll(shop, {}, { work, processes: { jobs: 2 } });
  expect(scoresOf(resumed.state.results)).toEqual(scoresOf(results));
  const weights = (folder: string) => resumed.state.plan.runs.map(({ key }) => weightsIn(runFolder(folder, key)));
  expect(weights(work)).toEqual(weights(shop.at('whole')));
  expect(kinds(resumed.events, 'started')).toBeLessThan(5);
  // Nothing but records is left of models, and nobody's list of runs has them.
  const files = readdirSync(work, { recursive: true }).map(String);
  expect(files.filter((name) => name.endsWith('.safetensors'))).toEqual([]);
  expect(files.filter((name) => name.endsWith('run.json'))).toHaveLength(5);
  expect(existsSync(path.join(process.env.GERBERA_HOME ?? '', 'runs'))).toBe(false);

  const grown = { methods: ['single'], seeds: [1, 2] };
  const more = await runAll(shop, grown, { work });
  expect([kinds(more.events, 'started'), kinds(more.events, 'finished')]).toEqual([2, 2]);
  expect(more.state.results).toHaveLength(6);
  expect(more.state.former.map(({ method }) => method)).toEqual(['transfer', 'transfer']);
  writeStudy(shop, grown);
  const status = await gerbera(['study', 'status', shop.file]);
  expect(status.stdout).toMatch(
    /target +2\/2\ntwin +2\/2\n4 of 4 runs done\n2 results of cells that are not in the study/,
  );
  // Results that somebody committed do for runs whose folders are gone.
  rmSync(path.join(work, 'runs'), { recursive: true });
  expect((await runAll(shop, grown, { work })).events).toEqual([]);
}, 300_000);

it('keeps why a run failed, goes on with others, and gives it up after some attempts', async () => {
  const shop = studyShop();
  rmSync(path.join(shop.twin, 'test.tsv'));
  const given = { methods: ['single'], stages: { '*': { epochs: 1 } } };
  const first = await runAll(shop, given, { processes: {} });
  expect([kinds(first.events, 'finished'), kinds(first.events, 'failed')]).toEqual([1, 1]);
  const [failure] = first.events.flatMap((event) => (event.kind === 'failed' ? [event] : []));
  expect(failure?.reason).toContain(`${shop.twin}: `);
  expect((await runAll(shop, given)).events.map(({ kind }) => kind)).toEqual(['started', 'failed']);
  for (let attempt = 2; attempt < mostAttempts; attempt++)
    noteFailure(shop.at('work'), failure?.run.key ?? '', 'once more');
  expect((await runAll(shop, given)).events).toEqual([]);
  writeStudy(shop, given);
  const told = await gerbera(['study', shop.file, '--work', shop.at('work')]);
  expect([told.exitCode, told.stderr]).toEqual([1, expect.stringContaining('not tried again without --retry')]);
  writeCorpus(shop.twin, { type: 'Chemical', mentions: ['w4', 'w5'], parts: ['test'] });
  const retried = await runAll(shop, given, { retry: true });
  // What it is depends on its files.
  expect(retried.events.map(({ kind }) => kind)).toEqual(['started', 'finished']);
}, 120_000);

it('is run by one process at a time, which is named, and can be asked to stop', async () => {
  const shop = studyShop();
  const work = shop.at('study.runs');
  const idle = await gerbera(['study', 'cancel', shop.file]);
  expect([idle.exitCode, idle.stderr]).toEqual([1, `gerbera: ${work}: no process is running the study\n`]);
  const child = spawn(process.execPath, [main, 'study', shop.file, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const other = await gerbera(['study', shop.file]);
  expect([other.exitCode, other.stderr]).toEqual([
    1,
    expect.stringContaining(`process ${child.pid} is writing into it`),
  ]);
  expect((await gerbera(['study', 'status', shop.file])).stdout).toContain(`process ${child.pid} is running it`);
  expect((await gerbera(['study', 'cancel', shop.file])).exitCode).toBe(0);
  expect(await ended).toBe(143);
  expect(readResults(path.join(work, 'results.jsonl')).length).toBeLessThan(4);
  lock(path.join(work, '.lock'))();
});

it('keeps the model that a run starts from which is tried again because that was asked for', async () => {
  const shop = studyShop();
  const given = { targets: ['target'], methods: ['transfer'], stages: { '*': { epochs: 1 } } };
  const { runs } = await planOf(shop, given);
  for (const { key, cells } of runs) {
    if (cells.length === 0) continue;
    mkdirSync(runFolder(shop.at('work'), key), { recursive: true });
    for (let attempt = 0; attempt < mostAttempts; attempt++) noteFailure(shop.at('work'), key, 'no');
  }
  expect((await runAll(shop, given)).events).toEqual([]);
  const { events } = await runAll(shop, given, { retry: true });
  expect(events.map(({ kind }) => kind)).toEqual(['started', 'finished', 'started', 'finished']);
}, 120_000);

it('tells a run that is under way from one that was interrupted', async () => {
  const shop = studyShop();
  const plan = await planOf(shop, { methods: ['single'] });
  const [run] = plan.runs;
  mkdirSync(run?.config.output ?? '', { recursive: true });
  writeFileSync(path.join(run?.config.output ?? '', 'training.json'), '{}');
  const totals = () => {
    const state = new StudyState(plan, shop.at('work'), shop.at('work/results.jsonl'));
    return new StudyProgress(state, 1, false).totals();
  };
  expect(totals()).toEqual({ interrupted: 1, waiting: 1 });
  const release = lock(path.join(run?.config.output ?? '', '.lock'));
  expect(totals()).toEqual({ running: 1, waiting: 1 });
  release();
});

it('goes on where it cannot tell what memory a run takes, and leaves it to the run to say why', async () => {
  const shop = studyShop();
  writeCorpus(shop.twin, { type: 'Chemical', mentions: [], parts: ['train', 'devel', 'test'] });
  const needs = new MemoryNeeds();
  const { runs } = await planOf(shop, { methods: ['single'] });
  const known = await Promise.all(runs.map(({ config }) => needs.of(config, 1)));
  expect(known[0]).toBeGreaterThan(1e5);
  expect(known[1]).toBeLessThan(1e5);
});

it('keeps no result of a corpus that changed while it ran', async () => {
  const shop = studyShop();
  const given = { targets: ['twin'], methods: ['single'], stages: { '*': { epochs: 1 } } };
  const file = path.join(shop.twin, 'train.tsv');
  const text = readFileSync(file, 'utf8');
  const need = async () => {
    writeFileSync(file, `${text}\n\nw4\tB-Chemical\n`);
    return 1e9;
  };
  const { events, state } = await runAll(shop, given, { processes: { need } });
  expect(events.flatMap((event) => (event.kind === 'failed' ? [event.reason] : []))).toEqual([
    `${shop.twin}: its train part changed while the study ran; run the study again`,
  ]);
  expect(state.results).toEqual([]);
  writeFileSync(file, text);
  expect((await runAll(shop, given)).events.map(({ kind }) => kind)).toEqual(['started', 'finished']);
}, 120_000);

it('begins no run that does not fit into the memory beside others', async () => {
  const shop = studyShop();
  // What the runs do is not the point: they fail.
  const program = shop.at('fails.mjs');
  writeFileSync(program, "process.stderr.write('gerbera: no\\n'); process.exitCode = 1;");
  const told = async (memory: number) =>
    (await runAll(shop, { methods: ['single'] }, { processes: { program, memory } })).events.map(({ kind }) => kind);
  expect(await told(1.5e9)).toEqual(['started', 'failed', 'started', 'failed']);
  expect(await told(2.5e9)).toEqual(['started', 'started', 'failed', 'failed']);
});
