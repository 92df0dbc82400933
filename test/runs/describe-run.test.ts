import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRun, RunReader } from '../../src/runs/describe-run.ts';
import { registerRun } from '../../src/runs/registry.ts';
import { requestStop } from '../../src/train/output/stop-request.ts';
import { scratchFolder, workshop } from '../train/run/fixtures.ts';
import { madeUpEvents, writeMadeUpLog } from './made-up-log.ts';
import { startTrainer, trained, twoStages, until } from './trainer.ts';

describe('what a run is', () => {
  it('is told of a run that is done from its folder, also where its log has gone', async () => {
    const shop = workshop();
    const out = await trained(shop, 'out', '--epochs', '1', '--test');
    const run = await describeRun(out);
    const report = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8'));
    expect(run).toMatchObject({ name: 'out', output: out, state: 'done', method: 'gerbera', base: shop.base });
    expect(run.corpora).toEqual([
      { name: 'target', folder: shop.target, target: true },
      { name: 'general', folder: shop.general, target: false },
    ]);
    expect(run).toMatchObject({ seed: report.config.seed, device: 'cpu', started: report.started });
    expect(run.commit).toBe(report.commit);
    expect(run.stages).toMatchObject([
      { name: 'multi-task', epochs: 1, schedule: 'linear', warmup: 0.1, weightDecay: 0.01, alpha: 1 },
      { name: 'target', epochs: 1, learningRate: report.config.stages[1].learningRate },
    ]);
    expect(run).toMatchObject({ finished: report.finished, seconds: report.seconds, devel: report.devel });
    expect(run.test).toEqual(report.test);
    expect(run.test).toHaveLength(1);
    expect(run.best).toMatchObject({ stage: report.model.stages.at(-1), score: report.devel[0].micro.f1 });
    expect([run.progress, run.problem, run.checkpointBytes]).toEqual([undefined, undefined, 0]);
    expect(run.bytes).toBeGreaterThan(readFileSync(path.join(out, 'model.safetensors')).length);
    rmSync(path.join(out, 'log.jsonl'));
    expect({ ...(await describeRun(out)), bytes: run.bytes }).toEqual(run);
  });

  it('is told while it goes on, stops, goes on again and is killed', async () => {
    const shop = workshop();
    const out = shop.at('out');
    const first = startTrainer(twoStages(shop, out, '--epochs', '40'));
    const reader = new RunReader(out);
    const read = () => reader.read();
    const early = await until(read, ({ progress }) => progress !== undefined && progress.share > 0);
    expect(early).toMatchObject({ state: 'running', method: 'gerbera', device: 'cpu', test: [] });
    expect(early.progress).toMatchObject({ stageNumber: 1, stages: 2, epochs: 40 });
    expect(early.progress?.secondsLeft).toBeGreaterThan(0);
    const later = await until(read, ({ devel, progress }) => devel.length > 0 && (progress?.epoch ?? 0) > 1);
    expect(later.progress?.share).toBeGreaterThan(early.progress?.share ?? 1);
    expect(later.best).toMatchObject({ stage: later.progress?.stage });
    requestStop(out, 'pause');
    expect((await first.ended) ?? 'killed').toBe(0);
    const stopped = await read();
    expect(stopped).toMatchObject({ state: 'stopped', finished: expect.any(String) });
    expect('stopping' in stopped).toBe(false);
    expect(stopped.checkpointBytes).toBeGreaterThan(0);
    const state = JSON.parse(readFileSync(path.join(out, 'last', 'state.json'), 'utf8'));
    expect([state.stage, stopped.progress?.step]).toEqual([0, state.step]);
    expect(stopped.seconds).toBeCloseTo(state.seconds, 9);

    const second = startTrainer(['train', '--resume', '--out', out]);
    await until(read, ({ state, progress }) => state === 'running' && progress?.step !== stopped.progress?.step);
    second.child.kill('SIGKILL');
    await second.ended;
    const killed = await read();
    expect(killed).toMatchObject({ state: 'interrupted', started: early.started });
    expect(await describeRun(out)).toEqual(killed);
    expect('problem' in killed).toBe(false);
  });

  it('tells that a run has been asked to stop and has not come to it', async () => {
    const shop = workshop();
    const out = shop.at('out');
    const { child, ended } = startTrainer(twoStages(shop, out, '--epochs', '40'));
    await until(
      () => describeRun(out),
      ({ state }) => state === 'running',
    );
    child.kill('SIGSTOP');
    requestStop(out, 'finish');
    expect(await describeRun(out)).toMatchObject({ state: 'running', stopping: 'finish' });
    child.kill('SIGKILL');
    await ended;
    expect('stopping' in (await describeRun(out))).toBe(false);
  });

  it('is missing where its folder has gone, is no folder or holds no run, and there again where it is', async () => {
    const shop = workshop();
    const out = await trained(shop, 'out');
    const { facts } = registerRun(out);
    const reader = new RunReader(out, { facts });
    const before = await reader.read();
    renameSync(out, shop.at('elsewhere'));
    const gone = await reader.read();
    expect(gone).toMatchObject({ state: 'missing', method: 'gerbera', started: before.started, bytes: 0 });
    expect('problem' in gone).toBe(false);
    writeFileSync(out, '');
    expect(await reader.read()).toMatchObject({ state: 'missing' });
    rmSync(out);
    mkdirSync(out);
    expect(await reader.read()).toMatchObject({ state: 'missing' });
    rmSync(out, { recursive: true });
    renameSync(shop.at('elsewhere'), out);
    expect(await reader.read()).toEqual(before);
  });

  it('says what is damaged, with all that is known nevertheless', async () => {
    const shop = workshop();
    const out = await trained(shop, 'out');
    const { id, facts } = registerRun(out);
    const describe = () => new RunReader(out, { id, facts }).read();
    const sound = await describe();
    for (const text of ['', '{', '[]', '"x"', '{"config":3,"stages":{},"devel":[{}],"seconds":"long"}']) {
      writeFileSync(path.join(out, 'run.json'), text);
      const run = await describe();
      const { method, base, corpora, started } = sound;
      expect(run).toMatchObject({ id, state: 'done', method, base, corpora, started, devel: [], seconds: 0 });
      if (!text.startsWith('{"')) expect(run.problem).toContain(`${path.join(out, 'run.json')}: damaged`);
    }
    renameSync(path.join(out, 'run.json'), path.join(out, 'training.json'));
    truncateSync(path.join(out, 'training.json'), 5);
    expect(await describe()).toMatchObject({ state: 'interrupted', problem: expect.stringContaining('training.json') });
  });

  it('is told without an error whatever its files hold', async () => {
    const shop = workshop();
    const out = await trained(shop, 'sound', '--epochs', '1', '--keep-checkpoints');
    const names = ['run.json', 'training.json', 'log.jsonl', '.lock', '.stop', path.join('last', 'state.json')];
    cpSync(path.join(out, 'run.json'), path.join(out, 'training.json'));
    const sound = new Map(names.map((name) => [name, readOr(path.join(out, name), '{"pid":1,"host":"x"}')]));
    const harm = fc.oneof(
      fc.constant({ what: 'absent' as const }),
      fc.record({ what: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ what: fc.constant('json' as const), text: fc.json() }),
      fc.record({
        what: fc.constant('byte' as const),
        at: fc.double({ min: 0, max: 0.999, noNaN: true }),
        value: fc.nat(255),
      }),
      fc.constant({ what: 'sound' as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.tuple(...names.map(() => harm)), async (harms) => {
        for (const [index, name] of names.entries()) {
          const file = path.join(out, name);
          const bytes = Buffer.from(sound.get(name) ?? '');
          const each = harms[index];
          rmSync(file, { force: true });
          if (!each || each.what === 'absent') continue;
          if (each.what === 'json') writeFileSync(file, each.text);
          else if (each.what === 'cut') writeFileSync(file, bytes.subarray(0, each.at * bytes.length));
          else {
            if (each.what === 'byte') bytes[Math.floor(each.at * bytes.length)] = each.value;
            writeFileSync(file, bytes);
          }
        }
        const run = await describeRun(out);
        expect([run.output, typeof run.seconds, Array.isArray(run.devel)]).toEqual([out, 'number', true]);
        expect(JSON.parse(JSON.stringify(run))).toEqual(run);
      }),
      { numRuns: 100 },
    );
  });

  it('reads the ends of a long log to the same as the whole of it, and then what is appended', async () => {
    const shop = workshop();
    const out = await trained(shop, 'out');
    renameSync(path.join(out, 'run.json'), path.join(out, 'training.json'));
    rmSync(path.join(out, 'log.jsonl'));
    await writeMadeUpLog(out, madeUpEvents({ stages: 2, epochs: 12, updates: 2000 }));
    const file = path.join(out, 'log.jsonl');
    const bytes = readFileSync(file);
    expect(bytes.length).toBeGreaterThan(1_000_000);
    const grown = new RunReader(out);
    for (let at = 0; at < bytes.length; at += 100_000) {
      writeFileSync(file, bytes.subarray(0, at));
      await grown.read();
    }
    writeFileSync(file, bytes);
    const read = await grown.read();
    expect(read.best).toMatchObject({ stage: 'stage-2' });
    expect(read.progress).toMatchObject({
      stageNumber: 2,
      stages: 2,
      step: 24_000,
      of: 24_000,
      share: 1,
      secondsLeft: 0,
    });
    expect(await describeRun(out)).toEqual(read);
    expect(read.seconds).toBeCloseTo(2400, -1);
    // A new run in the same folder has a log of its own.
    writeFileSync(file, bytes.subarray(0, 30_000));
    expect((await grown.read()).progress).toMatchObject({ stageNumber: 1 });
  });

  it('knows a log that is another one, though it is longer, and the best score however long ago it was', async () => {
    const out = scratchFolder();
    writeFileSync(path.join(out, 'training.json'), '{"config":{}}');
    const f1 = (epoch: number) => 1 / epoch;
    await writeMadeUpLog(out, madeUpEvents({ epochs: 3, updates: 30, f1 }));
    const reader = new RunReader(out);
    expect(await reader.read()).toMatchObject({ best: { score: 1, step: 30 }, progress: { step: 90, of: 90 } });
    const other = scratchFolder();
    await writeMadeUpLog(other, madeUpEvents({ stages: 3, epochs: 9, updates: 4000, f1 }));
    renameSync(path.join(other, 'log.jsonl'), path.join(out, 'log.jsonl'));
    const read = await reader.read();
    expect(read.best).toEqual({ score: 1, stage: 'stage-3', epoch: 1, step: 4000 });
    expect(read.progress).toMatchObject({ stageNumber: 3, epoch: 9 });
    expect(read.devel).toMatchObject([{ micro: { f1: 1 / 9 } }]);
  });

  it('foresees the end by the updates of its stage, the tokens of those to come, and evaluations', async () => {
    const out = scratchFolder();
    writeFileSync(path.join(out, 'training.json'), '{"config":{"stages":[{"name":"stage-1"},{"name":"stage-2"}]}}');
    async function* begun() {
      for await (const event of madeUpEvents({ stages: 2, epochs: 4, updates: 50 })) {
        yield event;
        if (event.kind === 'step' && event.step === 120) return;
      }
    }
    await writeMadeUpLog(out, begun());
    const { progress, seconds } = await describeRun(out);
    expect(progress).toMatchObject({ stage: 'stage-1', stageNumber: 1, epoch: 3, epochs: 4, step: 120, of: 200 });
    expect(progress?.share).toBeCloseTo(120 / 400, 12);
    // 80 updates of 0.1 s; 4 epochs of 5000 tokens at 1000 a second; 2 evaluations of this stage and 4 of the next, of 2 s.
    expect(progress?.secondsLeft).toBeCloseTo(8 + 20 + 12, 9);
    expect(seconds).toBeCloseTo(12, 9);
  });
});

function readOr(file: string, text: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.from(text);
  }
}
