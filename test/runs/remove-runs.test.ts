import {
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeRun } from '../../src/runs/describe-run.ts';
import { readEntry, registerRun, runId } from '../../src/runs/registry.ts';
import { removeRuns } from '../../src/runs/remove-runs.ts';
import { gerbera } from '../support/command-line.ts';
import { scratchFolder, workshop, workshopIn } from '../train/run/fixtures.ts';
import { startTrainer, trained, twoStages, until } from './trainer.ts';

let done: string;
let stopped: string;

beforeAll(async () => {
  const shop = workshopIn(mkdtempSync(path.join(tmpdir(), 'gerbera-runs-')));
  done = await trained(shop, 'done', '--epochs', '1', '--keep-checkpoints');
  stopped = shop.at('stopped');
  const ended = new AbortController();
  const argv = twoStages(shop, stopped, '--epochs', '40', '--checkpoint-steps', '5');
  const training = gerbera(argv, { signal: ended.signal });
  await until(
    () => describeRun(stopped),
    ({ checkpointBytes, best }) => checkpointBytes > 0 && best !== undefined,
  );
  ended.abort(new Error('enough'));
  await training;
  return () => rmSync(shop.folder, { recursive: true, force: true });
}, 60_000);

/** A registered copy of a run, for a test to remove. */
function copyOf(run: string): { readonly id: string; readonly output: string } {
  const output = path.join(scratchFolder(), 'run');
  cpSync(run, output, { recursive: true });
  return { id: registerRun(output).id, output };
}

/** All that lies in a folder. */
const all = (folder: string) => readdirSync(folder, { recursive: true }).toSorted();

