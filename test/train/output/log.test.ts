import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { StepEvent, TrainingEvent } from '../../../src/train/events.ts';
import { logged } from '../../../src/train/output/log.ts';
import { scratchFolder } from '../run/fixtures.ts';

const unowned = { owned: () => false, isStop: () => false };

const step: StepEvent = {
  ...{ kind: 'step', stage: 'target', epoch: 1, epochs: 2, step: 1, of: 100, loss: {}, learningRate: 1e-4 },
  ...{ gradientNorm: 1, tokens: 64, tokensPerSecond: 100, secondsLeft: 70 },
};

const linesOf = (folder: string): { kind: string; step: number; loss: object }[] =>
  readFileSync(path.join(folder, 'log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

async function* events(): AsyncGenerator<TrainingEvent> {
  yield { kind: 'done', output: '', devel: [], test: [], saved: [], seconds: 1 };
}

/** A run that has one event to tell before it ends. */
async function* failing(thrown: unknown): AsyncGenerator<TrainingEvent> {
  yield step;
  throw thrown;
}

describe('the log of a run', () => {
  it.each([
    ['', 1],
    ['{"kind":"plan"}\n', 2],
    ['{"kind":"plan"}\n{"kind":"st', 2],
    ['{"ki', 1],
  ])('goes on after %j, line by line', async (before, lines) => {
    const folder = scratchFolder();
    const file = path.join(folder, 'log.jsonl');
    writeFileSync(file, before);
    for await (const _ of logged(events(), folder, unowned));
    const kinds = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).kind);
    expect(kinds).toEqual(lines === 2 ? ['plan', 'done'] : ['done']);
  });

  it('tells of ten updates in a line, or of those of five seconds', async () => {
    const folder = scratchFolder();
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      async function* steps(): AsyncGenerator<TrainingEvent> {
        for (let number = 1; number <= 25; number++) {
          // The first twelve take a tenth of a second each, the others two seconds.
          vi.advanceTimersByTime(number <= 12 ? 100 : 2000);
          yield { ...step, step: number, loss: { Gene: number } };
        }
      }
      for await (const _ of logged(steps(), folder, unowned));
    } finally {
      vi.useRealTimers();
    }
    const told = linesOf(folder).map((line) => [line.step, line.loss]);
    const mean = (Gene: number) => ({ Gene });
    expect(told.slice(0, 3)).toEqual([
      [10, mean(5.5)],
      [15, mean(13)],
      [18, mean(17)],
    ]);
    expect(told.at(-1)).toEqual([25, mean(25)]);
  });

  it.each([
    [true, new Error('stop'), ['step', 'stopped']],
    [false, new Error('stop'), []],
    [true, new UserError('no room'), ['step', 'failed']],
  ])('ends with why the run did, if the folder is its own (%s)', async (isOwned, thrown, kinds) => {
    const folder = scratchFolder();
    const run = { owned: () => isOwned, isStop: (what: unknown) => !(what instanceof UserError) };
    const read = async () => {
      for await (const _ of logged(failing(thrown), folder, run));
    };
    await expect(read()).rejects.toBe(thrown);
    expect(readdirSync(folder)).toEqual(isOwned ? ['log.jsonl'] : []);
    if (isOwned) expect(linesOf(folder).map(({ kind }) => kind)).toEqual(kinds);
  });

  it('that cannot be written does not hide why the run ended', async () => {
    const folder = scratchFolder();
    mkdirSync(path.join(folder, 'log.jsonl'));
    const first = new UserError('the disk is full');
    const read = async () => {
      for await (const _ of logged(failing(first), folder, { owned: () => true, isStop: () => false }));
    };
    await expect(read()).rejects.toBe(first);
  });
});
