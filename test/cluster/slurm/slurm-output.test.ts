import { describe, expect, it } from 'vitest';
import { SchedulerTrouble } from '../../../src/cluster/scheduler.ts';
import { parseSubmitted } from '../../../src/cluster/slurm/sbatch.ts';
import { parseMaxArraySize } from '../../../src/cluster/slurm/scontrol.ts';
import { parsePartition } from '../../../src/cluster/slurm/sinfo.ts';
import { parseQueue } from '../../../src/cluster/slurm/squeue.ts';
import { toolError } from '../../../src/cluster/slurm/tool.ts';
import { randomOf } from '../../../src/core/random.ts';

// What Slurm 22.05.8 printed, but for the states that are said to be made up.

describe('what squeue prints', () => {
  it('tells how the tasks of arrays stand', () => {
    const queue = parseQueue(
      [
        '25|0|COMPLETING|gerbera-rec-1|None',
        '26|3|PENDING|gerbera-rec-2|Dependency',
        '27|0|PENDING|gerbera-rec-3|PartitionConfig',
        '25|1|RUNNING|gerbera-rec-1|None',
        '1|0|FAILED|gerbera-abc-1|JobLaunchFailure',
        '19|0|COMPLETED|gerbera-abc-2|None',
        '34|0|NODE_FAIL|gerbera-rec-5|NodeDown',
        '36|0|TIMEOUT|gerbera-rec-6|TimeLimit',
        '',
      ].join('\n'),
    );
    expect(queue).toEqual([
      { name: 'gerbera-rec-1', job: '25', index: 0, state: 'running', reason: '' },
      { name: 'gerbera-rec-2', job: '26', index: 3, state: 'queued', reason: '' },
      {
        ...{ name: 'gerbera-rec-3', job: '27', index: 0, state: 'queued' },
        reason:
          'PartitionConfig: no node of the partition has that much, or it is not up: ask for less, or for another one',
      },
      { name: 'gerbera-rec-1', job: '25', index: 1, state: 'running', reason: '' },
      ...[
        {
          ...{ name: 'gerbera-abc-1', job: '1', index: 0, state: 'ended', cause: 'failed' },
          reason: 'Slurm says FAILED (JobLaunchFailure)',
        },
        { name: 'gerbera-abc-2', job: '19', index: 0, state: 'ended', cause: 'done', reason: '' },
        {
          name: 'gerbera-rec-5',
          job: '34',
          index: 0,
          state: 'ended',
          cause: 'node',
          reason: 'Slurm says NODE_FAIL (NodeDown)',
        },
        {
          ...{ name: 'gerbera-rec-6', job: '36', index: 0, state: 'ended', cause: 'time' },
          reason: 'Slurm says TIMEOUT (TimeLimit)',
        },
      ],
    ]);
  });

  it('may tell of several tasks in a line', () => {
    const indices = (text: string) =>
      parseQueue(`26|${text}|PENDING|gerbera-rec-2|Dependency`).map(({ index }) => index);
    expect(indices('3,6,9%1')).toEqual([3, 6, 9]);
    expect(indices('0-2,7')).toEqual([0, 1, 2, 7]);
    expect(indices('0-6:3')).toEqual([0, 3, 6]);
    expect(indices('N/A')).toEqual([]);
  });

  // From squeue(1): no memory is limited on the machine that the others were recorded on.
  it('tells of tasks without memory, and takes a state of a later version for one that is still there', () => {
    const states = ['OUT_OF_MEMORY', 'PREEMPTED', 'DEADLINE', 'REQUEUED', 'SOMETHING_NEW'].map(
      (state) => parseQueue(`1|0|${state}|a|None`)[0],
    );
    expect(states.map((row) => [row?.state, row?.cause])).toEqual([
      ['ended', 'memory'],
      ['ended', 'node'],
      ['ended', 'time'],
      ['queued', undefined],
      ['running', undefined],
    ]);
  });

  it('may be anything, and is read to no more than rows', () => {
    const random = randomOf(7, 'squeue');
    const pieces = ['|', '1', '0-3', 'RUNNING', '\n', '%', ',', 'é', ':', '-', '9'];
    for (let round = 0; round < 2000; round++) {
      const text = Array.from({ length: random.below(30) }, () => pieces[random.below(pieces.length)]).join('');
      for (const { job, index, name } of parseQueue(text)) {
        expect(job).toMatch(/^\d+$/);
        expect(Number.isSafeInteger(index) && name !== '').toBe(true);
      }
    }
  });
});

