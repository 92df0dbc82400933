import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { StageConfig, TrainingConfig } from '../../../src/train/config/config.ts';
import { stage } from '../../../src/train/config/defaults.ts';
import { formatConfig } from '../../../src/train/config/parse-config.ts';
import type { TrainingEvent } from '../../../src/train/events.ts';
import { startOptions } from '../../../src/train/run/open-model.ts';
import { train } from '../../../src/train/run/train.ts';
import { startModel } from '../../../src/train/start/start-model.ts';
import { MemoryEstimator } from '../../../src/train/step/estimate.ts';
import { configFor, gerberaStages, runAll, weightsOf, workshop } from './fixtures.ts';

class Stop extends Error {}

/** Sentences of a corpus: where a run goes on matters here, not what it learns. */
const few = 60;

/** Runs until an event for the n-th time is such, then aborts, as Ctrl-C does. Gives the events. */
async function runUntil(
  config: TrainingConfig,
  resume: boolean,
  isPlace: (event: TrainingEvent) => boolean,
): Promise<TrainingEvent[]> {
  const stop = new AbortController();
  const events: TrainingEvent[] = [];
  const running = async () => {
    for await (const event of train(config, { signal: stop.signal, resume })) {
      events.push(event);
      if (isPlace(event)) stop.abort(new Stop());
    }
  };
  await expect(running()).rejects.toBeInstanceOf(Stop);
  return events;
}

const stepsOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.kind === 'step' ? [{ ...event, tokensPerSecond: 0, secondsLeft: 0 }] : []));
const scoresOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => (event.kind === 'evaluation' ? [{ ...event, seconds: 0 }] : []));

