import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject } from '../core/json.ts';
import { writeTextDurably } from '../files/durable.ts';
import { lockOwner } from '../files/lock.ts';
import type { TrainingConfig } from '../train/config/config.ts';
import { formatConfig } from '../train/config/parse-config.ts';
import { isDone, outputNames } from '../train/output/output.ts';
import { canonicalJson } from './canonical-json.ts';
import type { StudyRun } from './study.ts';

/** Names in the work folder, and in that of a run in it. */
export const workNames = {
  lock: '.lock',
  runs: 'runs',
  results: 'results.jsonl',
  config: 'training.json',
  model: 'model',
  /** What the trainer said. */
  output: 'output.txt',
  outcome: 'result.json',
  failure: 'failure.json',
} as const;

/** The records of a trainer that are kept when its model is removed. */
const records = [outputNames.run, outputNames.log];

/** The work folder of a study where none is given: beside its file. */
export function workFolderOf(file: string): string {
  const { dir, name } = path.parse(path.resolve(file));
  return path.join(dir, `${name}.runs`);
}

/** Where a run has all that is its own. */
export function runFolder(work: string, key: string): string {
  return path.join(work, workNames.runs, key);
}

/** Where a run's trainer writes. */
export function modelFolder(work: string, key: string): string {
  return path.join(runFolder(work, key), workNames.model);
}

/** Whether a run's model is there, whole. */
export function hasModel(work: string, key: string): boolean {
  const folder = modelFolder(work, key);
  return isDone(folder) && existsSync(path.join(folder, 'model.safetensors'));
}

/** Whether a process is writing a run: after a study was killed, its trainers end with a checkpoint. */
export function isWritten({ config }: StudyRun): boolean {
  return lockOwner(path.join(config.output, outputNames.lock))?.alive === true;
}

/**
 * Makes the folder of a run ready for its trainer: a run that was interrupted goes on, unless it was of another
 * configuration, such as of corpora that have been moved since.
 * @returns what `gerbera` is given to run it.
 */
export function trainingArguments(work: string, { key, config }: StudyRun): readonly string[] {
  const file = path.join(runFolder(work, key), workNames.config);
  const begun = existsSync(path.join(config.output, outputNames.start));
  const resumes = begun && isSame(configIn(file), config);
  if (!resumes) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeTextDurably(file, formatConfig(config));
  }
  return ['train', '--config', file, '--unlisted', resumes ? '--resume' : '--force'];
}

/** Removes a run's model but for the records of what came out. */
export function removeModel(work: string, key: string): void {
  const folder = modelFolder(work, key);
  for (const name of records) {
    const file = path.join(folder, name);
    if (existsSync(file)) renameSync(file, path.join(runFolder(work, key), name));
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Whether a run goes on under a configuration; it keeps the threads that it began with. */
function isSame(before: unknown, config: TrainingConfig): boolean {
  return isJsonObject(before) && canonicalJson({ ...before, threads: config.threads }) === canonicalJson(config);
}

function configIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
