import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { describeRun } from '../runs/describe-run.ts';
import { readLog } from '../runs/read-log.ts';
import { registerRun } from '../runs/registry.ts';
import { removeRuns } from '../runs/remove-runs.ts';
import type { RunSummary, StopKind } from '../runs/run.ts';
import { listRuns } from '../runs/run-list.ts';
import { stopRun } from '../runs/stop-run.ts';
import { type Action, chosenAction } from './actions.ts';
import { type Arguments, UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { runLines, shownRun } from './run-lines.ts';
import { bytesText } from './sizes.ts';
import { type Terminal, tell, write } from './terminal.ts';

const actions: readonly Action[] = [
  { name: 'list', options: ['json'], run: listAction },
  { name: 'show', options: ['json'], run: showAction },
  { name: 'stop', options: ['finish', 'kill'], run: stopAction },
  { name: 'remove', options: ['checkpoints'], run: removeAction },
];

export const runs: Command = {
  name: 'runs',
  usage: '[list|show|stop|remove] [RUN…] [OPTIONS]',
  summary: 'Lists the runs of training, stops and removes them',
  details: [
    'A run is its output folder, and is named by it: by its name or its path. The editor shows the same runs.',
    '  list         all runs that were begun on this machine, the newest first',
    '  show RUN     what a run was, what it gave, and its scores on devel as it learnt',
    '  stop RUN     asks a run to write a checkpoint and stop; it goes on with "train --resume --out DIR"',
    '  remove RUN…  removes runs that are not under way, with their folders and models, where nothing else lies in them',
  ].join('\n'),
  options: {
    json: { kind: 'flag', help: 'list, show: as JSON' },
    finish: { kind: 'flag', help: 'stop: and makes the best weights so far its model' },
    kill: { kind: 'flag', help: 'stop: ends the process at once; the run goes on from its last checkpoint' },
    checkpoints: {
      kind: 'flag',
      help: 'remove: only the checkpoints; a run that is not done can only begin anew then',
    },
  },
  async run(given, terminal) {
    const [name = 'list', ...rest] = given.positionals;
    return chosenAction('runs', actions, name, given).run(given.after(rest), terminal);
  },
};

async function listAction(given: Arguments, { stdout, stderr }: Terminal): Promise<number> {
  if (given.positionals.length > 0) throw new UsageError(`"${given.positionals[0]}" is one argument too many`);
  const listed = await listRuns();
  if (given.flag('json')) await write(stdout, `${JSON.stringify(listed, undefined, 2)}\n`);
  else if (listed.length > 0) await write(stdout, `${listed.flatMap(runLines).join('\n')}\n`);
  else tell(stderr, 'gerbera: no runs yet; "gerbera help train" tells how to begin one\n');
  return 0;
}

async function showAction(given: Arguments, { stdout }: Terminal): Promise<number> {
  const run = await oneRun(given);
  const { entries } = await readLog(run.output, { most: 1 });
  const evaluations = entries.filter((entry) => entry.kind === 'evaluation');
  const lines = given.flag('json')
    ? [JSON.stringify({ ...run, evaluations }, undefined, 2)]
    : shownRun(run, evaluations);
  await write(stdout, `${lines.join('\n')}\n`);
  return 0;
}

/** What was done, by how a run was to stop. */
const stopped: Readonly<Record<StopKind | 'kill', string>> = {
  pause: 'asked to stop after the update under way; "gerbera train --resume" goes on with it',
  finish: 'asked to end after the update under way, with the best weights so far as its model',
  kill: 'ended',
};

async function stopAction(given: Arguments, { stderr }: Terminal): Promise<number> {
  const [finish, kill] = [given.flag('finish'), given.flag('kill')];
  if (finish && kill) throw new UsageError('--finish and --kill exclude each other');
  const { id, output } = await oneRun(given);
  const how = kill ? 'kill' : finish ? 'finish' : 'pause';
  await stopRun(id, how);
  tell(stderr, `gerbera: ${output}: ${stopped[how]}\n`);
  return 0;
}

async function removeAction(given: Arguments, { stderr }: Terminal): Promise<number> {
  if (given.positionals.length === 0) throw new UsageError('nothing to remove; name runs that "gerbera runs" shows');
  const found = await Promise.all(given.positionals.map(findRun));
  const what = given.flag('checkpoints') ? 'checkpoints' : 'all';
  const { bytes } = await removeRuns(
    found.map(({ id }) => id),
    what,
  );
  const done = what === 'all' ? 'removed' : bytes > 0 ? 'removed the checkpoints' : 'there were no checkpoints';
  tell(stderr, `gerbera: ${done}${bytes > 0 ? `; ${bytesText(bytes)} are free` : ''}\n`);
  return 0;
}

function oneRun({ positionals }: Arguments): Promise<RunSummary> {
  const [name, extra] = positionals;
  if (name === undefined) throw new UsageError('name a run that "gerbera runs" shows, or its folder');
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many`);
  return findRun(name);
}

/** @throws UserError if no run, or more than one, is called so. */
async function findRun(name: string): Promise<RunSummary> {
  const listed = await listRuns();
  const named = listed.filter((run) => run.name === name || run.id === name);
  const [first, second] = named;
  if (first && second) {
    const places = named.map(({ output }) => output).join(', ');
    throw new UserError(`more than one run is called "${name}"; give the folder of one: ${places}`);
  }
  if (first) return first;
  const output = path.resolve(name);
  const known = listed.find((run) => run.output === output);
  if (known) return known;
  const found = existsSync(output) ? await describeRun(output) : undefined;
  if (!found || found.state === 'missing') {
    throw new UserError(`no run is called "${name}"; "gerbera runs" lists those there are, and a folder may be given`);
  }
  // One that was begun on another machine, or was moved here.
  registerRun(output);
  return found;
}
