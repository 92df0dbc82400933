import { existsSync, renameSync, rmSync } from 'node:fs';
import { quoted } from '../../core/quote.ts';
import { refusal } from '../../files/durable.ts';
import { isAbsent, otherVersion } from './open-store.ts';
import { createSchema, states } from './schema.ts';
import { type Database, openDatabase } from './sqlite.ts';

/** A store that another version has made, and what became of it. */
export interface StoreAside {
  /** Where it is kept now. */
  readonly file: string;
  /** What its terminologies are called, if that can be told. */
  readonly names: readonly string[];
}

/**
 * Opens a store for writing; makes it where there is none; sets one of another version aside. Only who holds the lock may do so.
 * @throws UserError if the file is no store.
 */
export function openForWriting(file: string): { readonly db: Database; readonly aside: StoreAside | undefined } {
  const aside = setAside(file);
  if (isAbsent(file)) makeStore(file);
  const db = openDatabase(file);
  try {
    tune(db);
    return { db, aside };
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** Makes an empty store beside its place and puts it there, so that nobody ever sees one that is not whole. */
function makeStore(file: string): void {
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  const db = openDatabase(partial);
  try {
    // Only a new file takes this.
    db.exec('PRAGMA auto_vacuum = INCREMENTAL');
    createSchema(db);
  } finally {
    db.close();
  }
  // What a store that somebody has removed has left would be taken for a part of the new one.
  for (const part of ['-wal', '-shm']) rmSync(file + part, { force: true });
  rename(partial, file);
}

function tune(db: Database): void {
  db.exec(`
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = 8192;
    PRAGMA cache_size = -65536;
    PRAGMA trusted_schema = OFF;
  `);
}

/** Renames a store that another version has made, so that a new one takes its place and nothing is lost. */
function setAside(file: string): StoreAside | undefined {
  if (isAbsent(file)) return undefined;
  const db = openDatabase(file);
  let names: readonly string[];
  try {
    db.exec('PRAGMA busy_timeout = 5000');
    if (otherVersion(file, db) === undefined) return undefined;
    names = namesIn(db);
    // Then all of it is in the one file.
    db.exec('PRAGMA journal_mode = DELETE');
  } finally {
    db.close();
  }
  let number = 1;
  const aside = () => file.replace(/\.sqlite$/, `.old-${number}.sqlite`);
  while (existsSync(aside())) number++;
  const place = aside();
  rename(file, place);
  return { file: place, names };
}

function namesIn(db: Database): readonly string[] {
  try {
    const rows = db.prepare('SELECT name FROM terminology WHERE state = ? ORDER BY name').all(states.whole);
    return rows.map(({ name }) => String(name));
  } catch {
    // Another version may have other tables.
    return [];
  }
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (thrown) {
    throw refusal(to, thrown);
  }
}

/** Who writes into a store, as the writer has left word. */
export function writingNow(file: string): string {
  let word: unknown;
  try {
    const db = openDatabase(file, true);
    try {
      word = db.prepare("SELECT value FROM setting WHERE name = 'writer'").get()?.value;
    } finally {
      db.close();
    }
  } catch {
    // Then it is not known who.
  }
  const [, pid, name] = /^(\d+) (.*)$/s.exec(typeof word === 'string' ? word : '') ?? [];
  return pid === undefined || name === undefined
    ? 'another process writes into the store of terminologies'
    : `process ${pid} is importing or removing ${quoted(name)}`;
}
