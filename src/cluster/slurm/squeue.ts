import type { QueuedTask } from '../scheduler.ts';
import { standingOf } from './states.ts';
import { runTool } from './tool.ts';

/** Array's job, index, state, reason, name; the reason may be any text, the name is ours. */
const format = '%F|%K|%T|%j|%r';

/** Names that are asked for at once, so that the line of arguments does not grow without bound. */
const namesAtOnce = 500;

/** The tasks of arrays, those that ended in the last minutes (Slurm's `MinJobAge`, 300 s) among them. */
export async function squeue(names: readonly string[], signal: AbortSignal): Promise<readonly QueuedTask[]> {
  const found: QueuedTask[] = [];
  for (let from = 0; from < names.length; from += namesAtOnce) {
    const some = names.slice(from, from + namesAtOnce).join(',');
    const args = ['--noheader', '--array', '--states=all', `--name=${some}`, `--format=${format}`];
    found.push(...parseQueue(await runTool('squeue', args, signal)));
  }
  return found;
}

/** Reads what squeue prints in our format; lines that are none of an array's task (another job of the name) are passed over. */
export function parseQueue(text: string): readonly QueuedTask[] {
  return text.split('\n').flatMap((line): readonly QueuedTask[] => {
    const [job = '', indices = '', state = '', name = '', ...reason] = line.trim().split('|');
    if (!/^\d+$/.test(job) || name === '') return [];
    const { state: standing, cause } = standingOf(state);
    const told = reason.join('|');
    return indicesOf(indices).map((index) => ({
      ...{ name, job, index, state: standing },
      ...(cause ? { cause } : {}),
      reason: standing === 'ended' && cause !== 'done' ? endReason(state, told) : plainReason(told),
    }));
  });
}

/** `7`, or `3-5,8%2` of tasks that stand together. */
function indicesOf(text: string): readonly number[] {
  return text
    .replace(/%.*/, '')
    .split(',')
    .flatMap((part) => {
      const [, first, last = first, step = '1'] = /^(\d+)(?:-(\d+))?(?::(\d+))?$/.exec(part) ?? [];
      if (first === undefined) return [];
      const by = Math.max(1, Number(step));
      const count = Math.max(0, Math.floor((Number(last) - Number(first)) / by) + 1);
      return Array.from({ length: count }, (_, index) => Number(first) + index * by);
    });
}

function endReason(state: string, reason: string): string {
  const plain = plainReason(reason);
  return `Slurm says ${state}${plain === '' || plain === state ? '' : ` (${plain})`}`;
}

/** Reasons of which nobody needs to know. */
const usual = new Set([
  'None',
  'Priority',
  'Resources',
  'JobArrayTaskLimit',
  'Dependency',
  'BeginTime',
  'N/A',
  '(null)',
]);

/** Reasons for which a task waits for ever, unless something is changed. */
const hopeless: ReadonlyMap<string, string> = new Map([
  ['PartitionConfig', 'no node of the partition has that much, or it is not up: ask for less, or for another one'],
  ['BadConstraints', 'no node is as it is asked for: correct --slurm-options'],
  ['PartitionTimeLimit', 'the partition does not let tasks run so long: ask for less with --minutes'],
  ['PartitionNodeLimit', 'the partition does not give so many nodes: choose another one'],
  ['AccountNotAllowed', 'the partition is not for this account: give another with --slurm-options "--account=A"'],
  ['QOSNotAllowed', 'the partition is not for this QOS: give another with --slurm-options "--qos=Q"'],
  ['InvalidAccount', 'there is no such account: give another with --slurm-options "--account=A"'],
  ['InvalidQOS', 'there is no such QOS: give another with --slurm-options "--qos=Q"'],
  ['JobHeldUser', 'it is held: "scontrol release" lets it go on'],
  ['JobHeldAdmin', 'it is held by those who run the cluster: ask them'],
]);

function plainReason(reason: string): string {
  if (usual.has(reason)) return '';
  const todo = hopeless.get(reason);
  return todo === undefined ? reason : `${reason}: ${todo}`;
}
