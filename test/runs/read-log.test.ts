import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLog } from '../../src/runs/read-log.ts';
import type { RunLogEntry } from '../../src/runs/run.ts';
import type { TrainingEvent } from '../../src/train/events.ts';
import { scratchFolder } from '../train/run/fixtures.ts';
import { madeUpEvents, writeMadeUpLog } from './made-up-log.ts';

const steps = (entries: readonly RunLogEntry[]) => entries.filter((entry) => entry.kind === 'step');
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the log of a run', () => {
  it('is read whole, and from any place on to the same end', async () => {
    const folder = scratchFolder();
    await writeMadeUpLog(folder, madeUpEvents({ stages: 2, epochs: 3, updates: 25 }));
    const file = path.join(folder, 'log.jsonl');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const { entries, next } = await readLog(folder);
    expect(entries).toEqual(lines.map((line) => JSON.parse(line)));
    expect(next).toBe(statSync(file).size);
    const cut = Buffer.byteLength(`${lines.slice(0, 7).join('\n')}\n`);
    expect((await readLog(folder, { from: cut })).entries).toEqual(entries.slice(7));
    expect((await readLog(folder, { from: next })).entries).toEqual([]);
  });

  it('is nothing where there is none', async () => {
    expect(await readLog(scratchFolder())).toEqual({ entries: [], next: 0 });
    expect(await readLog(path.join(scratchFolder(), 'absent'), { from: 12 })).toEqual({ entries: [], next: 12 });
  });

  it('is read up to its last complete line, which is read when it is whole', async () => {
    const folder = scratchFolder();
    const file = path.join(folder, 'log.jsonl');
    const line = '{"time":"t","kind":"failed","message":"é"}\n';
    for (let cut = 0; cut < Buffer.byteLength(line); cut++) {
      writeFileSync(file, `${line}${line}`);
      truncateSync(file, Buffer.byteLength(line) + cut);
      const first = await readLog(folder);
      expect([first.entries.length, first.next]).toEqual([1, Buffer.byteLength(line)]);
      appendFileSync(file, Buffer.from(line).subarray(cut));
      expect((await readLog(folder, { from: first.next })).entries).toEqual([JSON.parse(line)]);
    }
  });

  it('gives exactly the lines that are sound, whatever else is in it and wherever reading goes on', async () => {
    const folder = scratchFolder();
    const file = path.join(folder, 'log.jsonl');
    const sound = fc.record({
      time: fc.string(),
      kind: fc.constant('failed'),
      message: fc.string({ unit: 'binary' }),
    });
    const part = fc.oneof(
      sound.map((entry) => ({ entry, bytes: Buffer.from(`${JSON.stringify(entry)}\n`) })),
      fc
        .uint8Array({ maxLength: 40 })
        .map((bytes) => ({ bytes: Buffer.from([...bytes.filter((b) => b !== 10), 33, 10]) })),
      fc.json().map((json) => ({ bytes: Buffer.from(`${json.replaceAll('\n', ' ')}\n`) })),
      fc
        .constantFrom(
          '{"kind":"step","time":"t"}',
          '{"kind":"plan","time":"t","stages":null}',
          '[]',
          '{"kind":"stopped"}',
        )
        .map((text) => ({ bytes: Buffer.from(`${text}\n`) })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part), fc.nat(), async (parts, at) => {
        const bytes = Buffer.concat(parts.map((each) => each.bytes));
        const expected = parts.flatMap((each) => ('entry' in each ? [each.entry] : []));
        const cut = bytes.length === 0 ? 0 : at % bytes.length;
        writeFileSync(file, bytes.subarray(0, cut));
        const first = await readLog(folder);
        appendFileSync(file, bytes.subarray(cut));
        const second = await readLog(folder, { from: first.next });
        expect([...first.entries, ...second.entries]).toEqual(expected);
        expect(second.next).toBe(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('goes on behind a line that is longer than any of a log', async () => {
    const folder = scratchFolder();
    const file = path.join(folder, 'log.jsonl');
    const line = '{"time":"t","kind":"stopped"}\n';
    writeFileSync(file, `${line}${'x'.repeat(40_000_000)}\n${line}`);
    const { entries, next } = await readLog(folder);
    expect([entries.length, next]).toEqual([2, statSync(file).size]);
  });

  it('makes one update of many where it is long, and keeps all else', async () => {
    const folder = scratchFolder();
    await writeMadeUpLog(folder, madeUpEvents({ stages: 2, epochs: 20, updates: 1000 }));
    const { entries } = await readLog(folder);
    const thin = await readLog(folder, { most: 500 });
    expect(steps(entries)).toHaveLength(4000);
    expect(steps(thin.entries).length).toBeLessThanOrEqual(500);
    expect(steps(thin.entries).length).toBeGreaterThan(250);
    const others = (all: readonly RunLogEntry[]) => all.filter(({ kind }) => kind !== 'step');
    expect(others(thin.entries)).toEqual(others(entries));

    // Each stands where its last update was, with the means of those since the one before it.
    const all = steps(entries);
    let from = 0;
    for (const { loss, ...entry } of steps(thin.entries)) {
      const to = all.findIndex(({ stage, step }) => stage === entry.stage && step === entry.step) + 1;
      expect(all[to - 1]).toMatchObject(entry);
      const own = all.slice(from, to);
      for (const head of ['Disease', 'General']) {
        expect(loss[head]).toBeCloseTo(mean(own.map((each) => each.loss[head] ?? Number.NaN)), 12);
      }
      from = to;
    }
    expect(from).toBe(all.length);
  });

  it('leaves out what a resumed run has gone back behind', async () => {
    const folder = scratchFolder();
    const events: TrainingEvent[] = [];
    for await (const event of madeUpEvents({ epochs: 4, updates: 25 })) events.push(event);
    const [plan] = events;
    if (plan?.kind !== 'plan') throw new Error('a run begins with its plan');
    const upTo = (step: number) => events.filter((event) => !('step' in event) || event.step <= step);
    const after = (step: number) => events.filter((event) => 'step' in event && event.step > step);
    const write = async (...each: readonly TrainingEvent[]) => {
      await writeMadeUpLog(
        folder,
        (async function* () {
          yield* each;
        })(),
      );
    };
    await write(...upTo(80).filter(({ kind }) => kind !== 'stage end'));
    await write({ ...plan, resumed: { stage: 'stage-1', epoch: 3, step: 50 } }, ...after(50));
    const { entries } = await readLog(folder);
    const reached = steps(entries).map(({ step }) => step);
    expect(reached).toEqual(reached.toSorted((a, b) => a - b));
    expect(new Set(reached).size).toBe(reached.length);
    const evaluated = entries.flatMap((entry) => (entry.kind === 'evaluation' ? [entry.step] : []));
    expect(evaluated).toEqual([25, 50, 75, 100]);
    // A stage that has not begun keeps those before it.
    const next = { ...plan, stages: [...plan.stages, ...plan.stages.map((stage) => ({ ...stage, name: 'next' }))] };
    await write({ ...next, resumed: { stage: 'next', epoch: 1, step: 0 } });
    expect(steps((await readLog(folder)).entries)).toEqual(steps(entries));
    // Without a checkpoint it begins at its beginning.
    await write(plan, ...upTo(25).slice(1));
    const again = await readLog(folder);
    expect(steps(again.entries).map(({ step }) => step)).toEqual([10, 20, 25]);
    expect(again.entries.filter(({ kind }) => kind === 'plan')).toHaveLength(4);
  });
});