describe('what sbatch prints', () => {
  it('is a job, maybe with its cluster, maybe after what the site says', () => {
    expect(['25\n', '25;local\n', 'Welcome to our cluster!\n25\n'].map(parseSubmitted)).toEqual(['25', '25', '25']);
    expect(() => parseSubmitted('Submitted\n')).toThrow('sbatch printed "Submitted", which is no job id');
  });
});

describe('what scontrol and sinfo print', () => {
  it('tells how large arrays are', () => {
    expect(
      parseMaxArraySize('Licenses = (null)\nMaxArraySize            = 1001\nMaxJobCount             = 10000\n'),
    ).toBe(1001);
    expect(parseMaxArraySize('')).toBe(1001);
    expect(() => parseMaxArraySize('MaxArraySize = 0\n')).toThrow('takes no job arrays');
  });

  it('tells what a partition gives', () => {
    const own = 'main*|infinite|4000|2|1|(null)|vm\n';
    const main = { name: 'main', memory: 4000, cpus: 2, gpus: 0, nodes: 1, nodeNames: 'vm' };
    expect([parsePartition(own), parsePartition(own, 'main'), parsePartition(own, 'gpu')]).toEqual([
      main,
      main,
      undefined,
    ]);
    // Made up after sinfo(1).
    const large =
      'cpu*|1-12:00:00|191000+|48|100|(null)|c[001-100]\ngpu|30:00|500000|64|4|gpu:a100:4(S:0-1),nvme:1|g[1-4]\ngpu|30:00|900000|64|2|gpu:h100:8|h[1-2]\n';
    expect(parsePartition(large)).toEqual({
      name: 'cpu',
      minutes: 2160,
      memory: 191000,
      cpus: 48,
      gpus: 0,
      nodes: 100,
      nodeNames: 'c[001-100]',
    });
    expect(parsePartition(large, 'gpu')).toEqual({
      name: 'gpu',
      minutes: 30,
      memory: 900000,
      cpus: 64,
      gpus: 8,
      nodes: 6,
      nodeNames: 'g[1-4],h[1-2]',
    });
  });
});

describe('what a tool of Slurm complains of', () => {
  it.each([
    [
      'sbatch: error: invalid partition specified: nope\nsbatch: error: Batch job submission failed: Invalid partition name specified',
      'sbatch: invalid partition specified: nope; Batch job submission failed: Invalid partition name specified: name another with --slurm-options "--partition=P"',
    ],
    [
      'sbatch: error: Memory specification can not be satisfied\nsbatch: error: Batch job submission failed: Requested node configuration is not available',
      'ask for less with --memory or --cpus',
    ],
    ['sbatch: error: Invalid generic resource (gres) specification', 'no such GPUs in this partition'],
    ['sbatch: unrecognized option \'--foo\'\nTry "sbatch --help" for more information', 'correct --slurm-options'],
    ['sbatch: error: Invalid --begin specification', 'sbatch: Invalid --begin specification'],
    ['sbatch: fatal: Unable to process configuration file', 'point SLURM_CONF at its slurm.conf'],
  ])('is told with what to do: %s', (stderr, message) => {
    const error = toolError('sbatch', stderr);
    expect(error.message).toContain(message);
    expect(error).not.toBeInstanceOf(SchedulerTrouble);
  });

  it.each([
    ['sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)', 'down'],
    ['slurm_load_jobs error: Unable to contact slurm controller (connect failure)', 'down'],
    // These three after Slurm's own list of errors (slurm_errno.c).
    ['sbatch: error: Batch job submission failed: Socket timed out on send/recv operation', 'down'],
    [
      'sbatch: error: QOSMaxSubmitJobPerUserLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy',
      'full',
    ],
    ['sbatch: error: Batch job submission failed: Job dependency problem', 'dependency'],
  ])('may pass: %s', (stderr, kind) => {
    expect(toolError('sbatch', stderr)).toMatchObject({ kind });
  });
});
