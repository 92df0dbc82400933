import { runTask } from '../cluster/job/run-task.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';

/** What a job array runs on a node; it begins in the job's folder, where the array's script goes. */
export const task: Command = {
  name: 'task',
  usage: 'ARRAY INDEX',
  summary: 'Runs one task of a job that --engine slurm made; the job arrays of the cluster call it',
  options: {},
  async run({ positionals }) {
    const [tasks, index = '', ...more] = positionals;
    if (tasks === undefined || !/^\d+$/.test(index) || more.length > 0) {
      throw new UsageError("needs the file of an array's tasks, relative to the job's folder, and an index");
    }
    const { SLURM_ARRAY_JOB_ID: job = '' } = process.env;
    return runTask({ folder: process.cwd(), tasks, index: Number(index), job }, process);
  },
};
