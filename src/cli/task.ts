import { runTask } from '../cluster/job/run-task.ts';
import { trainTask } from '../study/slurm/train-task.ts';
import { parseArguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import type { Terminal } from './terminal.ts';
import { trainCommand } from './train.ts';

/** What a job array runs on a node; it begins in the job's folder, where the array's script goes. */
export const task: Command = {
  name: 'task',
  usage: 'ARRAY INDEX | train WORK RUN',
  summary: 'Runs one task of a job that --engine slurm made; the job arrays of the cluster call it',
  details: [
    'ARRAY is the file of the tasks of an array, relative to the folder of the job, in which it begins. "train" trains a run',
    'of a study, from where an earlier attempt left.',
  ].join('\n'),
  options: {},
  async run({ positionals }, terminal) {
    const [first = '', second = '', third, ...more] = positionals;
    if (first === 'train' && third !== undefined && more.length === 0) return train(second, third, terminal);
    if (first === '' || !/^\d+$/.test(second) || third !== undefined) {
      throw new UsageError("needs the file of an array's tasks and an index, or train, a work folder and a run");
    }
    const { SLURM_ARRAY_JOB_ID: job = '' } = process.env;
    return runTask({ folder: process.cwd(), tasks: first, index: Number(second), job }, process);
  },
};

async function train(work: string, key: string, terminal: Terminal): Promise<number> {
  const given = await trainTask(work, key, terminal.signal);
  if (given === undefined) return 0;
  const [, ...options] = given;
  return trainCommand.run(parseArguments([...options], trainCommand.options), terminal);
}
