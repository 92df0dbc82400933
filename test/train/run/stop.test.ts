import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { trainModel } from '../../../src/engine.ts';
import type { TrainingConfig } from '../../../src/train/config/config.ts';
import { stage } from '../../../src/train/config/defaults.ts';
import type { StopKind, TrainingEvent } from '../../../src/train/events.ts';
import { readStopRequest, requestStop } from '../../../src/train/output/stop-request.ts';
import { Stopped } from '../../../src/train/run/stop-watch.ts';
import type { TrainOptions } from '../../../src/train/run/train.ts';
import { configFor, gerberaStages, runAll, weightsOf, workshop } from './fixtures.ts';

type Place = (event: TrainingEvent) => boolean;

/** Runs as the command line does, asks it to stop at an event, and gives the events and what was thrown. */
async function runAsking(config: TrainingConfig, kind: StopKind, isPlace: Place, options: TrainOptions = {}) {
  const events: TrainingEvent[] = [];
  try {
    for await (const event of trainModel(config, options)) {
      events.push(event);
      if (isPlace(event)) requestStop(config.output, kind);
    }
  } catch (thrown) {
    return { events, thrown };
  }
  return { events, thrown: undefined };
}

const atStep =
  (name: string, step: number): Place =>
  (event) =>
    event.kind === 'step' && event.stage === name && event.step === step;
const stepsOf = (events: readonly TrainingEvent[], name: string) =>
  events.flatMap((event) => (event.kind === 'step' && event.stage === name ? [event.step] : []));
