import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { describeRun } from '../../src/runs/describe-run.ts';
import { startTrainer, trained, twoStages, until } from '../runs/trainer.ts';
import { gerbera } from '../support/command-line.ts';
import { scratchFolder, workshop } from '../train/run/fixtures.ts';

function ownHome(): void {
  vi.stubEnv('GERBERA_HOME', scratchFolder());
  onTestFinished(() => void vi.unstubAllEnvs());
}

const runs = (...argv: readonly string[]) => gerbera(['runs', ...argv]);

describe('gerbera runs', () => {
  it('lists runs, shows what they gave, stops and removes them', async () => {
    ownHome();
    const none = await runs();
    expect([none.exitCode, none.stdout]).toEqual([0, '']);
    expect(none.stderr).toContain('no runs yet');

    const shop = workshop();
    const done = await trained(shop, 'done', '--epochs', '2', '--test');
    const out = shop.at('other');
    const { ended } = startTrainer(twoStages(shop, out, '--epochs', '200'));
    await until(
      () => describeRun(out),
      ({ best }) => best !== undefined,
    );

    const listed = await runs('list');
    expect(listed.stdout).toMatch(
      /^other: running, stage multi-task \(1 of 2\), epoch \d+ of 200, \d+ %, .* left; gerbera on target; best F1 \d+\.\d\d\n/,
    );
    expect(listed.stdout).toMatch(
      /\ndone: done; gerbera on target; best F1 \d+\.\d\d\n {2}\/.*done, started 20.* UTC, \d+ kB\n$/,
    );
    const json = JSON.parse((await runs('--json')).stdout);
    expect(json).toMatchObject([
      { name: 'other', state: 'running' },
      { name: 'done', state: 'done' },
    ]);

    const shown = await runs('show', 'done');
    const { devel } = await describeRun(done);
    const f1 = (100 * (devel[0]?.micro.f1 ?? 0)).toFixed(2);
    expect(shown.stdout.split('\n').slice(0, 8)).toEqual([
      'done: done',
      expect.stringMatching(/^ {2}folder: .*done, \d+ kB \(checkpoints 0 kB\)$/),
      expect.stringMatching(/^ {2}started 20\d\d-.* UTC, ended 20\d\d-.* UTC, [\d.]+ s of updates$/),
      expect.stringMatching(/^ {2}method: gerbera, seed \d+, gerbera \d+\.\d+\.\d+, on cpu$/),
      `  base: ${shop.base}`,
      `  corpus target: ${shop.target}`,
      `  corpus general (not the target): ${shop.general}`,
      expect.stringContaining(`best F1 ${f1}: `),
    ]);
    expect(shown.stdout).toMatch(/\n {2}stage +epoch +step +F1 target\n {2}multi-task +1 +\d+ +\d+\.\d\d {2}best\n/);
    expect(shown.stdout.match(/^ {2}\S+ +[12] +\d+ +[\d.]+/gm)).toHaveLength(4);
    expect(shown.stdout).toMatch(/\n {2}devel +type +precision +recall +F1 +mentions\n {2}target +all /);
    expect(shown.stdout).toMatch(
      /\n {2}test +type +precision .*\n.*\n {2}target +Disease +[\d.]+ +[\d.]+ +[\d.]+ +\d+\n$/,
    );
    for (const line of shown.stdout.split('\n')) expect(line).toBe(line.trimEnd());
    const whole = JSON.parse((await runs('show', done, '--json')).stdout);
    expect([whole.state, whole.evaluations.length]).toEqual(['done', 4]);

    const refused = await runs('remove', 'done', 'other');
    expect([refused.exitCode, existsSync(done)]).toEqual([1, true]);
    expect(refused.stderr).toMatch(/other: process \d+ is writing into it/);
    const stopped = await runs('stop', 'other', '--finish');
    expect([stopped.exitCode, stopped.stderr]).toEqual([
      0,
      `gerbera: ${out}: asked to end after the update under way, with the best weights so far as its model\n`,
    ]);
    expect(await ended).toBe(0);
    expect(await describeRun(out)).toMatchObject({ state: 'done' });
    expect((await runs('stop', out)).stderr).toBe(`gerbera: ${out}: the run is not under way\n`);

    const removed = await runs('remove', 'done', out);
    expect([removed.exitCode, existsSync(done), existsSync(out)]).toEqual([0, false, false]);
    expect(removed.stderr).toMatch(/^gerbera: removed; \d+ kB are free\n$/);
    expect(JSON.parse((await runs('--json')).stdout)).toEqual([]);
  });

  it('finds runs by their folders that were begun elsewhere, and asks which of two that are called alike', async () => {
    ownHome();
    const [first, second] = [workshop(), workshop()];
    const [one, two] = [
      await trained(first, 'out'),
      await trained(second, 'out', '--epochs', '1', '--keep-checkpoints'),
    ];
    const twice = await runs('show', 'out');
    expect([twice.exitCode, twice.stderr]).toEqual([1, expect.stringContaining(`give the folder of one: `)]);
    expect((await runs('show', one)).exitCode).toBe(0);

    const moved = path.join(first.folder, 'moved');
    renameSync(two, moved);
    expect((await runs('list')).stdout).toMatch(/out: its folder has gone; gerbera on target\n/);
    const freed = await runs('remove', moved, '--checkpoints');
    expect([freed.exitCode, existsSync(path.join(moved, 'best')), existsSync(moved)]).toEqual([0, false, true]);
    expect(freed.stderr).toMatch(/^gerbera: removed the checkpoints; \d+ kB are free\n$/);
    expect((await runs('remove', moved, '--checkpoints')).stderr).toBe('gerbera: there were no checkpoints\n');
    expect(
      JSON.parse((await runs('--json')).stdout)
        .map(({ name }: { name: string }) => name)
        .sort(),
    ).toEqual(['moved', 'out', 'out']);
    expect((await runs('remove', two)).exitCode).toBe(0);
    rmSync(one, { recursive: true });
    expect((await runs('remove', 'out', moved)).exitCode).toBe(0);
    expect(JSON.parse((await runs('--json')).stdout)).toEqual([]);
  });

  it.each<[readonly string[], number, string]>([
    [['start'], 2, '"start" is none of list, show, stop, remove'],
    [['list', 'x'], 2, '"x" is one argument too many'],
    [['show'], 2, 'name a run'],
    [['show', 'a', 'b'], 2, '"b" is one argument too many'],
    [['remove'], 2, 'nothing to remove'],
    [['remove', 'x', '--json'], 2, '--json has no effect with "runs remove"'],
    [['stop', 'x', '--finish', '--kill'], 2, '--finish and --kill exclude each other'],
    [['show', 'absent'], 1, 'no run is called "absent"; "gerbera runs" lists those there are'],
    [['remove', '.'], 1, 'no run is called "."'],
  ])('exits for %j with %d', async (argv, code, message) => {
    ownHome();
    const { exitCode, stderr, stdout } = await runs(...argv);
    expect([exitCode, stdout]).toEqual([code, '']);
    expect(stderr).toContain(`gerbera: ${message}`);
  });
});
