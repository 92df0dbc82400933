import type { StatementSync } from 'node:sqlite';
import type { Concept, Terminology } from '../concept.ts';
import { identifierOf } from '../namespaces.ts';
import { namesWithKeys, namesWithWords, wordsLike } from './lookup.ts';
import { Tally } from './postings.ts';
import { listSeparator, states } from './schema.ts';
import { completions, searchResults } from './search.ts';
import { Shelf } from './shelf.ts';
import { type Database, storeError } from './sqlite.ts';
import type { ConceptStore, NamedConcept, SearchOptions } from './store.ts';
import { readTerminologies } from './terminologies.ts';

/** A store in an open database. */
export class SqliteStore implements ConceptStore {
  readonly file: string;
  readonly #db: Database;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #dataVersion: StatementSync;
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
    this.#begin = db.prepare('BEGIN');
    this.#commit = db.prepare('COMMIT');
    this.#dataVersion = db.prepare('PRAGMA data_version');
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

  withKey(keys: readonly string[], type?: string): readonly NamedConcept[] {
    return this.#read((shelves) => namesWithKeys(shelves, keys, type));
  }

  prefixes(type: string): ReadonlySet<string> | undefined {
    return this.#read((shelves) => {
      const found = shelves
        .filter(({ terminology }) => terminology.types.includes(type))
        .map((shelf) => shelf.prefixesOf('concept').all);
      if (found.includes(undefined)) return undefined;
      return new Set(found.flatMap((prefixes) => [...(prefixes ?? [])]));
    });
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

  atOnce<Result>(ask: () => Result): Result {
    return this.#read(ask);
  }

  close(): void {
    this.#db.close();
  }

  /** Answers a question from one state of the store, whatever is written into it meanwhile. */
  #read<Result>(answer: (shelves: readonly Shelf[]) => Result): Result {
    if (this.#depth > 0) return answer(this.#shelves);
    this.#depth++;
    try {
      this.#begin.run();
      try {
        this.#refresh();
        return answer(this.#shelves);
      } finally {
        this.#commit.run();
      }
    } catch (thrown) {
      throw storeError(this.file, thrown);
    } finally {
      this.#depth--;
    }
  }

  /** Sees whether terminologies have come or gone. An import that is under way changes the file, but not them. */
  #refresh(): void {
    const version = this.#dataVersion.get()?.data_version;
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
