import { availableParallelism } from 'node:os';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { counted } from '../evaluate/report/format.ts';
import { lockOwner } from '../files/lock.ts';
import { availableMemory } from '../runtime/memory.ts';
import { planStudy } from '../study/cells/plan.ts';
import { LocalEngine } from '../study/local/local-engine.ts';
import { MemoryNeeds } from '../study/local/memory-need.ts';
import { StudyProgress } from '../study/progress.ts';
import { runStudy } from '../study/run-study.ts';
import { readSpec } from '../study/spec/parse-spec.ts';
import { mostAttempts, StudyState } from '../study/state.ts';
import type { StudyRun } from '../study/study.ts';
import { workFolderOf, workNames } from '../study/work-folder.ts';
import { type Action, chosenAction } from './actions.ts';
import { type Arguments, UsageError } from './arguments.ts';
import { clusterOptions, givenCluster } from './cluster-options.ts';
import type { Command } from './command.ts';
import { runLabel, StudyReporter } from './study-progress.ts';
import { reportOptions, reportStudy } from './study-report.ts';
import { cancelOnSlurm, slurmEngine, taskCpus } from './study-slurm.ts';
import { studyTable } from './study-table.ts';
import { type Terminal, tell, write } from './terminal.ts';
import { whole } from './training-options.ts';

/** The share of the free memory that runs take together if not told otherwise. */
const usable = 0.9;

const places = ['corpora', 'work', 'results'] as const;

const actions: readonly Action[] = [
  {
    name: 'run',
    options: [...places, 'jobs', 'keep-models', 'retry', 'json', ...Object.keys(clusterOptions)],
    run: runAction,
  },
  { name: 'status', options: [...places, 'json'], run: statusAction },
  { name: 'report', options: [...places, ...Object.keys(reportOptions)], run: reportAction },
  { name: 'cancel', options: ['work', 'engine', 'slurm-options'], run: cancelAction },
];

export const study: Command = {
  name: 'study',
  usage: '[run|status|report|cancel] FILE [OPTIONS]',
  summary: 'Trains every target by every method with every auxiliary corpus and seed',
  details: [
    'FILE, in JSON or YAML, says which: see docs/studies.md. What was interrupted goes on, what is finished is never done',
    'again, and what is added to the file is done too.',
    '  run      trains what is not trained yet; may be left out',
    '  status   tells how far the study is, and trains nothing',
    '  report   writes what the results say, with tables and plots, and prints what was found',
    '  cancel   asks the process that runs it to stop, with --engine slurm ends its tasks; "gerbera study FILE" goes on',
  ].join('\n'),
  options: {
    jobs: { kind: 'value', placeholder: 'N', help: 'so many runs at once, if they fit in the memory; 1 if not given' },
    ...clusterOptions,
    memory: {
      kind: 'value',
      placeholder: 'GB',
      help: 'what they may take together, what is free if not given; slurm: a task',
    },
    corpora: {
      kind: 'value',
      placeholder: 'DIR',
      help: 'the folder that corpora are in, in place of the root in FILE',
    },
    work: {
      kind: 'value',
      placeholder: 'DIR',
      help: 'where runs are kept; FILE with .runs for its ending if not given',
    },
    results: {
      kind: 'value',
      placeholder: 'FILE',
      help: 'where results are gathered; results.jsonl in the work folder',
    },
    'keep-models': { kind: 'flag', help: 'keep the models of finished runs' },
    retry: { kind: 'flag', help: `try runs again that have failed ${mostAttempts} times` },
    ...reportOptions,
    json: { kind: 'flag', help: 'tell what happens, or the status, as lines of JSON' },
  },
  async run(given, terminal) {
    const [first = '', ...rest] = given.positionals;
    const named = rest.length > 0 && actions.some(({ name }) => name === first);
    const action = chosenAction('study', actions, named ? first : 'run', given);
    return action.run(named ? given.after(rest) : given, terminal);
  },
};

/** A study with what was done of it, and where. */
async function openStudy(given: Arguments, threads: number, { signal }: Terminal) {
  const file = studyFile(given);
  const corpora = given.value('corpora');
  const spec = readSpec(file, corpora === undefined ? {} : { corpora });
  const work = workFolder(given, file);
  const plan = await planStudy(spec, { work, threads, signal });
  const results = path.resolve(given.value('results') ?? path.join(work, workNames.results));
  return { spec, plan, work, state: new StudyState(plan, work, results) };
}

