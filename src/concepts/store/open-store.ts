import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../core/errors.ts';
import type { Terminology } from '../concept.ts';
import { keysVersion } from '../names/keys.ts';
import { isLocked } from './lock.ts';
import { applicationId, schemaVersion, states, storeFile } from './schema.ts';
import { type Database, openDatabase, resultCode, resultCodes, storeError } from './sqlite.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { ConceptStore } from './store.ts';
import { readTerminologies } from './terminologies.ts';

/**
 * Opens the store in a folder for reading; what other processes write into it meanwhile is seen.
 * @throws UserError naming the file if there is none, if it is none or damaged, or if it was made by another version.
 */
export function openStore(folder: string): ConceptStore {
  const file = path.join(folder, storeFile);
  if (!existsSync(file)) throw new UserError(`${file}: there is no store of terminologies: import one first`);
  return openSqliteStore(file);
}

/** @throws UserError naming the file if it is no store or damaged, or if it was made by another version. */
export function openSqliteStore(file: string): SqliteStore {
  try {
    return new SqliteStore(file, openForReading(file));
  } catch (thrown) {
    throw storeError(file, thrown);
  }
}

/**
 * All terminologies of a folder's store, and what is left of interrupted imports, unless one is under way.
 * @throws UserError as {@link openStore}.
 */
export function readAllTerminologies(folder: string): readonly Terminology[] {
  const file = path.join(folder, storeFile);
  try {
    const db = openForReading(file);
    try {
      const underWay = isLocked(folder);
      return readTerminologies(file, db)
        .filter(({ state }) => state === states.whole || (state === states.importing && !underWay))
        .map(({ terminology }) => terminology);
    } finally {
      db.close();
    }
  } catch (thrown) {
    throw storeError(file, thrown);
  }
}

/**
 * Whether there is no store; a file without content is what some editors and copies leave.
 * @throws UserError if there is a folder in its place.
 */
export function isAbsent(file: string): boolean {
  const status = statSync(file, { throwIfNoEntry: false });
  if (status?.isDirectory()) {
    throw new UserError(`${file}: a folder, where the store of terminologies is to be: move it away`);
  }
  return (status?.size ?? 0) === 0;
}

/** In a folder that may only be read SQLite cannot keep its locks; nobody writes there either. */
function openForReading(file: string): Database {
  isAbsent(file);
  const db = openDatabase(file, true);
  try {
    checkStore(file, db);
    return db;
  } catch (thrown) {
    db.close();
    const code = resultCode(thrown);
    if (code !== resultCodes.cannotOpen && code !== resultCodes.readOnly) throw thrown;
    const url = pathToFileURL(file);
    url.searchParams.set('immutable', '1');
    const unlocked = openDatabase(url, true);
    try {
      checkStore(file, unlocked);
      return unlocked;
    } catch (again) {
      unlocked.close();
      throw again;
    }
  }
}

/** @throws UserError naming the file and what to do if a database is no store that this version reads. */
function checkStore(file: string, db: Database): void {
  const other = otherVersion(file, db);
  if (other === undefined) return;
  throw new UserError(
    `${file}: made by another version of GERBERA (${other}; this one reads tables ${schemaVersion}, keys ${keysVersion}): import the terminologies again; the old store is kept beside the new one`,
  );
}

/**
 * The version of a store that this one does not read; undefined if it does.
 * @throws UserError naming the file and what to do if a database is no store.
 */
export function otherVersion(file: string, db: Database): string | undefined {
  const application = db.prepare('PRAGMA application_id').get()?.application_id;
  if (application !== applicationId) {
    throw new UserError(`${file}: not a store of terminologies: move the file away and import the terminologies again`);
  }
  const schema = db.prepare('PRAGMA user_version').get()?.user_version;
  if (schema !== schemaVersion) return `tables ${schema}`;
  const keys = db.prepare("SELECT value FROM setting WHERE name = 'keysVersion'").get()?.value;
  return keys === keysVersion ? undefined : `tables ${schema}, keys ${keys}`;
}
