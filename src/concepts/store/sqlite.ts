import type { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../core/errors.ts';

/** A connection to a database, as `node:sqlite` gives it. */
export type Database = DatabaseSync;

type Sqlite = typeof import('node:sqlite');

let loaded: Sqlite | undefined;

/**
 * Node's own SQLite. Asked for when it is first needed, so that what does without it runs with an older Node too.
 * @throws UserError where Node has none.
 */
function sqlite(): Sqlite {
  loaded ??= load();
  if (loaded === undefined) {
    throw new UserError(
      `terminologies need Node 22.13 or later, and this is ${process.version}: install a newer one (VS Code's own has it)`,
    );
  }
  return loaded;
}

/** Node warns that its SQLite is experimental when it is loaded; of that alone nobody is told. */
function load(): Sqlite | undefined {
  const warn = process.emitWarning;
  process.emitWarning = (...given: unknown[]) => {
    if (!/sqlite/i.test(String(given[0]))) Reflect.apply(warn, process, given);
  };
  try {
    return process.getBuiltinModule?.('node:sqlite');
  } finally {
    process.emitWarning = warn;
  }
}

/**
 * Opens a database; nothing of its file may be read before the first statement.
 * @param file a path, a `file:` URL, or `:memory:`.
 * @throws UserError where Node has no SQLite; the error of SQLite where the file cannot be opened.
 */
export function openDatabase(file: string | URL, readOnly = false): Database {
  const { DatabaseSync } = sqlite();
  return new DatabaseSync(file, { readOnly });
}

/** The primary result codes of SQLite (https://sqlite.org/rescode.html) that are told apart. */
export const resultCodes = {
  error: 1,
  permission: 3,
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  constraint: 19,
  notADatabase: 26,
} as const;

/** The primary result code of an error of SQLite; undefined for any other error. */
export function resultCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number')) return undefined;
  return thrown.errcode & 0xff;
}

const reasons: ReadonlyMap<number, string> = new Map([
  [resultCodes.permission, 'permission denied; choose another folder or ask its owner'],
  [resultCodes.busy, 'another program is using it; try again when it has ended'],
  [resultCodes.locked, 'another program is using it; try again when it has ended'],
  [resultCodes.noMemory, 'there is not enough memory; close other programs'],
  [resultCodes.readOnly, 'it may only be read; choose another folder or ask its owner'],
  [resultCodes.full, 'the disk is full; make room and go on'],
  [resultCodes.cannotOpen, 'it cannot be opened; see to it that you may read and write it and its folder'],
]);

/** That a store cannot be read, and what to do about it. */
export function damaged(file: string, what: string): UserError {
  return new UserError(
    `${file}: the store of terminologies is damaged (${what}): move the file away and import the terminologies again`,
  );
}

/** What was thrown while a store was read or written: errors of SQLite as one for the user, all others as they are. */
export function storeError(file: string, thrown: unknown): unknown {
  const code = resultCode(thrown);
  if (code === undefined || !(thrown instanceof Error)) return thrown;
  if (code === resultCodes.notADatabase) {
    return new UserError(
      `${file}: not a store of terminologies: move the file away and import the terminologies again`,
    );
  }
  const reason = reasons.get(code);
  if (reason !== undefined) return new UserError(`${file}: ${reason}`);
  if (code === resultCodes.inputOutput) return new UserError(`${file}: the disk does not answer (${thrown.message})`);
  return damaged(file, thrown.message);
}
