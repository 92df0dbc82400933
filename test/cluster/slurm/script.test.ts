import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TaskArray } from '../../../src/cluster/scheduler.ts';
import { parseSlurmOptions } from '../../../src/cluster/slurm/options.ts';
import { arrayScript } from '../../../src/cluster/slurm/script.ts';
import { randomOf } from '../../../src/core/random.ts';

const array: TaskArray = {
  name: 'gerbera-abc-7',
  runner: ['/usr/bin/node', 'cli.mjs', 'task', 'submissions/7/array.json'],
  folder: '/shared/job',
  output: 'submissions/7/',
  count: 12,
  needs: { cpus: 4, memory: 3000.5, minutes: 59.2, gpus: 0 },
  after: [],
};

describe('the script of an array', () => {
  it('asks for what its tasks need', () => {
    expect(arrayScript(array, { gpus: [] })).toBe(
      [
        '#!/bin/sh',
        '#SBATCH --job-name=gerbera-abc-7',
        '#SBATCH --array=0-11',
        '#SBATCH --time=60',
        '#SBATCH --mem=3001M',
        '#SBATCH --nodes=1',
        '#SBATCH --ntasks=1',
        '#SBATCH --cpus-per-task=4',
        '#SBATCH --output=/dev/null',
        '#SBATCH --chdir=/',
        '#SBATCH --requeue',
        '',
        "cd '/shared/job' || exit 1",
        "exec '/usr/bin/node' 'cli.mjs' 'task' 'submissions/7/array.json' \"$SLURM_ARRAY_TASK_ID\" >'submissions/7/'\"$SLURM_ARRAY_TASK_ID\".txt 2>&1",
        '',
      ].join('\n'),
    );
  });

  it('waits for tasks of other arrays, asks for GPUs, and runs so many at once', () => {
    const needs = { ...array.needs, gpus: 2 };
    const after = [
      { job: '5', index: 0 },
      { job: '6', index: 3 },
    ];
    const script = arrayScript({ ...array, needs, after, atOnce: 3 }, { gpus: [] });
    expect(script).toContain('#SBATCH --array=0-11%3\n');
    expect(script).toContain('#SBATCH --gres=gpu:2\n');
    expect(script).toContain('#SBATCH --dependency=afterok:5_0:6_3\n#SBATCH --kill-on-invalid-dep=yes\n');
    expect(arrayScript({ ...array, needs }, { gpus: ['--gpus=a100:2'] })).not.toContain('gres');
  });

  it.skipIf(process.platform === 'win32')('runs the program that it is given, whatever characters there are', () => {
    const random = randomOf(3, 'script');
    const pieces = ["'", '"', '\\', '$HOME', '`id`', ' ', '\n', '%j', 'ü', '😀', '*', '!', '#', ';', '-', 'a'];
    for (let round = 0; round < 20; round++) {
      const odd = Array.from({ length: 8 }, () => pieces[random.below(pieces.length)]).join('');
      const folder = path.join(mkdtempSync(path.join(tmpdir(), 'gerbera-script-')), odd);
      mkdirSync(path.join(folder, 'out'), { recursive: true });
      const code = 'console.log(JSON.stringify([process.cwd(), ...process.argv.slice(1)]))';
      const runner = [process.execPath, '-e', code, '--', odd];
      const script = arrayScript({ ...array, folder, runner, output: 'out/' }, { gpus: [] });
      execFileSync('/bin/sh', ['-c', script], { env: { SLURM_ARRAY_TASK_ID: '5' } });
      expect(JSON.parse(readFileSync(path.join(folder, 'out/5.txt'), 'utf8'))).toEqual([path.join(folder), odd, '5']);
      rmSync(path.dirname(folder), { recursive: true });
    }
  });
});

describe('--slurm-options', () => {
  it('are those of sbatch, in long or short form, with quotes', () => {
    expect(
      parseSlurmOptions('-p gpu --account="my lab" --qos \'high prio\' --exclusive -Clarge --gpus=a100:1'),
    ).toEqual({
      all: ['--partition=gpu', '--account=my lab', '--qos=high prio', '--exclusive', '--constraint=large'],
      gpus: ['--gpus=a100:1'],
      partition: 'gpu',
    });
    expect(parseSlurmOptions('  ')).toEqual({ all: [], gpus: [] });
    expect(parseSlurmOptions("--comment=it\\'s --reservation='a\\b'").all).toEqual([
      "--comment=it's",
      '--reservation=a\\b',
    ]);
  });

  it.each([
    ['--array=0-3', '--slurm-options: --array: leave it out: it is set for the tasks'],
    ['-o x', '--slurm-options: --output: leave it out'],
    ['--mem=4G', '--slurm-options: --mem: use --memory'],
    ['-t 30', '--slurm-options: --time: use --minutes'],
    ['gpu', '--slurm-options: "gpu" is no option; write --name=value'],
    ['--qos="high', '--slurm-options: a " is not closed'],
    ['-p', '--slurm-options: -p needs a value'],
    ['-Z 3', '--slurm-options: write -Z by its long name'],
    ['--partition=a; rm', '--slurm-options: "rm" is no option'],
  ])('refuses %s', (text, message) => {
    expect(() => parseSlurmOptions(text)).toThrow(message);
  });
});
