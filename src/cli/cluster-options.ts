import { realpathSync } from 'node:fs';
import { parseSlurmOptions, type SlurmOptions } from '../cluster/slurm/options.ts';
import { type PartitionLimits, partitionLimits } from '../cluster/slurm/sinfo.ts';
import type { TaskNeeds } from '../cluster/task.ts';
import { UserError } from '../core/errors.ts';
import { type Arguments, type OptionSpecs, UsageError } from './arguments.ts';

/** The options of every command that runs on a cluster. */
export const clusterOptions: OptionSpecs = {
  engine: { kind: 'value', placeholder: 'E', help: 'local (this machine) or slurm (job arrays of a cluster)' },
  cpus: { kind: 'value', placeholder: 'N', help: 'slurm: CPUs of a task' },
  memory: { kind: 'value', placeholder: 'GB', help: 'slurm: memory of a task' },
  minutes: { kind: 'value', placeholder: 'N', help: 'slurm: how long a task may take' },
  gpus: { kind: 'value', placeholder: 'N', help: 'slurm: GPUs of a task; 1 with --device cuda, else 0' },
  'at-once': { kind: 'value', placeholder: 'N', help: 'slurm: at most so many tasks of an array run at once' },
  attempts: { kind: 'value', placeholder: 'N', help: 'slurm: how often a task may fail; 3 if not given' },
  'slurm-options': {
    kind: 'value',
    placeholder: 'O',
    help: 'slurm: more options for sbatch, in quotes: "--partition=P --qos=Q"',
  },
};

/** What the command line asks of a cluster. */
export interface GivenCluster {
  readonly slurm: SlurmOptions;
  /** Those that are given; tasks have their own defaults for the others. */
  readonly needs: Partial<TaskNeeds>;
  readonly atOnce?: number;
  readonly maxAttempts?: number;
}

/**
 * @param alsoLocal options of these that the command has for this machine too.
 * @returns undefined for the engine of this machine.
 * @throws UsageError if options of a cluster are given without one; UserError for wrong options for sbatch.
 */
export function givenCluster(given: Arguments, alsoLocal: readonly string[] = []): GivenCluster | undefined {
  const engine = given.choice('engine', ['local', 'slurm']) ?? 'local';
  if (engine === 'local') {
    const only = given.names.find(
      (name) => !['engine', ...alsoLocal].includes(name) && Object.hasOwn(clusterOptions, name),
    );
    if (only !== undefined) throw new UsageError(`--${only} has no effect without --engine slurm`);
    return undefined;
  }
  const whole = (name: string, least: number, most: number) => {
    const value = given.number(name, least, most);
    if (value !== undefined && !Number.isInteger(value)) throw new UsageError(`--${name} is a whole number`);
    return value;
  };
  const [cpus, minutes, gpus] = [whole('cpus', 1, 4096), whole('minutes', 1, 525_600), whole('gpus', 0, 64)];
  const memory = given.number('memory', 0.01, 1e6);
  const [atOnce, maxAttempts] = [whole('at-once', 1, 1e6), whole('attempts', 1, 100)];
  return {
    slurm: parseSlurmOptions(given.value('slurm-options') ?? ''),
    needs: {
      ...(cpus === undefined ? {} : { cpus }),
      ...(memory === undefined ? {} : { memory: Math.ceil((memory * 1e9) / 2 ** 20) }),
      ...(minutes === undefined ? {} : { minutes }),
      ...(gpus === undefined ? {} : { gpus }),
    },
    ...(atOnce === undefined ? {} : { atOnce }),
    ...(maxAttempts === undefined ? {} : { maxAttempts }),
  };
}

/**
 * What tasks ask for: what is given, else `usual`, which is no more than the partition has.
 * @throws UserError if GPUs are asked for where there are none.
 */
export async function clusterNeeds(
  { slurm, needs }: GivenCluster,
  usual: TaskNeeds,
  signal: AbortSignal,
): Promise<{ readonly needs: TaskNeeds; readonly partition: PartitionLimits }> {
  const partition = await partitionLimits(slurm.partition, signal);
  const { memory, minutes = Number.POSITIVE_INFINITY, cpus, gpus } = partition;
  const all = {
    cpus: needs.cpus ?? Math.max(1, Math.min(usual.cpus, cpus)),
    memory: needs.memory ?? Math.min(usual.memory, memory),
    minutes: needs.minutes ?? Math.min(usual.minutes, minutes),
    gpus: needs.gpus ?? usual.gpus,
  };
  if (all.gpus > 0 && gpus === 0 && slurm.gpus.length === 0) {
    throw new UserError(
      `the partition ${partition.name} has no GPUs: name one that has with --slurm-options "--partition=P", or leave --gpus and --device cuda out`,
    );
  }
  return { needs: all, partition };
}

/** The command line that runs `gerbera` again as it runs here: by the same Node.js, with the same options of it. */
export function ownCommand(): readonly [program: string, ...args: string[]] {
  const main = process.argv[1];
  if (main === undefined) throw new Error('this process was started without a file');
  return [process.execPath, ...process.execArgv, realpathSync(main)];
}
