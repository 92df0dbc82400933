import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { refusal, writeTextDurably } from '../files/durable.ts';
import { runsFolder } from '../library/folders.ts';
import { outputNames } from '../train/output/output.ts';
import { realPlace } from '../train/output/places.ts';
import { factsIn, factsOf, type RunFacts } from './facts.ts';
import { readRecord } from './record.ts';

/** A run that this user has begun, wherever its output is. */
export interface RunEntry {
  readonly id: string;
  /** The output folder, absolute. */
  readonly output: string;
  /** What is told of it where its folder has gone. */
  readonly facts: RunFacts;
}

/** What an id looks like: nothing else is taken for the name of a folder. */
const idForm = /^[0-9a-f]{12}$/;
const entryName = 'entry.json';

/** The id of the run in an output folder: the same by whatever name the folder goes. */
export function runId(output: string): string {
  return createHash('sha256').update(realPlace(output)).digest('hex').slice(0, 12);
}

/**
 * Notes a run that has begun or goes on, so that every window and command line finds it. Idempotent.
 * @throws UserError naming the file that cannot be written: no reason to stop the run.
 */
export function registerRun(output: string, runs: string = runsFolder()): RunEntry {
  const [start, done] = [outputNames.start, outputNames.run].map((name) => readRecord(path.join(output, name)));
  const facts = factsOf((start?.present ? start : done)?.value ?? {});
  const entry = { id: runId(output), output: path.resolve(output), facts };
  const file = path.join(runs, entry.id, entryName);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
  } catch (thrown) {
    throw refusal(path.dirname(file), thrown);
  }
  const text = `${JSON.stringify({ output: entry.output, facts: entry.facts }, undefined, 2)}\n`;
  writeTextDurably(file, text);
  return entry;
}

/** Where a trainer that nobody waits for says what it has to say; its folder may not exist yet. */
export function outputFileOf(id: string, runs: string = runsFolder()): string {
  return path.join(folderOf(id, runs), 'output.txt');
}

/** The ids that have a folder, with or without an entry, in no order. */
export async function listIds(runs: string = runsFolder()): Promise<readonly string[]> {
  const names = await readdir(runs).catch(() => []);
  return names.filter((name) => idForm.test(name));
}

/** The run of an id, undefined where there is none or its entry is damaged. */
export async function readEntry(id: string, runs: string = runsFolder()): Promise<RunEntry | undefined> {
  if (!idForm.test(id)) return undefined;
  try {
    const value: unknown = JSON.parse(await readFile(path.join(runs, id, entryName), 'utf8'));
    if (!isJsonObject(value) || !isPlace(value.output)) return undefined;
    return { id, output: value.output, facts: factsIn(value.facts) };
  } catch {
    return undefined;
  }
}

/**
 * The run of an id.
 * @throws UserError if there is none.
 */
export async function knownRun(id: string, runs: string = runsFolder()): Promise<RunEntry> {
  const entry = await readEntry(id, runs);
  if (!entry) throw new UserError(`there is no run "${id}"; it may have been removed`);
  return entry;
}

/**
 * Forgets a run; its output folder is left as it is. Idempotent.
 * @throws UserError naming what cannot be removed.
 */
export function forgetRun(id: string, runs: string = runsFolder()): void {
  const folder = folderOf(id, runs);
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch (thrown) {
    throw refusal(folder, thrown);
  }
}

/** Whether it is an absolute path that the system takes. */
function isPlace(value: unknown): value is string {
  return typeof value === 'string' && path.isAbsolute(value) && !value.includes('\0');
}

function folderOf(id: string, runs: string): string {
  if (!idForm.test(id)) throw new UserError(`"${id}" is no run's id`);
  return path.join(runs, id);
}
