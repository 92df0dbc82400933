import { appendFileSync, cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { followLog } from '../../src/runs/follow-log.ts';
import { readLog } from '../../src/runs/read-log.ts';
import type { RunLogEntry } from '../../src/runs/run.ts';
import { scratchFolder, workshop } from '../train/run/fixtures.ts';
import { madeUpEvents, writeMadeUpLog } from './made-up-log.ts';
import { startTrainer, trained, twoStages } from './trainer.ts';

/** Follows a log until the test is over; keeps what a reader of it has. */
function following(output: string) {
  const ended = new AbortController();
  const followed = { entries: [] as readonly RunLogEntry[], anew: 0, told: 0 };
  const told = (entries: readonly RunLogEntry[], anew: boolean) => {
    followed.entries = anew ? entries : [...followed.entries, ...entries];
    followed.anew += anew ? 1 : 0;
    followed.told++;
  };
  const done = followLog(output, told, ended.signal);
  onTestFinished(async () => {
    ended.abort();
    await done;
  });
  return followed;
}

const patiently = { timeout: 45_000, interval: 50 };

describe('following a log', () => {
  it('tells what a real run logs as it comes, to its end', async () => {
    const shop = workshop();
    const out = shop.at('out');
    const followed = following(out);
    await vi.waitFor(() => expect(followed.anew).toBe(1), patiently);
    expect(followed.entries).toEqual([]);
    const { ended } = startTrainer(twoStages(shop, out, '--epochs', '12'));
    await vi.waitFor(() => expect(followed.entries.length).toBeGreaterThan(3), patiently);
    expect(followed.entries.at(-1)?.kind).not.toBe('done');
    expect(await ended).toBe(0);
    await vi.waitFor(() => expect(followed.entries.at(-1)?.kind).toBe('done'), patiently);
    expect(followed.entries).toEqual((await readLog(out)).entries);
  });

  it('tells a log anew that was begun anew, one that is longer too, and waits for one that has gone', async () => {
    const shop = workshop();
    const out = await trained(shop, 'out');
    const followed = following(out);
    const file = path.join(out, 'log.jsonl');
    await vi.waitFor(() => expect(followed.entries.at(-1)?.kind).toBe('done'), patiently);
    const before = followed.entries;

    rmSync(file);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(followed.entries).toEqual(before);
    const other = scratchFolder();
    await writeMadeUpLog(other, madeUpEvents({ epochs: 3, updates: 2000 }));
    cpSync(path.join(other, 'log.jsonl'), file);
    const longer = (await readLog(other)).entries;
    await vi.waitFor(() => expect(followed.entries).toEqual(longer), patiently);

    writeFileSync(file, `${JSON.stringify({ time: 't', kind: 'stopped' })}\n`);
    await vi.waitFor(() => expect(followed.entries).toEqual([{ time: 't', kind: 'stopped' }]), patiently);
    expect([followed.anew, followed.told]).toEqual([3, 3]);
  });

  it('tells a line when it is whole, and a long log in few entries', async () => {
    const output = path.join(scratchFolder(), 'out');
    mkdirSync(output);
    await writeMadeUpLog(output, madeUpEvents({ epochs: 5, updates: 8000 }));
    const file = path.join(output, 'log.jsonl');
    const followed = following(output);
    await vi.waitFor(() => expect(followed.told).toBe(1), patiently);
    const steps = followed.entries.filter(({ kind }) => kind === 'step');
    expect([steps.length > 1000, steps.length <= 2000]).toEqual([true, true]);
    const line = JSON.stringify({ time: 't', kind: 'failed', message: 'the disk is full' });
    appendFileSync(file, line.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(followed.told).toBe(1);
    appendFileSync(file, `${line.slice(20)}\n`);
    await vi.waitFor(() => expect(followed.entries.at(-1)).toEqual(JSON.parse(line)), patiently);
    expect([followed.anew, followed.told]).toEqual([1, 2]);
  });

  it('is told anew where a run goes back to its last checkpoint', async () => {
    const shop = workshop();
    const out = shop.at('out');
    const followed = following(out);
    const first = startTrainer(twoStages(shop, out, '--epochs', '12', '--checkpoint-steps', '30'));
    await vi.waitFor(() => expect(followed.entries.some(({ kind }) => kind === 'checkpoint')).toBe(true), patiently);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await startTrainer(['train', '--resume', '--out', out]).ended).toBe(0);
    await vi.waitFor(() => expect(followed.entries.at(-1)?.kind).toBe('done'), patiently);
    const steps = followed.entries.flatMap((entry) => (entry.kind === 'step' ? [`${entry.stage} ${entry.step}`] : []));
    expect(new Set(steps).size).toBe(steps.length);
    expect(followed.anew).toBeGreaterThan(1);
    renameSync(out, shop.at('elsewhere'));
    expect(readFileSync(path.join(shop.at('elsewhere'), 'log.jsonl'), 'utf8')).toContain('"resumed"');
  });
});
