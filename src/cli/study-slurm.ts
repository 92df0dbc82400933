import { mkdirSync } from 'node:fs';
import { cancelTasks } from '../cluster/cancel-tasks.ts';
import { notShared } from '../cluster/shared-folder.ts';
import { slurm } from '../cluster/slurm/slurm.ts';
import { counted } from '../evaluate/report/format.ts';
import type { StudyPlan } from '../study/cells/plan.ts';
import type { Engine } from '../study/engine.ts';
import { SlurmEngine, taskFolder } from '../study/slurm/slurm-engine.ts';
import { type NeedsOptions, RunNeeds } from '../study/slurm/task-needs.ts';
import { clusterNeeds, type GivenCluster, ownCommand } from './cluster-options.ts';
import { type Terminal, tell } from './terminal.ts';

/** CPUs of a run where none are asked for. */
const usualCpus = 4;

/** The CPUs, and so the threads, of each run. */
export function taskCpus({ needs }: GivenCluster): number {
  return needs.cpus ?? usualCpus;
}

/** A study's runs and what they take. */
export interface StudyOnSlurm {
  readonly work: string;
  readonly plan: StudyPlan;
  readonly memoryOf: NeedsOptions['memoryOf'];
}

/**
 * The engine that trains a study's runs on the cluster that this machine belongs to.
 * @throws UserError if the partition has no such nodes, or Slurm cannot be asked.
 */
export async function slurmEngine(
  cluster: GivenCluster,
  { work, plan, memoryOf }: StudyOnSlurm,
  { stderr, signal }: Terminal,
): Promise<Engine> {
  const gpus = cluster.needs.gpus ?? (plan.spec.run.device === 'cuda' ? 1 : 0);
  const usual = { cpus: taskCpus(cluster), memory: 1024, minutes: 1, gpus };
  const { partition } = await clusterNeeds(cluster, usual, signal);
  const { memory: most, minutes, nodes, cpus } = partition;
  mkdirSync(work, { recursive: true });
  const problem = notShared(work, partition);
  if (problem !== undefined) tell(stderr, `gerbera: ${problem}\n`);
  const { atOnce, maxAttempts } = cluster;
  const limits = { memory: most, ...(minutes === undefined ? {} : { minutes }) };
  return new SlurmEngine({
    work,
    program: ownCommand(),
    width: atOnce ?? Math.max(1, nodes * Math.floor(cpus / usual.cpus)),
    tasks: {
      ...{ scheduler: slurm(cluster.slurm), cwd: process.cwd(), runner: [...ownCommand(), 'task'], limits },
      ...(atOnce === undefined ? {} : { atOnce }),
      ...(maxAttempts === undefined ? {} : { maxAttempts }),
    },
    needs: (runs, stop) => {
      const examplesOf: NeedsOptions['examplesOf'] = ({ key }) => plan.work.get(key)?.examples ?? 0;
      return new RunNeeds({
        ...cluster.needs,
        cpus: usual.cpus,
        gpus,
        most: limits,
        memoryOf,
        examplesOf,
        signal: stop,
      }).of(runs);
    },
    onEvent: (event) => {
      const text =
        event.kind === 'trouble' ? event.message : `job ${event.job}: ${counted(event.tasks, 'run')} submitted`;
      tell(stderr, `gerbera: ${text}\n`);
    },
  });
}

/** Ends the tasks of a study that wait or run. */
export async function cancelOnSlurm(cluster: GivenCluster, work: string, { stderr, signal }: Terminal): Promise<void> {
  const count = await cancelTasks(taskFolder(work), slurm(cluster.slurm), signal);
  tell(stderr, `gerbera: ${counted(count, 'task')} ended\n`);
}
