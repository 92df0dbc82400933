import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorMessage, UserError } from '../../core/errors.ts';

/**
 * Takes a lock for this process, also one that a process left behind which is no more.
 * @param file holds the number of the process that has it.
 * @returns what gives it back.
 * @throws UserError if another process has it, or it cannot be written.
 */
export function lock(file: string): () => void {
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  if (owner !== process.pid && isRunning(owner)) {
    throw new UserError(`${path.dirname(file)}: process ${owner} is writing into it; if it is not, remove ${file}`);
  }
  try {
    writeFileSync(file, String(process.pid));
  } catch (thrown) {
    throw new UserError(`${path.dirname(file)}: cannot be written: ${errorMessage(thrown)}`);
  }
  return () => rmSync(file, { force: true });
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
