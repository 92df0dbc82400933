import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Database, openDatabase, resultCode, resultCodes, storeError } from './sqlite.ts';

const lockFile = 'concepts.lock';

/**
 * Sees to it that one process writes at a time: a transaction on a database of its own, which the operating system ends
 * with the process, however it ends.
 * @returns what gives the lock back; undefined if another holds it.
 * @throws UserError naming the file where it cannot be written.
 */
export function tryLock(folder: string): (() => void) | undefined {
  const file = path.join(folder, lockFile);
  let db: Database | undefined;
  try {
    db = openDatabase(file);
    db.exec('PRAGMA busy_timeout = 200; BEGIN EXCLUSIVE');
    return () => db?.close();
  } catch (thrown) {
    db?.close();
    if (resultCode(thrown) === resultCodes.busy) return undefined;
    throw storeError(file, thrown);
  }
}

/** Whether a process writes into the store of a folder; no, where that cannot be told, for nobody can write there then. */
export function isLocked(folder: string): boolean {
  if (!existsSync(path.join(folder, lockFile))) return false;
  try {
    const unlock = tryLock(folder);
    unlock?.();
    return unlock === undefined;
  } catch {
    return false;
  }
}
