import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../core/errors.ts';
import type { Steps } from '../../core/steps.ts';
import { refusal } from '../../files/durable.ts';
import type { ConceptRecord, Terminology } from '../concept.ts';
import { Draft, type Stored } from './draft.ts';
import { finishTables, inTransaction } from './finish.ts';
import { tryLock } from './lock.ts';
import { dropTerminology, giveBackPages, type ImportedFacts, putInPlace, setState } from './places.ts';
import { createSchema, createTables, states, storeFile } from './schema.ts';
import { type Database, openDatabase, storeError } from './sqlite.ts';
import { SqliteStore } from './sqlite-store.ts';
import { openForWriting, type StoreAside, writingNow } from './store-file.ts';
import { readTerminologies, type TerminologyRow } from './terminologies.ts';

/** Names that one transaction stores: what a kill loses, and how long other work on this thread waits. */
const batch = 5_000;

/** What a store in memory is called in messages. */
const inMemory = 'terminologies in memory';

/** What an import says of itself when it begins. */
export interface ImportBegin {
  /** The terminology's name. */
  readonly name: string;
  /** The file or folder that is read. */
  readonly source: string;
  /** Of what is read and how; the same one goes on with what was stored before. */
  readonly fingerprint: string;
}

/**
 * The one that writes into a store. Readers see terminologies only when they are whole; what replaces another takes its
 * place in one transaction. Everything that throws names the store's file, or what was read.
 */
export class StoreWriter {
  readonly file: string;
  /** The store of another version that this one takes the place of, if there was one. */
  readonly aside: StoreAside | undefined;
  readonly #db: Database;
  readonly #unlock: () => void;
  #draft: Draft | undefined;
  #source = '';
  #name = '';
  #share = 0;
  #pending = 0;
  /** What the last import has stored that has ended. */
  #ended: Stored = { concepts: 0, names: 0, words: 0 };

  private constructor(file: string, db: Database, unlock: () => void, aside?: StoreAside) {
    this.file = file;
    this.aside = aside;
    this.#db = db;
    this.#unlock = unlock;
  }

  /**
   * Opens the store in a folder for writing; makes it, and the folder, where there is none. What a killed writer has left to
   * remove is removed.
   * @param name what is to be written, for another one who would write too.
   * @throws UserError if another process writes; if the file is no store or cannot be written.
   */
  static open(folder: string, name: string): StoreWriter {
    const file = path.join(folder, storeFile);
    try {
      mkdirSync(folder, { recursive: true });
    } catch (thrown) {
      throw refusal(folder, thrown);
    }
    const unlock = tryLock(folder);
    if (unlock === undefined) throw new UserError(`${file}: ${writingNow(file)}; try again when it has ended`);
    let db: Database | undefined;
    try {
      const opened = openForWriting(file);
      db = opened.db;
      db.prepare("INSERT OR REPLACE INTO setting VALUES ('writer', ?)").run(`${process.pid} ${name}`);
      const writer = new StoreWriter(file, db, unlock, opened.aside);
      writer.#clean();
      return writer;
    } catch (thrown) {
      db?.close();
      unlock();
      throw storeError(file, thrown);
    }
  }

  /** A store in memory, for what is not to be kept. */
  static inMemory(): { readonly writer: StoreWriter; readonly store: SqliteStore } {
    const db = openDatabase(':memory:');
    createSchema(db);
    return { writer: new StoreWriter(inMemory, db, () => {}), store: new SqliteStore(inMemory, db) };
  }

  /** All terminologies, also what is left of interrupted imports. */
  terminologies(): readonly Terminology[] {
    return this.#attempt(() => this.#rows().map(({ terminology }) => terminology));
  }

  setting(name: string): unknown {
    return this.#attempt(() => this.#db.prepare('SELECT value FROM setting WHERE name = ?').get(name)?.value);
  }

  set(name: string, value: string): void {
    this.#attempt(() => this.#db.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)').run(name, value));
  }

