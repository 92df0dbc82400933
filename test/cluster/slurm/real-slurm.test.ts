import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cancelTasks } from '../../../src/cluster/cancel-tasks.ts';
import { JobFolder } from '../../../src/cluster/job/folder.ts';
import { type ClusterEvent, type RunTasksOptions, runTasks } from '../../../src/cluster/run-tasks.ts';
import { type Scheduler, SchedulerTrouble } from '../../../src/cluster/scheduler.ts';
import { parseSlurmOptions } from '../../../src/cluster/slurm/options.ts';
import { partitionLimits } from '../../../src/cluster/slurm/sinfo.ts';
import { slurm } from '../../../src/cluster/slurm/slurm.ts';
import type { ClusterTask, TaskStatus } from '../../../src/cluster/task.ts';
import { readResults } from '../../../src/study/results.ts';
import { bertModel } from '../../model/models.ts';
import { writeModel } from '../../model/tiny.ts';
import { runAll, scoresOf, studyShop } from '../../study/fixtures.ts';
import { gerbera } from '../../support/command-line.ts';
import { slurmMissing, startSlurm } from '../../support/slurm.ts';

const missing = await slurmMissing();
const needs = { cpus: 1, memory: 100, minutes: 5, gpus: 0 };
const { signal } = new AbortController();
const scheduler = slurm(parseSlurmOptions(''));

/** A task that runs a program of JavaScript. */
function task(id: string, code: string, more: { after?: string[]; args?: string[] } = {}): ClusterTask {
  return { id, needs, after: more.after ?? [], command: [process.execPath, '-e', code, '--', ...(more.args ?? [])] };
}

const forever = 'setInterval(() => {}, 1000)';

