import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { cancelTasks } from '../../../cluster/cancel-tasks.ts';
import { runTasks } from '../../../cluster/run-tasks.ts';
import { notShared } from '../../../cluster/shared-folder.ts';
import { slurm } from '../../../cluster/slurm/slurm.ts';
import type { ClusterTask } from '../../../cluster/task.ts';
import { UserError } from '../../../core/errors.ts';
import { counted } from '../../../evaluate/report/format.ts';
import { lock } from '../../../files/lock.ts';
import { describeModel } from '../../../library/describe.ts';
import { resolveModel } from '../../../library/resolve.ts';
import { type Arguments, UsageError } from '../../arguments.ts';
import { clusterNeeds, clusterOptions, type GivenCluster, ownCommand } from '../../cluster-options.ts';
import { failureOf, followTasks } from '../../cluster-progress.ts';
import { type Terminal, tell } from '../../terminal.ts';
import { chosenTypes } from '../chosen-types.ts';
import { Complaints } from '../complaints.ts';
import type { GivenForms } from '../form-options.ts';
import { givenLinking } from '../given-linking.ts';
import { NamedInputs, type NamedInputsOptions } from '../read-inputs.ts';
import { cutShards } from './cut.ts';
import { mergeShards } from './merge.ts';
import { type Shard, ShardFolder, type ShardPlan } from './plan.ts';

/** What a task asks for: enough for any model that fits a laptop. A task that had too little gets more. */
const usualNeeds = { cpus: 4, memory: 4096, minutes: 240 };

const usualShards = 64;

/** Options that a task is given as they are. */
const ofShards = ['types', 'min-score', 'format', 'concepts', 'model', 'device'];

/** Options of which the shards do not depend, so that the same work can be gone on with by others. */
const free = new Set([...Object.keys(clusterOptions), 'cancel', 'out', 'work', 'progress']);

/** The folder of the job that the command line names. */
export function givenShardFolder(given: Arguments): ShardFolder {
  const work = given.value('work');
  if (!work) throw new UsageError('--engine slurm needs --work DIR, a folder that all nodes share');
  return new ShardFolder(path.resolve(work));
}

/**
 * Annotates on a cluster: divides what is read into shards, has each annotated by a task, and brings together what they
 * found, as it would be on this machine. Every step is gone on with where it was left.
 * @returns the exit code.
 * @throws UserError if a shard failed for good, the cluster will not take the tasks, or the folder is another command's.
 */
export async function annotateOnSlurm(
  given: Arguments,
  cluster: GivenCluster,
  named: NamedInputsOptions,
  forms: GivenForms,
  terminal: Terminal,
): Promise<number> {
  const { signal, stderr } = terminal;
  const folder = givenShardFolder(given);
  const scheduler = slurm(cluster.slurm);
  if (given.flag('cancel')) {
    const count = await cancelTasks(folder.job, scheduler, signal);
    tell(stderr, `gerbera: ${counted(count, 'task')} ended\n`);
    return 0;
  }
  const { types, broken, description } = await describeModel(resolveModel(given.value('model') ?? ''));
  if (broken) throw new UserError(description);
  chosenTypes(given.list('types'), types);
  const gpus = given.value('device') === 'cuda' ? 1 : 0;
  const { needs, partition } = await clusterNeeds(cluster, { ...usualNeeds, gpus }, signal);
  mkdirSync(folder.folder, { recursive: true });
  const problem = notShared(folder.folder, partition);
  if (problem !== undefined) tell(stderr, `gerbera: ${problem}\n`);
  const release = lock(path.join(folder.folder, '.lock'));
  try {
    const plan = await givenPlan(given, folder, named, forms, terminal);
    const { atOnce, maxAttempts } = cluster;
    const tasks = plan.shards.map(({ id }): ClusterTask => {
      return { id, command: shardCommand(given, folder, id), needs, after: [] };
    });
    const run = runTasks(tasks, {
      ...{ scheduler, folder: folder.job, cwd: process.cwd(), runner: [...ownCommand(), 'task'], signal },
      ...(atOnce === undefined ? {} : { atOnce }),
      ...(maxAttempts === undefined ? {} : { maxAttempts }),
      limits: { memory: partition.memory, ...(partition.minutes === undefined ? {} : { minutes: partition.minutes }) },
    });
    const statuses = await followTasks(run, tasks.length, 'shard', terminal);
    const failure = failureOf(statuses, folder.job, 'shard');
    if (failure !== undefined) throw new UserError(failure);
    // A page tells what concepts are.
    const linking = forms.format === 'html' ? await givenLinking(given, terminal) : undefined;
    try {
      await mergeShards(folder, plan, forms, terminal, linking?.pages);
    } finally {
      linking?.close();
    }
    const all = counted(total(plan.shards), 'document');
    tell(stderr, `gerbera: all ${all} done; ${folder.folder} is not needed any more\n`);
    return plan.exitCode;
  } finally {
    release();
  }
}

/** What the shards are: as they were divided before, or divided now. */
async function givenPlan(
  given: Arguments,
  folder: ShardFolder,
  named: NamedInputsOptions,
  { format }: GivenForms,
  terminal: Terminal,
): Promise<ShardPlan> {
  const command = commandOf(given);
  const known = folder.plan();
  if (known) {
    if (JSON.stringify(known.command) !== JSON.stringify(command)) {
      throw new UserError(
        `${folder.folder}: is the work of another command (${known.command.join(' ')}); name another folder with --work, or remove it`,
      );
    }
    if (known.exitCode !== 0) {
      tell(terminal.stderr, 'gerbera: some inputs could not be read when they were divided, and are left out\n');
    }
    return known;
  }
  const count = given.number('shards', 1, 1e6) ?? usualShards;
  if (!Number.isInteger(count)) throw new UsageError('--shards is a whole number');
  // Of work that was begun before, and had not been divided.
  for (const place of [folder.parts, folder.job]) rmSync(place, { recursive: true, force: true });
  const complaints = new Complaints(terminal);
  const inputs = new NamedInputs(given.positionals, named, complaints, terminal);
  const naming = format !== 'entities';
  const shards = await cutShards(inputs, complaints, folder.documents, { count, naming, signal: terminal.signal });
  inputs.tellProblems();
  const { readsCorpora, losses } = inputs;
  const { exitCode } = complaints;
  const plan = { command, shards, exitCode, readsCorpora, losses: Object.fromEntries(losses.counts()) };
  folder.notePlan(plan);
  tell(terminal.stderr, `gerbera: ${counted(total(shards), 'document')} in ${counted(shards.length, 'shard')}\n`);
  return plan;
}

function shardCommand(given: Arguments, { folder }: ShardFolder, id: string): ClusterTask['command'] {
  const options = ofShards.flatMap((name) => {
    const values = given.list(name);
    return values === undefined ? [] : [`--${name}=${name === 'types' ? values.join(',') : values.at(-1)}`];
  });
  const link = given.flag('link') ? ['--link'] : [];
  return [...ownCommand(), 'annotate', `--shard=${id}`, `--work=${folder}`, ...options, ...link];
}

/** What the shards and what is found in them depend on. */
function commandOf(given: Arguments): readonly string[] {
  const options = given.names
    .filter((name) => !free.has(name))
    .toSorted()
    .map((name) => `--${name}=${(given.list(name) ?? []).join(',')}`);
  return [...given.positionals.map((place) => (place === '-' ? place : path.resolve(place))), ...options];
}

function total(shards: readonly Shard[]): number {
  return shards.reduce((sum, { documents }) => sum + documents, 0);
}
