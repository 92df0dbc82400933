import type { TaskArray } from '../scheduler.ts';
import type { SlurmOptions } from './options.ts';

/**
 * The batch script of an array. Slurm expands `%` in the names of its own output files, also in the folder's part of
 * them, so the script sends what is said to a file itself; that path, and the runner's, may hold any character but NUL.
 * The runner takes the place of the shell, so that Slurm's signals reach it.
 * @param options that a person gives go to sbatch itself, not in here: they need no quoting there.
 */
export function arrayScript(array: TaskArray, options: Pick<SlurmOptions, 'gpus'>): string {
  const { name, count, needs, after, atOnce, folder, output, runner } = array;
  const settings = [
    `job-name=${name}`,
    `array=0-${count - 1}${atOnce === undefined ? '' : `%${atOnce}`}`,
    `time=${Math.ceil(needs.minutes)}`,
    `mem=${Math.ceil(needs.memory)}M`,
    'nodes=1',
    'ntasks=1',
    `cpus-per-task=${needs.cpus}`,
    ...(needs.gpus > 0 && options.gpus.length === 0 ? [`gres=gpu:${needs.gpus}`] : []),
    ...(after.length > 0
      ? [`dependency=afterok:${after.map(({ job, index }) => `${job}_${index}`).join(':')}`, 'kill-on-invalid-dep=yes']
      : []),
    'output=/dev/null',
    'chdir=/',
    // After a node has failed or the task has been preempted; the runner begins anew then.
    'requeue',
  ];
  return [
    '#!/bin/sh',
    ...settings.map((setting) => `#SBATCH --${setting}`),
    '',
    `cd ${shellQuoted(folder)} || exit 1`,
    `exec ${runner.map(shellQuoted).join(' ')} "$SLURM_ARRAY_TASK_ID" >${shellQuoted(output)}"$SLURM_ARRAY_TASK_ID".txt 2>&1`,
    '',
  ].join('\n');
}

/** One word for a POSIX shell, whatever is in it. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