describe.skipIf(missing)(`tasks on a real Slurm${missing ? ` (${missing})` : ''}`, () => {
  let folder = '';
  let stop = async () => {};

  beforeAll(() => {
    // A name that a shell, Slurm's own file names and `#SBATCH` lines would each take for something else.
    folder = path.join(mkdtempSync(path.join(tmpdir(), 'gerbera-jobs-')), `it's "odd" %j $HOME\n\\ü`);
    mkdirSync(folder);
    ({ stop } = startSlurm());
  }, 60_000);

  afterAll(async () => {
    await stop();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }, 60_000);

  function start(name: string, tasks: readonly ClusterTask[], more: Partial<RunTasksOptions> = {}) {
    return runTasks(tasks, {
      ...{ scheduler, folder: path.join(folder, name), cwd: folder, maxAttempts: 2, signal },
      runner: [process.execPath, path.resolve('test/cluster/runner.ts')],
      ...{ poll: { least: 200, most: 500 }, grace: 1000 },
      ...more,
    });
  }

  async function finish(run: AsyncGenerator<ClusterEvent, readonly TaskStatus[]>): Promise<readonly TaskStatus[]> {
    for (;;) {
      const next = await run.next();
      if (next.done) return next.value;
    }
  }

  /** Waits until a task has begun, and gives the process that runs it and its job. */
  async function begun(name: string, id: string, attempt = 1) {
    const job = new JobFolder(path.join(folder, name));
    return vi.waitFor(
      () => {
        const started = job.started(id, attempt);
        if (!started) throw new Error(`${id} has not begun`);
        return started;
      },
      { timeout: 30_000, interval: 50 },
    );
  }

  it('runs arrays with any arguments, in the order of what waits for what, and repeats what fails', async () => {
    const odd = ['a b', `'"`, 'x\ny', 'ü😀', '%j $HOME', '', '--flag', '\\'];
    const echo = 'process.stdout.write(JSON.stringify(process.argv.slice(1)))';
    const tasks = [
      task('echo', echo, { args: odd }),
      task('fails', 'throw new Error("a bad day")'),
      task('next', `require("fs").readFileSync(${JSON.stringify(path.join(folder, 'first/tasks/echo/1/exit.json'))})`, {
        after: ['echo'],
      }),
      task('never', echo, { after: ['fails'] }),
      { ...task('none', ''), command: ['/no/such/program'] } as ClusterTask,
    ];
    expect(await finish(start('first', tasks))).toEqual([
      { id: 'echo', state: 'done', attempts: 1 },
      { id: 'fails', state: 'failed', attempts: 2, reason: 'ended with exit code 1: Error: a bad day' },
      { id: 'next', state: 'done', attempts: 1 },
      { id: 'never', state: 'failed', attempts: expect.any(Number), reason: 'task fails, which it needs, failed' },
      { id: 'none', state: 'failed', attempts: 2, reason: expect.stringContaining('spawn /no/such/program ENOENT') },
    ]);
    expect(JSON.parse(readFileSync(path.join(folder, 'first/tasks/echo/1/stdout.txt'), 'utf8'))).toEqual(odd);
    expect(existsSync(path.join(folder, 'first/tasks/never/1/started.json'))).toBe(false);
  });

  it('repeats tasks that are killed, by whomever', async () => {
    // Only the first attempt waits to be killed.
    const once = `if (!require("fs").existsSync(process.argv[1])) { require("fs").writeFileSync(process.argv[1], ""); ${forever} }`;
    const tasks = ['killed', 'cancelled'].map((id) => task(id, once, { args: [path.join(folder, `${id}.begun`)] }));
    const end = finish(start('killed', tasks));
    const killed = await begun('killed', 'killed');
    const cancelled = await begun('killed', 'cancelled');
    await vi.waitFor(
      () =>
        expect(['killed', 'cancelled'].map((id) => existsSync(path.join(folder, `${id}.begun`)))).toEqual([true, true]),
      10_000,
    );
    // The runner itself, so that nobody is left to write how it ended.
    process.kill(killed.pid, 'SIGKILL');
    execFileSync('scancel', [`${cancelled.job}_1`]);
    expect((await end).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['done', 2],
      ['done', 2],
    ]);
    const job = new JobFolder(path.join(folder, 'killed'));
    expect(job.outcome('killed', 1)?.reason).toMatch(/^vanished after it had begun on /);
    expect(job.outcome('cancelled', 1)?.reason).toBe('was cancelled: Slurm says CANCELLED');
  });

  it('goes on without its client, whose place another one takes', async () => {
    const place = path.join(folder, 'left');
    const waits = `const fs = require("fs"); const t = setInterval(() => { if (fs.existsSync(process.argv[1])) clearInterval(t); }, 50)`;
    const tasks = [task('a', waits, { args: [path.join(folder, 'go')] }), task('b', '', { after: ['a'] })];
    const file = path.join(folder, 'tasks.json');
    writeFileSync(file, JSON.stringify(tasks));
    const client = spawn(process.execPath, [path.resolve('test/cluster/client.ts'), place, file], { stdio: 'ignore' });
    await begun('left', 'a');
    await vi.waitFor(() => expect(new JobFolder(place).jobOf(2)).toBeDefined(), 10_000);
    client.kill('SIGKILL');
    await once(client, 'exit');
    writeFileSync(path.join(folder, 'go'), '');
    // The second task waits for the first in Slurm's queue: no client is needed.
    await begun('left', 'b');
    expect(await finish(start('left', tasks))).toEqual([
      { id: 'a', state: 'done', attempts: 1 },
      { id: 'b', state: 'done', attempts: 1 },
    ]);
  });

  it('finds an array whose client was killed before it knew the job', async () => {
    const killed = new Error('killed');
    let submissions = 0;
    const deaf: Scheduler = {
      ...scheduler,
      submit: async (...given) => {
        await scheduler.submit(...given);
        throw new SchedulerTrouble('down', `submission ${++submissions}`);
      },
      queue: async () => {
        throw killed;
      },
    };
    const tasks = [task('a', 'setTimeout(() => {}, 1000)')];
    await expect(finish(start('deaf', tasks, { scheduler: deaf }))).rejects.toBe(killed);
    expect(new JobFolder(path.join(folder, 'deaf')).jobOf(1)).toBeUndefined();
    const submitted = vi.fn(scheduler.submit);
    const end = await finish(start('deaf', tasks, { scheduler: { ...scheduler, submit: submitted } }));
    expect([end, submitted.mock.calls.length]).toEqual([[{ id: 'a', state: 'done', attempts: 1 }], 0]);
  });

  it('does an attempt once, also where its array was submitted twice', async () => {
    const append = 'require("fs").appendFileSync(process.argv[1], "once ")';
    const twice: Scheduler = {
      ...scheduler,
      submit: async (...given) => {
        await scheduler.submit(...given);
        return scheduler.submit(...given);
      },
    };
    const tasks = ['a', 'b'].map((id) => task(id, append, { args: [path.join(folder, `${id}.txt`)] }));
    expect((await finish(start('twice', tasks, { scheduler: twice }))).map(({ state }) => state)).toEqual([
      'done',
      'done',
    ]);
    expect(['a', 'b'].map((id) => readFileSync(path.join(folder, `${id}.txt`), 'utf8'))).toEqual(['once ', 'once ']);
  });

  it('is cancelled, and gone on with', async () => {
    const first = `if (!require("fs").existsSync(process.argv[1])) { require("fs").writeFileSync(process.argv[1], ""); ${forever} }`;
    const tasks = [task('a', first, { args: [path.join(folder, 'begun')] }), task('b', '', { after: ['a'] })];
    const end = finish(start('cancel', tasks));
    await Promise.all([
      expect(end).rejects.toThrow('the job was cancelled'),
      vi
        .waitFor(() => expect(existsSync(path.join(folder, 'begun'))).toBe(true), 30_000)
        .then(async () => expect(await cancelTasks(path.join(folder, 'cancel'), scheduler, signal)).toBe(2)),
    ]);
    expect((await finish(start('cancel', tasks))).map(({ id, state }) => [id, state])).toEqual([
      ['a', 'done'],
      ['b', 'done'],
    ]);
  });

  it('splits what is more than an array may have', async () => {
    const tasks = Array.from({ length: 5 }, (_, index) => task(`t${index}`, ''));
    expect(await scheduler.largestArray(signal)).toBe(1001);
    const small: Scheduler = { ...scheduler, largestArray: async () => 2 };
    const end = await finish(start('split', tasks, { scheduler: small, atOnce: 2 }));
    expect(end.every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true);
    expect(new JobFolder(path.join(folder, 'split')).submissions()).toEqual([1, 2, 3]);
  });

  it('says what Slurm says, and what to do', async () => {
    const tasks = [task('a', '')];
    const nowhere = slurm(parseSlurmOptions('--partition=nowhere'));
    await expect(finish(start('nowhere', tasks, { scheduler: nowhere }))).rejects.toThrow(
      /Invalid partition name.*--slurm-options "--partition=P"/,
    );
    await expect(partitionLimits('nowhere', signal)).rejects.toThrow('Slurm has no partition "nowhere"');
    expect(await partitionLimits(undefined, signal)).toMatchObject({ name: 'main', memory: 4000, gpus: 0, nodes: 1 });
    const huge = [{ ...task('a', ''), needs: { ...needs, memory: 9_000_000 } }];
    await expect(finish(start('huge', huge))).rejects.toThrow('no node has that much');
  });

  /** Runs the command line in a process of its own, as the cluster runs it again. */
  function gerberaProcess(...args: readonly string[]) {
    const child = spawn(process.execPath, [path.resolve('src/cli/main.ts'), ...args], { cwd: path.dirname(folder) });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    return { child, ended: once(child, 'exit').then(([code]) => ({ code, said })) };
  }

  it('annotates in shards what one machine annotates, though tasks and the client are killed', async () => {
    const place = path.join(folder, 'annotate');
    const at = (name: string) => path.join(place, name);
    for (const name of ['model', 'papers']) mkdirSync(at(name), { recursive: true });
    writeModel(bertModel(), at('model'));
    for (const [index, text] of ['w1 w2 w3.', 'w4 w5\n\nw6 w7', '', 'w8 😀 w9'].entries()) {
      writeFileSync(at(`papers/${index}.txt`), text);
    }
    writeFileSync(at('few.pubtator'), '7|t|w1 w2\n7|a|w3 w4 w5\n\n7|t|w1\n7|a|w9 w8\n');
    const command = ['annotate', at('few.pubtator'), at('papers'), '--model', at('model'), '--format', 'bioc-xml'];
    const onSlurm = [
      ...command,
      '--engine',
      'slurm',
      '--work',
      at('work'),
      '--shards',
      '3',
      '--memory',
      '0.7',
      '--cpus',
      '1',
    ];
    const first = gerberaProcess(...onSlurm, '--out', at('merged.xml'));
    const job = new JobFolder(at('work/job'));
    const { pid } = await vi.waitFor(() => job.started('0000', 1) ?? Promise.reject(new Error('not begun')), {
      timeout: 60_000,
    });
    first.child.kill('SIGKILL');
    await first.ended;
    // What the runner started, which is on this machine.
    await vi.waitFor(() => execFileSync('pkill', ['-KILL', '-P', String(pid)]), 10_000);
    const second = gerberaProcess(...onSlurm, '--out', at('merged.xml'));
    const here = await gerbera([...command, '--out', at('local.xml')]);
    expect([here.exitCode, await second.ended]).toMatchObject([0, { code: 0 }]);
    expect(readFileSync(at('merged.xml'), 'utf8')).toBe(readFileSync(at('local.xml'), 'utf8'));
    expect(job.outcome('0000', 1)?.reason).toMatch(/SIGKILL/);
    expect(job.exit('0000', 2)?.code).toBe(0);
    const other = await gerbera(
      onSlurm.map((word) => (word === 'bioc-xml' ? 'conll' : word)).concat('--out', at('other')),
    );
    expect([other.exitCode, other.stderr]).toEqual([1, expect.stringContaining('is the work of another command')]);
  }, 120_000);

  it('trains a study, which goes on where it was cancelled', async () => {
    const { at } = studyShop({ targets: ['target'], methods: ['single'] });
    const file = at('study.json');
    const onSlurm = ['--engine', 'slurm', '--work', at('slurm')];
    const needs = ['--memory', '0.9', '--minutes', '5', '--cpus', '1'];
    const first = gerberaProcess('study', file, ...onSlurm, ...needs);
    const key = await vi.waitFor(() => readdirSync(at('slurm/slurm/tasks'))[0] ?? Promise.reject(new Error('none')), {
      timeout: 60_000,
    });
    const cancelled = await gerbera(['study', 'cancel', file, ...onSlurm]);
    expect(cancelled).toMatchObject({ exitCode: 0, stderr: 'gerbera: 1 task ended\n' });
    expect(await first.ended).toMatchObject({ code: 1, said: expect.stringContaining('the job was cancelled') });
    const { code, said } = await gerberaProcess('study', file, ...onSlurm, ...needs).ended;
    expect([code, said]).toEqual([0, expect.any(String)]);
    expect(new JobFolder(at('slurm/slurm')).exit(key, 2)?.code).toBe(0);
    const { state } = await runAll({ at }, { targets: ['target'], methods: ['single'] });
    const results = readResults(at('slurm/results.jsonl'));
    expect(results).toHaveLength(1);
    expect(scoresOf(results)).toEqual(scoresOf(state.results));
  }, 120_000);
});
