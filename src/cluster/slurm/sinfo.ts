import { UserError } from '../../core/errors.ts';
import { runTool } from './tool.ts';

/** The most that one node of a partition gives a task. */
export interface PartitionLimits {
  readonly name: string;
  /** Without one if there is no limit. */
  readonly minutes?: number;
  /** In MiB. */
  readonly memory: number;
  readonly cpus: number;
  readonly gpus: number;
  readonly nodes: number;
  /** As Slurm writes them together: `node[01-16]`. */
  readonly nodeNames: string;
}

/**
 * What a partition gives.
 * @param name the one that is the default if not given.
 * @throws UserError if there is no such partition.
 */
export async function partitionLimits(name: string | undefined, signal: AbortSignal): Promise<PartitionLimits> {
  const args = ['--noheader', '--exact', ...(name === undefined ? [] : [`--partition=${name}`])];
  const found = parsePartition(await runTool('sinfo', [...args, '--format=%P|%l|%m|%c|%D|%G|%N'], signal), name);
  if (found) return found;
  const which = name === undefined ? 'no default partition' : `no partition "${name}"`;
  throw new UserError(
    `Slurm has ${which}; "sinfo" lists those that there are: give one with --slurm-options "--partition=P"`,
  );
}

/** Reads sinfo's `%P|%l|%m|%c|%D|%G|%N`, a line for each kind of node; undefined where the partition is not among them. */
export function parsePartition(text: string, name?: string): PartitionLimits | undefined {
  const rows = text
    .split('\n')
    .map((line) => line.trim().split('|'))
    .filter(([partition = '']) =>
      name === undefined ? partition.endsWith('*') : partition.replace(/\*$/, '') === name,
    );
  const [first] = rows;
  if (!first) return undefined;
  const most = (column: number) => Math.max(0, ...rows.map((row) => Number.parseInt(row[column] ?? '', 10) || 0));
  const minutes = minutesOf(first[1] ?? '');
  return {
    name: (first[0] ?? '').replace(/\*$/, ''),
    ...(minutes === undefined ? {} : { minutes }),
    memory: most(2),
    cpus: most(3),
    gpus: Math.max(0, ...rows.map((row) => gpusOf(row[5] ?? ''))),
    nodes: rows.reduce((sum, row) => sum + (Number.parseInt(row[4] ?? '', 10) || 0), 0),
    nodeNames: rows.map((row) => row[6] ?? '').join(','),
  };
}

/** Slurm's times: `30:00`, `12:00:00`, `7-00:00:00`, `infinite`; whole minutes, undefined for no limit. */
function minutesOf(text: string): number | undefined {
  const [, days = '0', rest = ''] = /^(?:(\d+)-)?([\d:]+)$/.exec(text) ?? [];
  if (rest === '') return undefined;
  const [seconds = 0, minutes = 0, hours = 0] = rest.split(':').map(Number).reverse();
  return Math.floor(Number(days) * 1440 + hours * 60 + minutes + seconds / 60);
}

/** Of `gpu:a100:4(S:0-1),gpu:2,fpga:1`, all GPUs. */
function gpusOf(gres: string): number {
  const counts = [...gres.matchAll(/(?:^|,)gpu(?::[^:,()]+)?:(\d+)/g)].map(([, count]) => Number(count));
  return counts.reduce((sum, count) => sum + count, 0);
}