  /** @returns how many concepts an interrupted import of the same has stored: these are not to be appended again. */
  begin({ name, source, fingerprint }: ImportBegin): number {
    return this.#attempt(() => {
      const left = this.#rows().filter((row) => row.state === states.importing && row.terminology.name === name);
      const same = left.find((row) => row.fingerprint === fingerprint);
      for (const row of left) if (row !== same) dropTerminology(this.#db, row.id);
      this.#source = source;
      this.#name = name;
      this.#draft = same === undefined ? this.#create(name, source, fingerprint) : this.#resume(same);
      this.#db.exec('BEGIN IMMEDIATE');
      return this.#draft.stored.concepts;
    });
  }

  /** Names and concepts that the import has stored so far. */
  get stored(): { readonly concepts: number; readonly names: number } {
    const { concepts, names } = this.#draft?.stored ?? this.#ended;
    return { concepts, names };
  }

  /** Whether all concepts have been stored already, so that no more can be appended. */
  get isEnded(): boolean {
    return this.#attempt(() => this.#open().isEnded);
  }

  /** Identifier of the last concept that is stored; undefined if there is none. */
  lastIdentifier(): string | undefined {
    return this.#attempt(() => {
      const { id, stored } = this.#open();
      const row = this.#db.prepare(`SELECT identifier FROM concept_${id} WHERE id = ?`).get(stored.concepts);
      return row === undefined ? undefined : String(row.identifier);
    });
  }

  /** @param share of the source that has been read when these are stored, in [0, 1). */
  append(records: readonly ConceptRecord[], share: number): void {
    this.#attempt(() => {
      const draft = this.#open();
      for (const record of records) {
        const before = draft.stored.names;
        draft.append(record);
        this.#pending += draft.stored.names - before;
        if (this.#pending >= batch) this.#keep(share);
      }
      this.#share = share;
    });
  }

  /**
   * Ends the import: makes what it is searched by, then puts it in the place of one of the same name.
   * @throws UserError naming both lines where an identifier stands twice, and the concepts of a cycle of parents; nothing of the
   *   import is left then.
   */
  *finish(facts: ImportedFacts): Steps<Terminology> {
    const { id } = this.#open();
    try {
      this.#keep(this.#share);
      this.#db.exec('COMMIT');
      yield* finishTables(this.#db, id, this.#source);
      inTransaction(this.#db, () => putInPlace(this.#db, this.#rows(), { id, name: this.#name }, facts));
      this.#ended = this.#open().stored;
      this.#draft = undefined;
      yield;
      this.#clean();
      yield* giveBackPages(this.#db);
      const row = this.#rows().find((other) => other.id === id);
      if (row === undefined) throw new Error(`${this.#name} is not there`);
      return row.terminology;
    } catch (thrown) {
      if (thrown instanceof UserError) this.discard();
      throw storeError(this.file, thrown);
    }
  }

  /** Removes what the import has stored: nothing can go on with it. */
  discard(): void {
    const draft = this.#draft;
    if (draft === undefined) return;
    this.#draft = undefined;
    this.#attempt(() => {
      this.#rollBack();
      dropTerminology(this.#db, draft.id);
      for (const _ of giveBackPages(this.#db));
    });
  }

  /** @returns whether there was such a terminology, or what is left of an import of it. */
  *remove(name: string): Steps<boolean> {
    try {
      const rows = this.#rows().filter((row) => row.terminology.name === name);
      inTransaction(this.#db, () => {
        for (const { id } of rows) setState(this.#db, id, states.removing);
      });
      yield;
      this.#clean();
      yield* giveBackPages(this.#db);
      return rows.length > 0;
    } catch (thrown) {
      throw storeError(this.file, thrown);
    }
  }

  /** Ends writing; an import that has not ended stays, and goes on when it is begun again. */
  close(): void {
    try {
      if (this.#draft !== undefined) {
        this.#keep(this.#share);
        this.#db.exec('COMMIT');
      }
      this.#db.exec("DELETE FROM setting WHERE name = 'writer'; PRAGMA wal_checkpoint(TRUNCATE)");
    } catch {
      // What is in whole batches is there; what follows is not needed.
    } finally {
      this.#db.close();
      this.#unlock();
    }
  }

  #open(): Draft {
    if (this.#draft === undefined) throw new Error('no import has begun');
    return this.#draft;
  }

  #rows(): readonly TerminologyRow[] {
    return readTerminologies(this.file, this.#db);
  }

  #create(name: string, source: string, fingerprint: string): Draft {
    return inTransaction(this.#db, () => {
      const { lastInsertRowid } = this.#db
        .prepare('INSERT INTO terminology (name, state, source, fingerprint) VALUES (?, ?, ?, ?)')
        .run(name, states.importing, source, fingerprint);
      const id = Number(lastInsertRowid);
      createTables(this.#db, id);
      return new Draft(this.#db, id, { concepts: 0, names: 0, words: 0 });
    });
  }

  #resume({ id, terminology, words }: TerminologyRow): Draft {
    this.#share = terminology.interrupted ?? 0;
    return new Draft(this.#db, id, { concepts: terminology.concepts, names: terminology.names, words });
  }

  /** Commits what is pending and begins the next transaction. */
  #keep(share: number): void {
    const { id, stored } = this.#open();
    this.#db
      .prepare('UPDATE terminology SET concepts = ?, names = ?, words = ?, share = ? WHERE id = ?')
      .run(stored.concepts, stored.names, stored.words, share, id);
    this.#db.exec('COMMIT');
    this.#pending = 0;
    this.#db.exec('BEGIN IMMEDIATE');
  }

  /** Removes the tables of what has been replaced or removed. */
  #clean(): void {
    for (const { id, state } of this.#rows()) if (state === states.removing) dropTerminology(this.#db, id);
  }

  #rollBack(): void {
    try {
      this.#db.exec('ROLLBACK');
    } catch {
      // No transaction is open.
    }
  }

  #attempt<Result>(action: () => Result): Result {
    try {
      return action();
    } catch (thrown) {
      throw storeError(this.file, thrown);
    }
  }
}
