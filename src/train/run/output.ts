import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { recoverFolder, writeTextDurably } from '../../checkpoint/durable.ts';
import { readTextFile } from '../../checkpoint/file.ts';
import { errorMessage, UserError } from '../../core/errors.ts';
import { parseJsonObject } from '../../core/json.ts';
import type { TrainingConfig } from './config.ts';
import type { DataFile } from './stage-data.ts';

/** The names of what a run writes beside its model. */
export const outputNames = {
  /** What the run was started with. */
  start: 'training.json',
  log: 'log.jsonl',
  last: 'last',
  /** Holds a folder for each stage. */
  best: 'best',
  run: 'run.json',
  card: 'README.md',
} as const;

/** What a run was started with; one that goes on must be given the same. */
export interface RunStart {
  readonly config: TrainingConfig;
  readonly files: readonly DataFile[];
  readonly gerbera: string;
  /** When, in ISO 8601. */
  readonly started: string;
}

export interface ClaimOptions {
  /** Whether a run that was interrupted is to go on. */
  readonly resume: boolean;
  /** Whether what lies in the folder may be overwritten. */
  readonly force: boolean;
}

/**
 * Makes the output folder ready for a run to begin or go on.
 * @returns what the run that is to go on was started with; undefined if a new one begins.
 * @throws UserError if the folder holds something else, a run that is done or, without `resume`, one that is not, or
 *   cannot be written.
 */
export function claimOutput(output: string, { resume, force }: ClaimOptions): RunStart | undefined {
  const start = path.join(output, outputNames.start);
  const present = existsSync(output) ? namesIn(output) : [];
  const done = existsSync(path.join(output, outputNames.run));
  if (resume && !force) {
    if (done) throw new UserError(`${output}: the run in it is done; choose another folder, or --force to begin anew`);
    if (existsSync(start)) {
      recoverFolder(path.join(output, outputNames.last));
      return readStart(start);
    }
    if (present.length === 0) throw new UserError(`${output}: there is no run in it to resume`);
    throw new UserError(`${output}: there is no run in it to resume: ${outputNames.start} is missing`);
  }
  if (present.length > 0 && !force) {
    const what = done
      ? 'holds the model of a run that is done; choose another folder, or --force to begin anew'
      : existsSync(start)
        ? 'holds a run that was interrupted; --resume goes on with it, --force begins anew'
        : 'is not empty; choose another folder, or --force to write into it all the same';
    throw new UserError(`${output}: ${what}`);
  }
  make(output);
  for (const name of Object.values(outputNames)) rmSync(path.join(output, name), { recursive: true, force: true });
  return undefined;
}

/** Notes what a run starts with. */
export function writeStart(output: string, start: RunStart): void {
  writeTextDurably(path.join(output, outputNames.start), `${JSON.stringify(start, undefined, 2)}\n`);
}

/**
 * What a run in a folder was started with.
 * @throws UserError if there is none.
 */
export function readStart(file: string): RunStart {
  const { config, files, gerbera, started } = parseJsonObject(readTextFile(file), file);
  if (typeof config !== 'object' || !Array.isArray(files)) {
    throw new UserError(`${file}: not the start of a run; begin anew with --force`);
  }
  return { config, files, gerbera, started } as RunStart;
}

function namesIn(output: string): readonly string[] {
  if (!statSync(output).isDirectory()) throw new UserError(`${output}: not a folder; choose another name`);
  return readdirSync(output);
}

function make(output: string): void {
  try {
    mkdirSync(output, { recursive: true });
  } catch (thrown) {
    throw new UserError(`${output}: cannot be made: ${errorMessage(thrown)}`);
  }
}