const read = (config: TrainingConfig, name: string) => readFileSync(path.join(config.output, name), 'utf8');
const logOf = (config: TrainingConfig): { kind: string; message?: string }[] =>
  read(config, 'log.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const reportOf = (config: TrainingConfig) => JSON.parse(read(config, 'run.json'));

describe('a run that is asked to pause', () => {
  it('stops after the update under way, and goes on to the same weights, bit for bit', async () => {
    const shop = workshop();
    const whole = configFor(shop, 'whole');
    await runAll(whole);
    const config = configFor(shop, 'out');
    const first = await runAsking(config, 'pause', atStep('multi-task', 3));
    expect(first.thrown).toBeInstanceOf(Stopped);
    expect(stepsOf(first.events, 'multi-task')).toEqual([1, 2, 3]);
    expect(logOf(config).at(-1)).toMatchObject({ kind: 'stopped' });
    expect(readStopRequest(config.output)).toBeUndefined();
    const second = await runAsking(config, 'pause', atStep('target', 2), { resume: true });
    expect(second.thrown).toBeInstanceOf(Stopped);
    const third = await runAsking(config, 'pause', () => false, { resume: true });
    expect(third.thrown).toBeUndefined();
    expect(logOf(config).at(-1)).toMatchObject({ kind: 'done' });
    expect(weightsOf(config.output)).toBe(weightsOf(whole.output));
  });

  it('hears it while it reads its data, before anything is written', async () => {
    const config = configFor(workshop(), 'out');
    const running = runAsking(config, 'pause', () => false);
    requestStop(config.output, 'pause');
    expect((await running).thrown).toBeInstanceOf(Stopped);
    expect(readdirSync(config.output)).toEqual([]);
  });

  it('does not hear what an earlier process was asked', async () => {
    const config = configFor(workshop(), 'out', [{ ...gerberaStages[0]!, epochs: 1 }]);
    await runAsking(config, 'pause', atStep('multi-task', 1));
    requestStop(config.output, 'pause');
    utimesSync(path.join(config.output, '.stop'), 1e9, 1e9);
    expect((await runAsking(config, 'pause', () => false, { resume: true })).thrown).toBeUndefined();
    expect(existsSync(path.join(config.output, '.stop'))).toBe(false);
  });
});

describe('a run that is asked to finish', () => {
  it('scores its weights, leaves out the stages to come, and leaves the best as its model', async () => {
    const config = configFor(workshop(), 'out', undefined, { test: true });
    const { events, thrown } = await runAsking(config, 'finish', atStep('multi-task', 5));
    expect(thrown).toBeUndefined();
    expect(stepsOf(events, 'multi-task')).toEqual([1, 2, 3, 4, 5]);
    expect(stepsOf(events, 'target')).toEqual([]);
    expect(events.find(({ kind }) => kind === 'evaluation')).toMatchObject({ step: 5, best: true });
    expect(events.find(({ kind }) => kind === 'stage end')).toMatchObject({ reason: 'asked', step: 5 });
    const done = events.at(-1);
    if (done?.kind !== 'done') throw new Error('it is not done');
    expect(done.test).toHaveLength(1);
    const report = reportOf(config);
    expect(report.stages.map((each: { name: string }) => each.name)).toEqual(['multi-task']);
    expect(report.model.stages).toEqual(['multi-task']);
    expect(report.devel).toEqual(done.devel);
    expect(read(config, 'README.md')).toContain(
      'The run was asked to end early: the stage multi-task ended after 5 updates, the stage target did not run.',
    );
    expect(existsSync(path.join(config.output, 'training.json'))).toBe(false);
    expect(existsSync(path.join(config.output, 'last'))).toBe(false);
  });

  it('does not take a last stage that has just begun for better than what it began with', async () => {
    const shop = workshop();
    const [first, second] = gerberaStages;
    // At this rate its first update spoils the weights.
    const config = configFor(shop, 'out', [first!, { ...second!, learningRate: 0.5, warmup: { steps: 0 } }]);
    const { events } = await runAsking(config, 'finish', atStep('target', 1));
    const best = Math.max(...events.flatMap((event) => (event.kind === 'evaluation' ? [event.score] : [])));
    const done = events.at(-1);
    expect(done?.kind === 'done' && done.devel[0]?.micro.f1).toBe(best);
    const report = reportOf(config);
    expect(report.stages.map(({ reason }: { reason: string }) => reason)).toEqual([expect.any(String), 'asked']);
    expect(report.model.stages).toEqual(['multi-task']);
    expect(read(config, 'README.md')).toContain('the weights of the stage multi-task were better on devel');
  });

  it('has a model of every stage with a folder of its own that ran', async () => {
    const shop = workshop();
    const rates = { epochs: 2, learningRate: 3e-3, batch: { tokens: 96 } };
    const config = configFor(shop, 'out', [
      stage({
        name: 'all',
        from: 'base',
        corpora: ['target', 'general'],
        select: { keep: 'best', corpora: ['target'] },
        ...rates,
      }),
      stage({ name: 'one', from: { stage: 'all' }, corpora: ['target'], save: 'one', ...rates }),
      stage({ name: 'two', from: { stage: 'all' }, corpora: ['target'], save: 'two', ...rates }),
    ]);
    const { events } = await runAsking(config, 'finish', atStep('one', 2));
    const done = events.at(-1);
    expect(done?.kind === 'done' && done.saved.map(({ folder }) => path.basename(folder))).toEqual(['one']);
    expect(existsSync(path.join(config.output, 'two'))).toBe(false);
    expect(reportOf(config).model.stages).toEqual(['all']);
  });

  it('cannot where nothing is learnt yet, says so, and can go on', async () => {
    const config = configFor(workshop(), 'out', [{ ...gerberaStages[0]!, epochs: 1 }]);
    const { events, thrown } = await runAsking(config, 'finish', ({ kind }) => kind === 'plan');
    expect(thrown).toMatchObject({ asked: 'finish', message: expect.stringContaining('nothing has been learnt yet') });
    expect(stepsOf(events, 'multi-task')).toEqual([]);
    expect(logOf(config).at(-1)).toMatchObject({ kind: 'stopped' });
    expect((await runAsking(config, 'finish', () => false, { resume: true })).thrown).toBeUndefined();
  });

  it('ends an interrupted one, with the best weights that were kept though its checkpoint is older', async () => {
    const config = configFor(workshop(), 'out', undefined, { checkpoints: { minutes: 1000, steps: 2, keep: false } });
    const kept: TrainingEvent[] = [];
    // As if it were killed: nobody asks for what comes after its first evaluation, and the checkpoint is lost.
    for await (const event of trainModel(config)) {
      kept.push(event);
      if (event.kind === 'checkpoint' && event.what === 'best') break;
    }
    const evaluation = kept.find(({ kind }) => kind === 'evaluation');
    if (evaluation?.kind !== 'evaluation') throw new Error('nothing was scored');
    rmSync(path.join(config.output, 'last'), { recursive: true });
    const { events, thrown } = await runAsking(config, 'pause', () => false, { resume: true, finish: true });
    expect(thrown).toBeUndefined();
    expect(events.some(({ kind }) => kind === 'step')).toBe(false);
    const done = events.at(-1);
    expect(done?.kind === 'done' && done.devel).toEqual(evaluation.corpora);
    expect(reportOf(config).stages[0]).toMatchObject({ reason: 'asked', steps: evaluation.step });
  });
});

describe('the end of a log', () => {
  it('says why a run gave up', async () => {
    const shop = workshop();
    const config = configFor(shop, 'out');
    const stop = new AbortController();
    const reason = new Error('SIGTERM');
    const abort: Place = ({ kind }) => {
      if (kind === 'step') stop.abort(reason);
      return false;
    };
    const first = await runAsking(config, 'pause', abort, { signal: stop.signal });
    expect(first.thrown).toBe(reason);
    expect(logOf(config).at(-1)).toMatchObject({ kind: 'stopped' });
    rmSync(path.join(shop.target, 'train.tsv'));
    const { thrown } = await runAsking(config, 'pause', () => false, { resume: true });
    expect(thrown).toMatchObject({ name: 'UserError' });
    expect(logOf(config).at(-1)).toMatchObject({ kind: 'failed', message: expect.stringContaining('no train part') });
  });

  it('is not written into the log of a run that is done', async () => {
    const config = configFor(workshop(), 'out', [{ ...gerberaStages[0]!, epochs: 1 }]);
    await runAsking(config, 'pause', () => false);
    const before = read(config, 'log.jsonl');
    expect((await runAsking(config, 'pause', () => false)).thrown).toMatchObject({ name: 'UserError' });
    expect(read(config, 'log.jsonl')).toBe(before);
  });
});

describe('a run whose folder is removed under way', () => {
  const removed = async (config: TrainingConfig, meanwhile: () => void) => {
    let step = 0;
    try {
      for await (const event of trainModel(config)) {
        if (event.kind !== 'step' || ++step !== 3) continue;
        rmSync(config.output, { recursive: true });
        meanwhile();
      }
    } catch (thrown) {
      return { step, thrown };
    }
    return { step, thrown: undefined };
  };

  it('says so and leaves nothing', async () => {
    const config = configFor(workshop(), 'out');
    const { step, thrown } = await removed(config, () => {});
    expect(thrown).toBeInstanceOf(UserError);
    expect(String(thrown)).toContain(`${config.output}: was removed while the run was under way`);
    expect([step, existsSync(config.output)]).toEqual([3, false]);
  });

  it('leaves one alone that another process has begun there since', async () => {
    const config = configFor(workshop(), 'out');
    const { thrown } = await removed(config, () => {
      mkdirSync(config.output);
      writeFileSync(path.join(config.output, '.lock'), String(process.ppid));
      writeFileSync(path.join(config.output, 'training.json'), '{}');
    });
    expect(String(thrown)).toContain('was removed while the run was under way');
    expect(readdirSync(config.output).sort()).toEqual(['.lock', 'training.json']);
  });
});
