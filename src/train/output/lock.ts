import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';

/**
 * Takes a lock for this process, also one that a process left behind which is no more.
 * @param file holds the number of the process that has it.
 * @returns what gives it back.
 * @throws UserError if another process has it, or it cannot be written.
 */
export function lock(file: string): () => void {
  try {
    if (!create(file)) {
      const text = readFileSync(file, 'utf8');
      const owner = Number(text);
      // One that has just been made has no number in it yet.
      if (text === '') throw taken(file, 'another process');
      if (owner !== process.pid && isRunning(owner)) throw taken(file, `process ${owner}`);
      rmSync(file, { force: true });
      if (!create(file)) throw taken(file, 'another process');
    }
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`${path.dirname(file)}: cannot be written: ${errorMessage(thrown)}`);
  }
  return () => rmSync(file, { force: true });
}

/** @returns whether there was no such file: of two processes that begin at once, one alone makes it. */
function create(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    rmSync(file, { force: true });
    throw thrown;
  }
}

function taken(file: string, owner: string): UserError {
  return new UserError(`${path.dirname(file)}: ${owner} is writing into it; if it is not, remove ${file}`);
}

function isRunning(id: number): boolean {
  if (!Number.isSafeInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (thrown) {
    // Another user's process is one all the same.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}
