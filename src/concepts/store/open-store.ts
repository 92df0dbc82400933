import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../core/errors.ts';
import type { Concept, Terminology } from '../concept.ts';
import { keysVersion } from '../names/keys.ts';
import { identifierOf } from '../namespaces.ts';
import { isLocked } from './lock.ts';
import { namesWithKeys, namesWithWords, wordsLike } from './lookup.ts';
import { Tally } from './postings.ts';
import { applicationId, listSeparator, schemaVersion, states, storeFile } from './schema.ts';
import { completions, searchResults } from './search.ts';
import { Shelf } from './shelf.ts';
import { type Database, openDatabase, resultCode, resultCodes, storeError } from './sqlite.ts';
import type { ConceptStore, NamedConcept, SearchOptions } from './store.ts';
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

/** In a folder that may only be read SQLite cannot keep its locks; nobody writes there either. */
function openForReading(file: string): Database {
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

/**
 * Sees to it that a database is a store that this version reads.
 * @throws UserError naming the file and what to do.
 */
export function checkStore(file: string, db: Database): void {
  const application = db.prepare('PRAGMA application_id').get()?.application_id;
  if (application !== applicationId) {
    throw new UserError(`${file}: not a store of terminologies: move the file away and import the terminologies again`);
  }
  const schema = db.prepare('PRAGMA user_version').get()?.user_version;
  const keys =
    schema === schemaVersion
      ? db.prepare("SELECT value FROM setting WHERE name = 'keysVersion'").get()?.value
      : undefined;
  if (schema === schemaVersion && keys === keysVersion) return;
  throw new UserError(
    `${file}: made by another version of GERBERA (tables ${schema}, keys ${keys ?? 'unknown'}; this one reads tables ${schemaVersion}, keys ${keysVersion}): import the terminologies again; the old store is kept beside the new one`,
  );
}

/** A store in an open database. */
export class SqliteStore implements ConceptStore {
  readonly file: string;
  readonly #db: Database;
  readonly #tally = new Tally();
  #shelves: readonly Shelf[] = [];
  #revision = 0;
  #version: unknown;
  /** What readers see: the terminologies' numbers, and whether there have ever been any. */
  #state = '';
  #unused = false;
  #depth = 0;

  constructor(file: string, db: Database) {
    this.file = file;
    this.#db = db;
    db.exec('PRAGMA cache_size = -16384; PRAGMA busy_timeout = 2000; PRAGMA trusted_schema = OFF');
  }

  get revision(): number {
    return this.#read(() => this.#revision);
  }

  /** Whether its first import has not come to its end yet. */
  get isUnused(): boolean {
    return this.#read(() => this.#unused);
  }

  get nameCount(): number {
    return this.#read((shelves) => shelves.reduce((sum, { terminology }) => sum + terminology.names, 0));
  }

  terminologies(): readonly Terminology[] {
    return this.#read((shelves) => shelves.map(({ terminology }) => terminology));
  }

  concept(identifier: string): Concept | undefined {
    return this.#read((shelves) => first(shelves, (shelf) => shelf.concept(identifierOf(identifier))));
  }

  withKey(keys: readonly string[]): readonly NamedConcept[] {
    return this.#read((shelves) => namesWithKeys(shelves, keys));
  }

  frequency(word: string): number {
    return this.#read((shelves) => shelves.reduce((sum, shelf) => sum + shelf.frequency(word), 0));
  }

  withWords(words: readonly string[], options: SearchOptions): readonly NamedConcept[] {
    return this.#read((shelves) => namesWithWords(shelves, words, options, this.#tally));
  }

  wordsLike(word: string, limit: number): readonly string[] {
    return this.#read((shelves) => wordsLike(shelves, word, limit, this.#tally));
  }

  sameAs(identifier: string): readonly string[] {
    return this.#read((shelves) => {
      const own = identifierOf(identifier);
      const typesOf = (other: string) => first(shelves, (shelf) => shelf.typesOf(other)) ?? [];
      const types = typesOf(own);
      const joined = new Set(shelves.flatMap((shelf) => shelf.joined(own)));
      joined.delete(own);
      return [...joined].filter((other) => typesOf(other).some((type) => types.includes(type)));
    });
  }

  search(text: string, options: SearchOptions): readonly NamedConcept[] {
    return this.#read((shelves) => searchResults(shelves, text, options, this.#tally));
  }

  complete(prefix: string, options: SearchOptions): readonly NamedConcept[] {
    return this.#read((shelves) => completions(shelves, prefix, options));
  }

  close(): void {
    this.#db.close();
  }

  /** Answers a question from one state of the store, whatever is written into it meanwhile. */
  #read<Result>(answer: (shelves: readonly Shelf[]) => Result): Result {
    if (this.#depth > 0) return answer(this.#shelves);
    this.#depth++;
    try {
      this.#db.exec('BEGIN');
      try {
        this.#refresh();
        return answer(this.#shelves);
      } finally {
        this.#db.exec('COMMIT');
      }
    } catch (thrown) {
      throw storeError(this.file, thrown);
    } finally {
      this.#depth--;
    }
  }

  /** Sees whether terminologies have come or gone. An import that is under way changes the file, but not them. */
  #refresh(): void {
    const version = this.#db.prepare('PRAGMA data_version').get()?.data_version;
    if (version === this.#version) return;
    const rows = readTerminologies(this.file, this.#db).filter(({ state }) => state === states.whole);
    this.#unused =
      rows.length === 0 && this.#db.prepare('SELECT 1 FROM setting WHERE name = ?').get('embedded') === undefined;
    const state = `${rows.map(({ id }) => id)} ${this.#unused}`;
    if (state !== this.#state) {
      const types = new Map(
        this.#db
          .prepare('SELECT id, list FROM types')
          .all()
          .map(({ id, list }) => [Number(id), String(list).split(listSeparator).filter(Boolean)] as const),
      );
      this.#shelves = rows.map(
        ({ id, terminology, words }) => new Shelf(this.file, this.#db, id, terminology, words, types),
      );
      this.#state = state;
      this.#revision++;
    }
    this.#version = version;
  }
}

function first<Result>(shelves: readonly Shelf[], find: (shelf: Shelf) => Result | undefined): Result | undefined {
  for (const shelf of shelves) {
    const found = find(shelf);
    if (found !== undefined) return found;
  }
  return undefined;
}
