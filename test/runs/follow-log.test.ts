import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** So that a run is under way until it is stopped, however fast the machine is. */
const endless = ['--epochs', '5000', '--patience', '0'];

const patiently = { timeout: 45_000, interval: 50 };

describe('following a log', () => {
  it('tells what a real run logs as it comes, to its end', async () => {
    const shop = workshop();
    const out = shop.at('out');
    const followed = following(out);
    await vi.waitFor(() => expect(followed.anew).toBe(1), patiently);
    expect(followed.entries).toEqual([]);
    const { child, ended } = startTrainer(twoStages(shop, out, ...endless));
    await vi.waitFor(() => expect(followed.entries.length).toBeGreaterThan(3), patiently);
    expect(followed.entries.at(-1)?.kind).not.toBe('stopped');
    child.kill('SIGTERM');
    expect(await ended).toBe(143);
    await vi.waitFor(() => expect(followed.entries.at(-1)?.kind).toBe('stopped'), patiently);
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
    const longer = (await readLog(other)).entries;
    // In one go: a log of which half is there would be told twice.
    renameSync(path.join(other, 'log.jsonl'), file);
    await vi.waitFor(() => expect(followed.entries).toEqual(longer), patiently);

    writeFileSync(`${file}.new`, `${JSON.stringify({ time: 't', kind: 'stopped' })}\n`);
    renameSync(`${file}.new`, file);
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
    const first = startTrainer(twoStages(shop, out, ...endless, '--checkpoint-steps', '30'));
    const stepsOf = () => followed.entries.filter(({ kind }) => kind === 'step').length;
    await vi.waitFor(() => expect(followed.entries.some(({ kind }) => kind === 'checkpoint')).toBe(true), patiently);
    first.child.kill('SIGKILL');
    await first.ended;
    const [anew, before] = [followed.anew, stepsOf()];
    const second = startTrainer(['train', '--resume', '--out', out]);
    await vi.waitFor(() => expect([followed.anew > anew, stepsOf() > before]).toEqual([true, true]), patiently);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(143);
    await vi.waitFor(() => expect(followed.entries.at(-1)?.kind).toBe('stopped'), patiently);
    const steps = followed.entries.flatMap((entry) => (entry.kind === 'step' ? [`${entry.stage} ${entry.step}`] : []));
    expect(new Set(steps).size).toBe(steps.length);
    renameSync(out, shop.at('elsewhere'));
    expect(readFileSync(path.join(shop.at('elsewhere'), 'log.jsonl'), 'utf8')).toContain('"resumed"');
  });
});
