import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunReader } from '../../src/runs/describe-run.ts';
import { registerRun, runId } from '../../src/runs/registry.ts';
import { stopRun } from '../../src/runs/stop-run.ts';
import { workshop } from '../train/run/fixtures.ts';
import { startTrainer, trained, twoStages, until } from './trainer.ts';

describe('stopping a run', () => {
  it.each([
    ['pause', 'stopped'],
    ['finish', 'done'],
    ['kill', 'interrupted'],
  ] as const)('by %s leaves it %s', async (how, state) => {
    const shop = workshop();
    const out = shop.at('out');
    const { child, ended } = startTrainer(twoStages(shop, out, '--epochs', '200'));
    const reader = new RunReader(out);
    await until(
      () => reader.read(),
      ({ best }) => best !== undefined,
    );
    await stopRun(runId(out), how);
    await ended;
    expect(child.signalCode).toBe(how === 'kill' ? 'SIGKILL' : null);
    expect(await reader.read()).toMatchObject({ state });
    await expect(stopRun(runId(out), how)).rejects.toThrow(`${out}: the run is not under way`);
  });

  it('ends no process of another machine and no other program, and no run that there is not', async () => {
    const out = await trained(workshop(), 'out');
    const { id } = registerRun(out);
    const lock = path.join(out, '.lock');
    const own = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
    writeFileSync(lock, JSON.stringify({ ...own, host: 'elsewhere' }));
    await expect(stopRun(id, 'kill')).rejects.toThrow(`process ${process.pid} runs on elsewhere`);
    writeFileSync(lock, JSON.stringify(own));
    const command = process.argv.join(' ');
    if (/\btrain\b/.test(command)) throw new Error(`this test must not be called so: ${command}`);
    await expect(stopRun(id, 'kill')).rejects.toThrow(`process ${process.pid} is another program`);
    await expect(stopRun('0123456789ab', 'pause')).rejects.toThrow('there is no run "0123456789ab"');
  });
});

function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')[19];
}
