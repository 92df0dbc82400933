import { keysVersion } from '../names/keys.ts';
import type { Database } from './sqlite.ts';

/** The name of a store's file in its folder. */
export const storeFile = 'concepts.sqlite';

/** `PRAGMA application_id`: "GERB" in ASCII, by which a store is told from other databases. */
export const applicationId = 0x47455242;

/** Changes with the tables: a store of another version is not read. */
export const schemaVersion = 2;

/** What a row of `terminology` is: being read in or cut off in it; there for readers; to be removed by the next writer. */
export const states = { importing: 0, whole: 1, removing: 2 } as const;

/** Lists in a column (types, withdrawn identifiers) have one entry per line. */
export const listSeparator = '\n';

/**
 * What all terminologies share. Each has tables of its own besides, named by its number: so an import touches nothing
 * that readers see, and a removal drops tables, which is quick and cannot be half done.
 */
const common = `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE types (id INTEGER PRIMARY KEY, list TEXT NOT NULL UNIQUE);
  CREATE TABLE terminology (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again, for readers remember it
    name TEXT NOT NULL,
    state INTEGER NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    version TEXT NOT NULL DEFAULT '',
    licence TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL DEFAULT '',
    imported TEXT NOT NULL DEFAULT '',
    concepts INTEGER NOT NULL DEFAULT 0,
    names INTEGER NOT NULL DEFAULT 0,
    words INTEGER NOT NULL DEFAULT 0, -- of all names together
    types TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL, -- of what is read and how: an import goes on only with the same
    share REAL NOT NULL DEFAULT 0 -- of the source that has been read
  );
`;

/** The tables of one terminology that are written while its file is read; rows are only ever appended to them. */
const readingTables = (id: number) => `
  CREATE TABLE concept_${id} (
    id INTEGER PRIMARY KEY, -- 1, 2, … in the order of the file
    identifier TEXT NOT NULL,
    types INTEGER NOT NULL,
    first INTEGER NOT NULL, -- its first name, which is the preferred one; the others follow it
    names INTEGER NOT NULL,
    line INTEGER NOT NULL,
    species TEXT,
    withdrawn TEXT
  );
  CREATE TABLE name_${id} (id INTEGER PRIMARY KEY, concept INTEGER NOT NULL, kind INTEGER NOT NULL, text TEXT NOT NULL);
  CREATE TABLE definition_${id} (concept INTEGER PRIMARY KEY, text TEXT NOT NULL);
  CREATE TABLE xref_${id} (concept INTEGER, place INTEGER, identifier TEXT NOT NULL, PRIMARY KEY (concept, place)) WITHOUT ROWID;
  CREATE TABLE parent_${id} (concept INTEGER, place INTEGER, identifier TEXT NOT NULL, PRIMARY KEY (concept, place)) WITHOUT ROWID;
  CREATE TABLE unsorted_${id} (hash INTEGER NOT NULL, name INTEGER NOT NULL);
  CREATE VIRTUAL TABLE words_${id} USING fts5(
    words, content='', columnsize=0, detail=none, tokenize="ascii tokenchars '!#$%&()*+,-./:;<=>?@[\\]^_\`{|}~""'''"
  );
`;

/** All tables of a terminology, to be dropped. */
const tables = [
  'concept',
  'name',
  'definition',
  'xref',
  'parent',
  'unsorted',
  'words',
  'key',
  'prefix',
  'word',
  'length',
  'gram',
];

/** Makes an empty database a store. */
export function createSchema(db: Database): void {
  db.exec(`BEGIN IMMEDIATE; ${common}
    INSERT INTO setting VALUES ('keysVersion', ${keysVersion});
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = ${schemaVersion};
    COMMIT`);
}

/** Makes the tables that the concepts of a terminology are appended to. */
export function createTables(db: Database, id: number): void {
  db.exec(readingTables(id));
}

/** Drops the tables of a terminology, whichever of them there are. */
export function dropTables(db: Database, id: number): void {
  for (const table of tables) db.exec(`DROP TABLE IF EXISTS ${table}_${id}`);
}