describe('a run that is interrupted and resumed', () => {
  it('takes the same updates, gets the same scores and ends with the same weights, bit for bit', async () => {
    const shop = workshop(few);
    const whole = configFor(shop, 'whole');
    const expected = await runAll(whole);
    expect(stepsOf(expected).length).toBeGreaterThan(15);

    const config = configFor(shop, 'parts');
    const places: ((event: TrainingEvent) => boolean)[] = [
      (event) => event.kind === 'step' && event.step === 2,
      (event) => event.kind === 'evaluation',
      (event) => event.kind === 'step' && event.stage === 'target' && event.step === 2,
      (event) => event.kind === 'checkpoint' && event.what === 'best',
    ];
    const parts: TrainingEvent[] = [];
    for (const [index, isPlace] of places.entries()) parts.push(...(await runUntil(config, index > 0, isPlace)));
    parts.push(...(await runAll(config, { resume: true })));

    expect(stepsOf(parts)).toEqual(stepsOf(expected));
    expect(scoresOf(parts)).toEqual(scoresOf(expected));
    expect(weightsOf(config.output)).toBe(weightsOf(whole.output));
  });

  it('does so for masked language modelling, frozen layers, evaluations by steps, and the last weights', async () => {
    const shop = workshop(few);
    const text = { paths: [shop.text], mask: 0.15, heldOut: 0.2 };
    const stages: readonly StageConfig[] = [
      stage({
        name: 'frozen',
        from: 'base',
        corpora: [],
        epochs: 3,
        learningRate: 1e-3,
        batch: { tokens: 96 },
        freeze: [
          { layers: 'encoder', epochs: 1 },
          { layers: 0, epochs: 1 },
        ],
        evaluate: { steps: 3 },
        select: { keep: 'last', corpora: [] },
      }),
      stage({
        name: 'again',
        from: 'previous-last',
        corpora: [],
        epochs: 50,
        maxSteps: 7,
        learningRate: 1e-3,
        batch: { sentences: 4 },
        schedule: 'cosine',
        select: { keep: 'last', corpora: [] },
      }),
    ];
    const more = { corpora: {}, text };
    const whole = configFor(shop, 'whole', stages, more);
    const expected = await runAll(whole);
    const config = configFor(shop, 'parts', stages, more);
    const parts = await runUntil(config, false, (event) => event.kind === 'step' && event.epoch === 2);
    parts.push(...(await runUntil(config, true, (event) => event.kind === 'step' && event.stage === 'again')));
    parts.push(...(await runAll(config, { resume: true })));
    expect(stepsOf(parts)).toEqual(stepsOf(expected));
    expect(scoresOf(parts)).toEqual(scoresOf(expected));
    expect(weightsOf(config.output)).toBe(weightsOf(whole.output));
  });

  it('cuts its batches as it began, whatever memory there is then', async () => {
    const shop = workshop();
    const [first] = gerberaStages;
    const stages = [{ ...first!, batch: { tokens: 2000 }, epochs: 2, patience: 0 }];
    const whole = configFor(shop, 'whole', stages);
    // The largest batch is some 70 rows of 24 tokens: what half of it takes is all that there is.
    const { model, settings } = await startModel(startOptions(whole, ['Disease', 'General'], whole.base));
    const half = new MemoryEstimator(model, settings).estimate({ rows: 35, length: 24 }, true).total / 1e9;
    const events = await runAll({ ...whole, memory: half });
    const cut = events.find(({ kind }) => kind === 'stage');
    expect(cut).toMatchObject({ memory: { microBatchTokens: expect.any(Number) } });

    const config = configFor(shop, 'parts', stages);
    await runUntil({ ...config, memory: half }, false, (event) => event.kind === 'step' && event.step === 2);
    await runAll(config, { resume: true });
    expect(weightsOf(config.output)).toBe(weightsOf(whole.output));
    await runAll(config, { force: true });
    expect(weightsOf(config.output)).not.toBe(weightsOf(whole.output));
    await expect(runAll({ ...config, memory: 0.01 }, { force: true })).rejects.toThrow(
      /a single row of \d+ tokens takes/,
    );
  });

  it('survives kill -9 at any moment', async () => {
    const shop = workshop(few);
    const main = path.resolve(import.meta.dirname, '../../../src/cli/main.ts');
    const checkpoints = { minutes: 1000, steps: 2, keep: false };
    const whole = configFor(shop, 'whole', gerberaStages, { checkpoints });
    await runAll(whole);
    const config = configFor(shop, 'killed', gerberaStages, { checkpoints });
    writeFileSync(shop.at('config.json'), formatConfig(config));

    /** Kills the run after so many lines of its log, if it is not done before. */
    const attempt = (lines: number, more: readonly string[]) =>
      new Promise<number | null>((resolve) => {
        const child = spawn(process.execPath, [main, 'train', '--config', shop.at('config.json'), ...more], {
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        let seen = 0;
        child.stderr.on('data', (text: Buffer) => {
          seen += text.toString().split('\n').length - 1;
          if (seen >= lines) child.kill('SIGKILL');
        });
        child.on('close', (code) => resolve(code));
      });

    let killed = 0;
    for (const lines of [6, 10, 14]) {
      const resume = existsSync(path.join(config.output, 'training.json')) ? ['--resume'] : [];
      if ((await attempt(lines, resume)) === null) killed++;
    }
    expect(killed).toBeGreaterThanOrEqual(2);
    expect(await attempt(Number.POSITIVE_INFINITY, ['--resume'])).toBe(0);
    expect(weightsOf(config.output)).toBe(weightsOf(whole.output));
  }, 180_000);

  it('is refused with other settings or other data, and says what differs', async () => {
    const shop = workshop(few);
    const config = configFor(shop, 'out');
    await runUntil(config, false, (event) => event.kind === 'step' && event.step === 2);
    const [first, second] = gerberaStages;
    const changed = [{ ...first!, learningRate: 1e-3 }, second!];
    await expect(runAll(configFor(shop, 'out', changed), { resume: true })).rejects.toThrow(
      /stages\[0\]\.learningRate is now 0\.001, but it was started with 0\.005/,
    );
    await expect(runAll({ ...config, seed: 4 }, { resume: true })).rejects.toThrow(/seed is now 4/);
    appendFileSync(path.join(shop.target, 'devel.tsv'), '\nw1\tO\n');
    await expect(runAll(config, { resume: true })).rejects.toThrow(/devel of target\) has changed/);
  });

  it('is refused where the tokenizer of its base is another now', async () => {
    const shop = workshop(few);
    const config = configFor(shop, 'out');
    await runUntil(config, false, (event) => event.kind === 'step' && event.step === 2);
    const vocabulary = path.join(shop.base, 'vocab.txt');
    const [first = '', second = '', ...rest] = readFileSync(vocabulary, 'utf8').split('\n').reverse();
    writeFileSync(vocabulary, [second, first, ...rest].reverse().join('\n'));
    await expect(runAll(config, { resume: true })).rejects.toThrow(/vocab\.txt .* has changed since it was started/);
  });

  it('never takes up what an earlier run left when one was begun anew over it', async () => {
    const shop = workshop(few);
    const other = configFor(shop, 'out', undefined, { seed: 5 });
    await runUntil(other, false, (event) => event.kind === 'step' && event.step === 2);
    // As a kill between the two renamings of a checkpoint leaves it.
    renameSync(path.join(other.output, 'last'), path.join(other.output, 'last.next'));
    const config = configFor(shop, 'out');
    const stop = new AbortController();
    const begun = async () => {
      for await (const event of train(config, { signal: stop.signal, force: true })) {
        if (event.kind === 'plan') stop.abort(new Stop());
      }
    };
    await expect(begun()).rejects.toBeInstanceOf(Stop);
    await runAll(config, { resume: true });
    const whole = configFor(shop, 'whole');
    await runAll(whole);
    expect(weightsOf(config.output)).toBe(weightsOf(whole.output));
  });

  it('is refused where a file of the checkpoint is damaged, which is named', async () => {
    const shop = workshop(few);
    const config = configFor(shop, 'out');
    await runUntil(config, false, (event) => event.kind === 'step' && event.step === 2);
    for (const name of ['updates.json', 'state.json']) {
      const file = path.join(config.output, 'last', name);
      const whole = readFileSync(file, 'utf8');
      for (const text of [whole.slice(0, 30), '[]', '']) {
        writeFileSync(file, text);
        await expect(runAll(config, { resume: true })).rejects.toThrow(new RegExp(`${name}: .*`));
        await expect(runAll(config, { resume: true })).rejects.toBeInstanceOf(UserError);
      }
      writeFileSync(file, whole);
    }
    const state = path.join(config.output, 'last', 'state.json');
    writeFileSync(state, '{"form": 1, "stage": 0, "finished": []}');
    await expect(runAll(config, { resume: true })).rejects.toThrow(
      /not the state of a run that this version can continue/,
    );
  });

  it('is refused where there is none, or it is done; a new run never overwrites one', async () => {
    const shop = workshop(few);
    const config = configFor(shop, 'out');
    await expect(runAll(config, { resume: true })).rejects.toThrow(/there is no run in it to resume/);
    await runUntil(config, false, (event) => event.kind === 'step' && event.step === 2);
    await expect(runAll(config)).rejects.toThrow(/--resume goes on with it, --force begins anew/);
    await runAll(config, { resume: true });
    await expect(runAll(config, { resume: true })).rejects.toThrow(/the run in it is done/);
    const before = weightsOf(config.output);
    await expect(runAll(config)).rejects.toBeInstanceOf(UserError);
    expect(weightsOf(config.output)).toBe(before);
    await runAll(config, { force: true });
    expect(weightsOf(config.output)).toBe(before);
    const mine = path.join(shop.at('full'), 'mine');
    mkdirSync(shop.at('full'));
    writeFileSync(mine, 'mine');
    await expect(runAll({ ...config, output: shop.at('full') })).rejects.toThrow(/is not empty/);
    expect(readFileSync(mine, 'utf8')).toBe('mine');
  });
});
