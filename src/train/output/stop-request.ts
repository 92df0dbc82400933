import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import { writeTextDurably } from '../../files/durable.ts';
import { type StopKind, stopKinds } from '../events.ts';
import { outputNames } from './output.ts';

/**
 * Asks the run that writes into a folder to stop. It looks after every update, and while it reads and scores; this works
 * from every process and on every system, where signals do not. A later request takes the place of an earlier one.
 * @throws UserError if there is no such folder, or it cannot be written.
 */
export function requestStop(output: string, kind: StopKind): void {
  if (!existsSync(output)) throw new UserError(`${output}: no such folder; there is no run to stop`);
  writeTextDurably(fileOf(output), `${kind}\n`);
}

/** What a run is asked and has not done yet; undefined where nothing is. */
export function readStopRequest(output: string): StopKind | undefined {
  const file = fileOf(output);
  if (!existsSync(file)) return undefined;
  try {
    const text = readFileSync(file, 'utf8').trim();
    return stopKinds.find((kind) => kind === text);
  } catch {
    // Withdrawn in between, or being replaced.
    return undefined;
  }
}

/** Withdraws a request. Idempotent. */
export function clearStopRequest(output: string): void {
  rmSync(fileOf(output), { force: true });
}

/**
 * Withdraws a request that an earlier process was asked and never came to.
 * @param since when this process began, in milliseconds since 1970: what was asked later is meant for it.
 */
export function clearStaleStopRequest(output: string, since = performance.timeOrigin): void {
  const asked = statSync(fileOf(output), { throwIfNoEntry: false });
  if (asked && asked.mtimeMs < since) clearStopRequest(output);
}

function fileOf(output: string): string {
  return path.join(output, outputNames.stop);
}
