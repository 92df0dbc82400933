import { statSync } from 'node:fs';
import path from 'node:path';
import type { Concept, Terminology } from '../concept.ts';
import { openSqliteStore } from './open-store.ts';
import { storeFile } from './schema.ts';
import type { SqliteStore } from './sqlite-store.ts';
import type { ConceptStore, NamedConcept, SearchOptions } from './store.ts';

/** How often it is looked whether the file is still the same, in milliseconds. */
const period = 500;

/**
 * The store in a folder, also when its file comes, is replaced or goes while it is open. Where there is none, and until a first
 * import is done, another one stands in for it.
 */
export class FollowedStore implements ConceptStore {
  readonly file: string;
  readonly #standIn: () => ConceptStore;
  #store: SqliteStore | undefined;
  /** Identifies the file that is open; undefined if there is none. */
  #identity: string | undefined;
  #looked = Number.NEGATIVE_INFINITY;
  #answering: ConceptStore | undefined;
  #answeringRevision = 0;
  #revision = 0;
  #depth = 0;

  /**
   * @param standIn what answers where the folder has no store; another one may do so later.
   * @throws UserError if there is a file that is no store, damaged or of another version.
   */
  constructor(folder: string, standIn: () => ConceptStore) {
    this.file = path.join(folder, storeFile);
    this.#standIn = standIn;
    this.#current();
  }

  get revision(): number {
    const current = this.#current();
    const { revision } = current;
    if (current !== this.#answering || revision !== this.#answeringRevision) {
      this.#answering = current;
      this.#answeringRevision = revision;
      this.#revision++;
    }
    return this.#revision;
  }

  get nameCount(): number {
    return this.#current().nameCount;
  }

  terminologies(): readonly Terminology[] {
    return this.#current().terminologies();
  }

  concept(identifier: string): Concept | undefined {
    return this.#current().concept(identifier);
  }

  withKey(keys: readonly string[], type?: string): readonly NamedConcept[] {
    return this.#current().withKey(keys, type);
  }

  prefixes(type: string): ReadonlySet<string> | undefined {
    return this.#current().prefixes(type);
  }

  frequency(word: string): number {
    return this.#current().frequency(word);
  }

  withWords(words: readonly string[], options: SearchOptions): readonly NamedConcept[] {
    return this.#current().withWords(words, options);
  }

  wordsLike(word: string, limit: number): readonly string[] {
    return this.#current().wordsLike(word, limit);
  }

  sameAs(identifier: string): readonly string[] {
    return this.#current().sameAs(identifier);
  }

  search(text: string, options: SearchOptions): readonly NamedConcept[] {
    return this.#current().search(text, options);
  }

  complete(prefix: string, options: SearchOptions): readonly NamedConcept[] {
    return this.#current().complete(prefix, options);
  }

  atOnce<Result>(ask: () => Result): Result {
    const current = this.#current();
    this.#depth++;
    try {
      return current.atOnce(ask);
    } finally {
      this.#depth--;
    }
  }

  /** What stands in is not closed. */
  close(): void {
    this.#store?.close();
    this.#store = undefined;
    this.#identity = undefined;
    this.#looked = Number.NEGATIVE_INFINITY;
  }

  #current(): ConceptStore {
    const now = performance.now();
    // A store is not closed while it answers several questions as one.
    if (this.#depth === 0 && now - this.#looked >= period) {
      const found = identityOf(this.file);
      if (found !== this.#identity) this.#open(found);
      this.#looked = now;
    }
    return this.#store === undefined || this.#store.isUnused ? this.#standIn() : this.#store;
  }

  #open(identity: string | undefined): void {
    this.close();
    if (identity === undefined) return;
    this.#store = openSqliteStore(this.file);
    this.#identity = identity;
  }
}

function identityOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && found.size > 0 ? `${found.dev}:${found.ino}` : undefined;
}
