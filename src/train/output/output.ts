import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readTextFile } from '../../checkpoint/file.ts';
import { UserError } from '../../core/errors.ts';
import { parseJsonObject } from '../../core/json.ts';
import { recoverFolder, writeTextDurably } from '../../files/durable.ts';
import { holdsLock, lock, lockOwner, refuseLocked } from '../../files/lock.ts';
import { tokenizerFiles } from '../../library/files.ts';
import { runFiles } from '../../library/run-record.ts';
import type { TrainingConfig } from '../config/config.ts';
import type { DataFile } from '../sources/stage-data.ts';
import { makeFolder, namesIn, refuseSources, refuseUnwritable } from './places.ts';

/** The names of what a run writes beside its model. */
export const outputNames = {
  /** What the run was started with; gone when it is done. */
  start: runFiles.start,
  log: 'log.jsonl',
  last: 'last',
  /** Holds a folder for each stage. */
  best: 'best',
  run: runFiles.record,
  card: 'README.md',
  /** Tells of the process that writes. */
  lock: '.lock',
  /** Asks that process to stop. */
  stop: '.stop',
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

/** An output folder that belongs to this process. */
export interface ClaimedOutput {
  /** What the run that is to go on was started with; undefined if a new one begins. */
  readonly resumed: RunStart | undefined;
  /** Gives the folder back. Idempotent. */
  release(): void;
}

/**
 * Whether a run could begin or go on in its output folder; changes nothing.
 * @throws UserError if a stage is to be saved where the run itself writes, or if the folder holds something else, a run that
 *   is done or, without `resume`, one that is not, is or holds what the run reads from, is written by another process, or
 *   cannot be written.
 */
export function checkOutput(config: TrainingConfig, { resume, force }: ClaimOptions): void {
  const { output } = config;
  refuseSources(config);
  refuseNames(config);
  const done = isDone(output);
  const begun = existsSync(path.join(output, outputNames.start));
  const present = namesIn(output);
  if (resume && !force) {
    if (done) throw new UserError(`${output}: the run in it is done; choose another folder, or --force to begin anew`);
    if (!begun) throw new UserError(`${output}: there is no run in it to resume`);
  } else if (present.some((name) => name !== outputNames.stop && !name.startsWith(outputNames.lock)) && !force) {
    const what = done
      ? 'holds the model of a run that is done; choose another folder, or --force to begin anew'
      : begun
        ? 'holds a run that was interrupted; --resume goes on with it, --force begins anew'
        : 'is not empty; choose another folder, or --force to write into it all the same';
    throw new UserError(`${output}: ${what}`);
  }
  refuseLocked(path.join(output, outputNames.lock));
  refuseUnwritable(output);
}

/**
 * Makes the output folder ready for a run to begin or go on, for this process alone.
 * @throws UserError as `checkOutput` does. What lies in it is as it was: only `writeStart` removes what a run before left.
 */
export function claimOutput(config: TrainingConfig, options: ClaimOptions): ClaimedOutput {
  checkOutput(config, options);
  const { output } = config;
  makeFolder(output);
  const release = lock(path.join(output, outputNames.lock));
  if (options.resume && !options.force) {
    recoverFolder(path.join(output, outputNames.last));
    return { resumed: readStart(path.join(output, outputNames.start)), release };
  }
  return { resumed: undefined, release };
}

/** Notes what a new run starts with, in the place of what one before it left. */
export function writeStart(output: string, record: RunStart): void {
  const { start, log, last, best, run } = outputNames;
  if (isDone(output) || existsSync(path.join(output, start))) {
    // What is left of a replacement that was cut off must not turn up when the new run is resumed.
    recoverFolder(path.join(output, last));
    for (const name of [start, log, last, best, run]) {
      rmSync(path.join(output, name), { recursive: true, force: true });
    }
  }
  writeTextDurably(path.join(output, start), `${JSON.stringify(record, undefined, 2)}\n`);
}

/**
 * Whether the folder of this process's run is not its own any more: it was removed, and another run may have begun in it.
 * A lock alone that is absent or cannot be read is no sign of that.
 */
export function isLost(output: string): boolean {
  const file = path.join(output, outputNames.lock);
  if (holdsLock(file)) return false;
  return lockOwner(file) !== undefined || !existsSync(path.join(output, outputNames.start));
}

/** Whether a folder holds a run that has come to its end. */
export function isDone(output: string): boolean {
  return existsSync(path.join(output, outputNames.run));
}

/**
 * What a run was started with.
 * @throws UserError if the file is absent or no such record.
 */
export function readStart(file: string): RunStart {
  const { config, files, gerbera, started } = parseJsonObject(readTextFile(file), file);
  if (typeof config !== 'object' || !Array.isArray(files)) {
    throw new UserError(`${file}: not the start of a run; begin anew with --force`);
  }
  return { config, files, gerbera, started } as RunStart;
}

/** What a stage's model is saved as must not be what the run itself writes. */
function refuseNames({ output, stages }: TrainingConfig): void {
  const own = [...Object.values(outputNames), ...tokenizerFiles, 'config.json', 'model.safetensors'];
  const taken = new Set(own.map((name) => name.toLowerCase()));
  for (const { name, save } of stages) {
    if (save === undefined) continue;
    if (taken.has(save.toLowerCase())) {
      throw new UserError(`${path.join(output, save)}: the stage ${name} cannot be saved there; choose another name`);
    }
    taken.add(save.toLowerCase());
  }
}
