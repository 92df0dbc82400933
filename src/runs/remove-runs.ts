import { appendFileSync, lstatSync, readFileSync, realpathSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { lock } from '../files/lock.ts';
import { runsFolder } from '../library/folders.ts';
import { isDone, outputNames } from '../train/output/output.ts';
import { listIn, objectIn, textIn } from './facts.ts';
import { logFile } from './read-log.ts';
import { readRecord } from './record.ts';
import { forgetRun, knownRun, type RunEntry } from './registry.ts';
import { checkpointsOf, type Removal, remove, wholeRun } from './removal.ts';
import type { FailedEntry } from './run.ts';

/**
 * Removes runs that are not under way: their checkpoints alone, or all of them with their folders and models. One that is
 * not done can only begin anew without its checkpoints, which its log then tells as why it failed. A run whose folder has
 * gone is forgotten, as is one whose folder holds no run any more. Nothing is removed where one of them is refused.
 * @returns the bytes that became free.
 * @throws UserError if there is no such run, one is under way, its folder holds what no run writes (the file is named), or
 *   something cannot be removed; what was not removed until then stays.
 */
export async function removeRuns(
  ids: readonly string[],
  what: 'checkpoints' | 'all',
  runs: string = runsFolder(),
): Promise<{ readonly bytes: number }> {
  const entries = await Promise.all([...new Set(ids)].map((id) => knownRun(id, runs)));
  const opened: OpenedRun[] = [];
  try {
    for (const entry of entries) opened.push(open(entry, what));
    for (const { entry, folder, removal } of opened) {
      if (removal && folder !== undefined) removeOne(entry, folder, removal, what);
      if (what === 'all' || folder === undefined) forgetRun(entry.id, runs);
    }
  } finally {
    for (const { release } of opened) release();
  }
  return { bytes: opened.reduce((sum, { removal }) => sum + (removal?.bytes ?? 0), 0) };
}

/** A run that nobody else can begin or remove until it is released. */
interface OpenedRun {
  readonly entry: RunEntry;
  /** The real place of its folder; undefined where there is no run any more. */
  readonly folder: string | undefined;
  readonly removal: Removal | undefined;
  readonly release: () => void;
}

function open(entry: RunEntry, what: 'checkpoints' | 'all'): OpenedRun {
  const folder = folderOf(entry);
  if (folder === undefined) return { entry, folder, removal: undefined, release: () => {} };
  const release = lock(path.join(folder, outputNames.lock));
  try {
    const removal = what === 'all' ? wholeRun(folder, savesOf(folder)) : checkpointsOf(folder);
    return { entry, folder, removal, release };
  } catch (thrown) {
    release();
    throw thrown;
  }
}

function folderOf({ output }: RunEntry): string | undefined {
  if (!statSync(output, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  const folder = realpathSync.native(output);
  const records = [outputNames.run, outputNames.start].map((name) => path.join(folder, name));
  return records.some((file) => lstatSync(file, { throwIfNoEntry: false })?.isFile()) ? folder : undefined;
}

function removeOne({ output }: RunEntry, folder: string, removal: Removal, what: 'checkpoints' | 'all'): void {
  remove(removal);
  if (what === 'all') {
    if (lstatSync(output, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(output);
  } else if (removal.files.length > 0 && !isDone(folder)) {
    noteFailure(folder, 'its checkpoints were removed; it can only begin anew');
  }
}

/** The folders in a run's own that get the model of a stage. */
function savesOf(folder: string): readonly string[] {
  const records = [outputNames.run, outputNames.start].map((name) => readRecord(path.join(folder, name)).value);
  return records.flatMap(({ config }) => listIn(objectIn(config).stages).map((stage) => textIn(objectIn(stage).save)));
}

function noteFailure(folder: string, message: string): void {
  const failed: FailedEntry & { readonly time: string } = { time: new Date().toISOString(), kind: 'failed', message };
  const file = logFile(folder);
  const halfLine = statSync(file, { throwIfNoEntry: false }) && readFileSync(file).at(-1) !== 0x0a;
  appendFileSync(file, `${halfLine ? '\n' : ''}${JSON.stringify(failed)}\n`);
}