async function runAction(given: Arguments, terminal: Terminal): Promise<number> {
  const cluster = givenCluster(given, ['memory']);
  if (cluster && given.flag('jobs')) throw new UsageError('--jobs has no effect with --engine slurm; use --at-once');
  const jobs = whole(given, 'jobs', 1, 1024) ?? 1;
  const memory = (given.number('memory', 0.01, Number.MAX_SAFE_INTEGER) ?? (usable * availableMemory()) / 1e9) * 1e9;
  const retry = given.flag('retry');
  const threads = cluster ? taskCpus(cluster) : Math.max(1, Math.floor(availableParallelism() / jobs));
  const { spec, plan, work, state } = await openStudy(given, threads, terminal);
  for (const note of plan.notes) tell(terminal.stderr, `gerbera: ${note}\n`);
  const needs = new MemoryNeeds();
  const need = ({ key, config }: StudyRun) => needs.of(config, plan.work.get(key)?.sentences ?? 0);
  const program = path.resolve(process.argv[1] ?? '');
  const engine = cluster
    ? await slurmEngine(cluster, { work, plan, memoryOf: need }, terminal)
    : new LocalEngine({ program, work, jobs, memory, need });
  const options = { work, keepModels: given.flag('keep-models'), retry, signal: terminal.signal };
  let reporter: StudyReporter | undefined;
  try {
    for await (const event of runStudy(state, engine, options)) {
      reporter ??= new StudyReporter(terminal, spec, new StudyProgress(state, engine.width, retry), given.flag('json'));
      await reporter.show(event);
    }
    if (!reporter) tell(terminal.stderr, 'gerbera: nothing is left to do\n');
  } finally {
    reporter?.end();
  }
  return told(state, terminal);
}

/** Tells of what failed. @returns the exit code. */
function told(state: StudyState, { stderr }: Terminal): number {
  const failed = state.plan.runs.filter((run) => state.standing(run) === 'failed');
  for (const run of failed) {
    const { reason = '', givenUp = false } = state.failure(run) ?? {};
    const again = givenUp ? '; it is not tried again without --retry' : '';
    tell(stderr, `gerbera: ${runLabel(run)}: failed: ${reason}${again}\n`);
  }
  return failed.length > 0 ? 1 : 0;
}

async function statusAction(given: Arguments, terminal: Terminal): Promise<number> {
  const { spec, state, work } = await openStudy(given, 1, terminal);
  const progress = new StudyProgress(state, 1, false);
  const owner = lockOwner(path.join(work, workNames.lock));
  const former = state.former.length;
  const by = owner?.alive ? `process ${owner.pid}${owner.here ? '' : ` of ${owner.host}`}` : undefined;
  if (given.flag('json')) {
    const status = { study: spec.name, runBy: by ?? null, totals: progress.totals(), rows: progress.rows(), former };
    await write(terminal.stdout, `${JSON.stringify(status)}\n`);
    return 0;
  }
  const lines = [
    ...studyTable(spec, progress),
    ...(by === undefined ? [] : [`${by} is running it`]),
    ...(former > 0 ? [`${counted(former, 'result')} of cells that are not in the study any more`] : []),
    ...state.plan.notes,
  ];
  await write(terminal.stdout, `${lines.join('\n')}\n`);
  told(state, terminal);
  return 0;
}

async function reportAction(given: Arguments, terminal: Terminal): Promise<number> {
  const { plan, work, state } = await openStudy(given, 1, terminal);
  return reportStudy({ plan, work, results: state.results }, given, terminal);
}

async function cancelAction(given: Arguments, terminal: Terminal): Promise<number> {
  const { stderr } = terminal;
  const work = workFolder(given, studyFile(given));
  const cluster = givenCluster(given);
  if (cluster) {
    await cancelOnSlurm(cluster, work, terminal);
    return 0;
  }
  const owner = lockOwner(path.join(work, workNames.lock));
  if (!owner?.alive) throw new UserError(`${work}: no process is running the study`);
  if (!owner.here)
    throw new UserError(`${work}: process ${owner.pid} of ${owner.host} is running the study; cancel it there`);
  process.kill(owner.pid, 'SIGTERM');
  tell(stderr, `gerbera: process ${owner.pid} was asked to stop; "gerbera study FILE" goes on\n`);
  return 0;
}

function studyFile({ positionals }: Arguments): string {
  const [file, extra] = positionals;
  if (file === undefined) throw new UsageError('name the file of a study');
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many`);
  return path.resolve(file);
}

function workFolder(given: Arguments, file: string): string {
  const work = given.value('work');
  return work === undefined ? workFolderOf(file) : path.resolve(work);
}
