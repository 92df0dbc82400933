import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runsFolder } from '../../src/library/folders.ts';
import { forgetRun, outputFileOf, readEntry, registerRun, runId } from '../../src/runs/registry.ts';
import type { RunSummary } from '../../src/runs/run.ts';
import { RunList } from '../../src/runs/run-list.ts';
import { watchRuns } from '../../src/runs/watch-runs.ts';
import { gerbera } from '../support/command-line.ts';
import { scratchFolder, workshop } from '../train/run/fixtures.ts';
import { startTrainer, trained, twoStages } from './trainer.ts';

const patiently = { timeout: 45_000, interval: 50 };

/** A registry of its own for a test, the one that trainers of this process and its children write. */
function ownHome(): string {
  const home = scratchFolder();
  vi.stubEnv('GERBERA_HOME', home);
  onTestFinished(() => void vi.unstubAllEnvs());
  return path.join(home, 'runs');
}

function watching() {
  const ended = new AbortController();
  const watched = { runs: undefined as readonly RunSummary[] | undefined, told: 0 };
  const done = watchRuns((runs) => {
    watched.runs = runs;
    watched.told++;
  }, ended.signal);
  onTestFinished(async () => {
    ended.abort();
    await done;
  });
  return watched;
}

describe('the runs of a user', () => {
  it('are those that any process trains, from their beginning on, newest first', async () => {
    ownHome();
    const watched = watching();
    await vi.waitFor(() => expect(watched.runs).toEqual([]), patiently);
    const shop = workshop();
    const [first, second] = [await trained(shop, 'first'), shop.at('second')];
    await vi.waitFor(() => expect(watched.runs).toMatchObject([{ name: 'first', state: 'done' }]), patiently);
    expect(watched.runs?.[0]).toMatchObject({ id: runId(first), output: first });

    const { child, ended } = startTrainer(twoStages(shop, second, '--epochs', '400', '--patience', '0'));
    const running = [{ name: 'second', state: 'running' }, { name: 'first' }];
    await vi.waitFor(() => expect(watched.runs).toMatchObject(running), patiently);
    const share = () => watched.runs?.[0]?.progress?.share ?? 0;
    const early = share();
    await vi.waitFor(() => expect(share()).toBeGreaterThan(early), patiently);
    child.kill('SIGKILL');
    await ended;
    await vi.waitFor(() => expect(watched.runs?.[0]?.state).toBe('interrupted'), patiently);

    rmSync(second, { recursive: true });
    await vi.waitFor(() => expect(watched.runs?.[0]).toMatchObject({ name: 'second', state: 'missing' }), patiently);
    forgetRun(runId(second));
    await vi.waitFor(() => expect(watched.runs).toMatchObject([{ name: 'first', state: 'done' }]), patiently);
    const { told } = watched;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(watched.told).toBe(told);
  });

  it('are found where only their folder was there before, and whatever else lies in the registry', async () => {
    const runs = ownHome();
    const out = await trained(workshop(), 'out');
    const id = runId(out);
    rmSync(runs, { recursive: true });
    const list = new RunList();
    expect(await list.read()).toEqual([]);
    mkdirSync(path.dirname(outputFileOf(id)), { recursive: true });
    writeFileSync(outputFileOf(id), 'starting');
    const damaged = ['', '{', '[]', '{"output":3}', '{"output":"relative/folder"}', '{"output":"/a\\u0000b"}', '\0'];
    for (const [index, text] of damaged.entries()) {
      const folder = path.join(runs, String(index).padStart(12, '0'));
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'entry.json'), text);
    }
    writeFileSync(path.join(runs, 'notes.txt'), '');
    writeFileSync(path.join(runs, 'ffffffffffff'), '');
    mkdirSync(path.join(runs, '111111111111', 'entry.json'), { recursive: true });
    expect(await list.read()).toEqual([]);
    registerRun(out);
    expect(await list.read()).toMatchObject([{ id, state: 'done' }]);
    expect(await list.read()).toBe(await list.read());
    expect(await readEntry('../../..')).toBeUndefined();
    expect(() => outputFileOf('../../etc')).toThrow('is no run');
  });

  it('has one id by whatever name its folder goes', async () => {
    const shop = workshop();
    const out = await trained(shop, 'out');
    expect(runId(path.join(shop.folder, 'target', '..', 'out', '.'))).toBe(runId(out));
    expect(runId(path.relative(process.cwd(), out))).toBe(runId(out));
    expect(runId(shop.at('other'))).not.toBe(runId(out));
    expect(runId(out)).toMatch(/^[0-9a-f]{12}$/);
  });

  it('train all the same where they cannot be registered', async () => {
    const shop = workshop();
    writeFileSync(shop.at('file'), '');
    vi.stubEnv('GERBERA_HOME', shop.at('file'));
    onTestFinished(() => void vi.unstubAllEnvs());
    const { exitCode, stderr } = await gerbera(twoStages(shop, shop.at('out'), '--epochs', '1'));
    expect([exitCode, existsSync(shop.at('out/run.json'))]).toEqual([0, true]);
    expect(stderr.match(/"gerbera runs" will not list this run: .*/g)).toHaveLength(1);
    expect(readFileSync(shop.at('file'), 'utf8')).toBe('');
    expect(runsFolder()).toBe(shop.at('file/runs'));
  });
});