describe('removing runs', () => {
  it('removes a run that is done with its folder, and forgets it', async () => {
    const { id, output } = copyOf(done);
    const { bytes } = await describeRun(output);
    expect(await removeRuns([id], 'all')).toEqual({ bytes });
    expect([existsSync(output), existsSync(path.dirname(output)), await readEntry(id)]).toEqual([
      false,
      true,
      undefined,
    ]);
  });

  it('removes one that is not done, at any moment of its writing', async () => {
    const { id, output } = copyOf(stopped);
    for (const name of ['last.partial', 'last.next', 'last.former'])
      cpSync(path.join(output, 'last'), path.join(output, name), { recursive: true });
    cpSync(path.join(output, 'last'), path.join(output, 'best', 'single-task.partial'), { recursive: true });
    for (const name of ['model.safetensors.partial', 'training.json.partial', '.stop', '.DS_Store', '.lock.123']) {
      writeFileSync(path.join(output, name), 'x');
    }
    await removeRuns([id], 'all');
    expect(existsSync(output)).toBe(false);
  });

  it('removes the models that stages have in folders of their own', async () => {
    const own = workshop();
    const out = own.at('out');
    const multi = ['train', '--method', 'multi', '--target', own.target, own.twin, '--base', own.base, '--out', out];
    const { exitCode, stderr } = await gerbera([...multi, '--epochs', '1', '--max-length', '24', '--device', 'cpu']);
    expect([exitCode, exitCode === 0 ? '' : stderr]).toEqual([0, '']);
    const saved = readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(saved).toHaveLength(2);
    writeFileSync(path.join(out, saved[1]?.name ?? '', 'notes.txt'), '');
    await expect(removeRuns([runId(out)], 'all')).rejects.toThrow(path.join(out, saved[1]?.name ?? '', 'notes.txt'));
    rmSync(path.join(out, saved[1]?.name ?? '', 'notes.txt'));
    await removeRuns([runId(out)], 'all');
    expect(existsSync(out)).toBe(false);
  });

  it.each([
    ['notes.txt', (place: string) => writeFileSync(place, 'mine')],
    ['corpus', (place: string) => mkdirSync(place)],
    ['last/notes.txt', (place: string) => writeFileSync(place, 'mine')],
    ['best/notes.txt', (place: string) => writeFileSync(place, 'mine')],
    ['best/single-task/deep', (place: string) => mkdirSync(place, { recursive: true })],
    ['tokenizer.json.bak', (place: string) => writeFileSync(place, 'mine')],
    ['model.safetensors', (place: string) => [rmSync(place, { force: true }), mkdirSync(place)]],
    ['merges.txt', (place: string) => symlinkSync('/etc/hostname', place)],
    ['run.json', (place: string) => symlinkSync('training.json', place)],
  ])('refuses to remove a folder that holds %s, and removes nothing at all', async (name, make) => {
    const { id, output } = copyOf(stopped);
    const other = copyOf(done);
    const place = path.join(output, ...name.split('/'));
    make(place);
    const before = all(output);
    const named = name.split('/').length > 2 ? path.dirname(place) : place;
    await expect(removeRuns([other.id, id], 'all')).rejects.toThrow(named);
    expect(all(output)).toEqual(before);
    expect([existsSync(path.join(other.output, 'run.json')), (await readEntry(id))?.id]).toEqual([true, id]);
    expect(existsSync(path.join(other.output, '.lock'))).toBe(false);
  });

  it('never follows a link out of the folder', async () => {
    const precious = path.join(scratchFolder(), 'precious');
    cpSync(path.join(stopped, 'last'), precious, { recursive: true });
    const before = all(precious);
    for (const name of ['last', 'best', 'last.former', 'best/single-task']) {
      const { id, output } = copyOf(stopped);
      rmSync(path.join(output, name), { recursive: true, force: true });
      symlinkSync(precious, path.join(output, name));
      for (const what of ['checkpoints', 'all'] as const) {
        await expect(removeRuns([id], what)).rejects.toThrow(`${path.join(output, name)}: a link`);
      }
      expect(all(precious)).toEqual(before);
    }
  });

  it('removes a folder that is reached by a link, and the link', async () => {
    const { output } = copyOf(done);
    const link = path.join(scratchFolder(), 'link');
    symlinkSync(output, link);
    const { id } = registerRun(link);
    expect(id).toBe(runId(output));
    await removeRuns([id], 'all');
    expect([existsSync(output), readdirSync(path.dirname(link))]).toEqual([false, []]);
  });

  it('does not count what stays on the disk', async () => {
    const { id, output } = copyOf(done);
    linkSync(path.join(output, 'model.safetensors'), path.join(path.dirname(output), 'kept'));
    const { bytes } = await describeRun(output);
    const size = readFileSync(path.join(path.dirname(output), 'kept')).length;
    expect(await removeRuns([id], 'all')).toEqual({ bytes: bytes - size });
  });

  it('removes the checkpoints alone; a run that is not done says why it cannot go on, and can begin anew', async () => {
    const [first, second] = [copyOf(done), copyOf(stopped)];
    const before = [await describeRun(first.output), await describeRun(second.output)];
    const { bytes } = await removeRuns([first.id, second.id, first.id], 'checkpoints');
    expect(bytes).toBe(before.reduce((sum, { checkpointBytes }) => sum + checkpointBytes, 0));
    const after = [await describeRun(first.output), await describeRun(second.output)];
    expect(after).toMatchObject([
      { state: 'done', checkpointBytes: 0, devel: before[0]?.devel },
      { state: 'failed', checkpointBytes: 0, problem: 'its checkpoints were removed; it can only begin anew' },
    ]);
    expect(await removeRuns([second.id], 'checkpoints')).toEqual({ bytes: 0 });
    expect(await describeRun(second.output)).toEqual(after[1]);
    await removeRuns([first.id, second.id], 'all');
    expect([existsSync(first.output), existsSync(second.output)]).toEqual([false, false]);
  });

  it('notes so on a line of its own where the log was cut', async () => {
    const { id, output } = copyOf(stopped);
    const file = path.join(output, 'log.jsonl');
    writeFileSync(file, readFileSync(file).subarray(0, -10));
    await removeRuns([id], 'checkpoints');
    expect(await describeRun(output)).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('checkpoints'),
    });
  });

  it('forgets a run whose folder has gone or is another one now, and touches nothing', async () => {
    const [gone, other] = [copyOf(done), copyOf(done)];
    rmSync(gone.output, { recursive: true });
    renameSync(path.join(other.output, 'run.json'), path.join(other.output, 'report.json'));
    const before = all(other.output);
    expect(await removeRuns([gone.id, other.id], 'all')).toEqual({ bytes: 0 });
    expect([await readEntry(gone.id), await readEntry(other.id)]).toEqual([undefined, undefined]);
    expect(all(other.output)).toEqual(before);
  });

  it('refuses runs under way, and ids that are none', async () => {
    const own = workshop();
    const out = own.at('out');
    const { child, ended } = startTrainer(twoStages(own, out, '--epochs', '40'));
    await until(
      () => describeRun(out),
      ({ best }) => best !== undefined,
    );
    for (const what of ['checkpoints', 'all'] as const) {
      await expect(removeRuns([runId(out)], what)).rejects.toThrow(`process ${child.pid} is writing into it`);
    }
    expect(await describeRun(out)).toMatchObject({ state: 'running' });
    child.kill('SIGKILL');
    await ended;
    await removeRuns([runId(out)], 'all');
    expect(existsSync(out)).toBe(false);
    await expect(removeRuns(['000000000000'], 'all')).rejects.toThrow('there is no run');
    await expect(removeRuns(['../..'], 'all')).rejects.toThrow('there is no run');
  });
});
