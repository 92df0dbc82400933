import path from 'node:path';
import { writeTextDurably } from '../../files/durable.ts';
import type { Scheduler } from '../scheduler.ts';
import type { SlurmOptions } from './options.ts';
import { sbatch } from './sbatch.ts';
import { scancel } from './scancel.ts';
import { maxArraySize } from './scontrol.ts';
import { arrayScript } from './script.ts';
import { squeue } from './squeue.ts';

/** The Slurm that this machine's commands belong to. */
export function slurm(options: SlurmOptions): Scheduler {
  return {
    largestArray: maxArraySize,
    submit: async (array, signal) => {
      const script = path.join(array.folder, `${array.output}array.sh`);
      writeTextDurably(script, arrayScript(array, options));
      return sbatch(script, array, options, signal);
    },
    queue: squeue,
    cancel: scancel,
  };
}
