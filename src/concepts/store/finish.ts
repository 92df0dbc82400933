import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { Steps } from '../../core/steps.ts';
import { nameKinds } from '../concept.ts';
import { findCycle } from './cycle.ts';
import { gramsOf } from './grams.ts';
import { Postings } from './postings.ts';
import { folded, prefixLength, rankOf } from './prefix.ts';
import type { Database } from './sqlite.ts';

const namesAtOnce = 20_000;

/** How many names' numbers of words one row has. */
const lengthsPerRow = 2 ** 16;

/** In bytes: the postings of trigrams are written out when they have grown to this. */
const mostPostings = 2 ** 26;

/**
 * Makes what a terminology is searched by, once all of its concepts are stored. Each step is one transaction; one that is
 * there already is passed over, so that it can be done again after a kill.
 * @param source the file that was read, for messages.
 * @throws UserError naming both lines where an identifier stands twice, and the concepts of a cycle of parents.
 */
export function* finishTables(db: Database, id: number, source: string): Steps<void> {
  refuseTwice(db, id, source);
  yield;
  db.exec(`CREATE UNIQUE INDEX IF NOT EXISTS concept_${id}_identifier ON concept_${id} (identifier)`);
  yield;
  refuseCycle(db, id, source);
  yield;
  db.exec(`CREATE INDEX IF NOT EXISTS xref_${id}_identifier ON xref_${id} (identifier)`);
  yield;
  once(db, `key_${id}`, () => {
    db.exec(`
      CREATE TABLE key_${id} (hash INTEGER, name INTEGER, PRIMARY KEY (hash, name)) WITHOUT ROWID;
      INSERT INTO key_${id} SELECT DISTINCT hash, name FROM unsorted_${id} ORDER BY hash, name;
      DROP TABLE unsorted_${id};
    `);
  });
  yield;
  once(db, `prefix_${id}`, () => sortPrefixes(db, id));
  yield;
  once(db, `word_${id}`, () => collectWords(db, id));
  yield;
  once(db, `gram_${id}`, () => collectGrams(db, id));
}

/** Does what makes a table, in one transaction, unless it is there. */
function once(db: Database, table: string, make: () => void): void {
  if (db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined) return;
  inTransaction(db, make);
}

/** Does something in one transaction that writes; nothing of it stays if it throws. */
export function inTransaction<Result>(db: Database, action: () => Result): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = action();
    db.exec('COMMIT');
    return result;
  } catch (thrown) {
    try {
      db.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself, as where the disk is full.
    }
    throw thrown;
  }
}

function refuseTwice(db: Database, id: number, source: string): void {
  if (db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(`concept_${id}_identifier`) !== undefined) return;
  const twice = db
    .prepare(
      `SELECT identifier, min(line) AS first, max(line) AS last FROM concept_${id}
       GROUP BY identifier HAVING count(*) > 1 ORDER BY last LIMIT 1`,
    )
    .get();
  if (twice === undefined) return;
  throw new UserError(
    `${source}: line ${twice.last}: ${quoted(String(twice.identifier))} stands there already in line ${twice.first}: give one of them another identifier, or remove it`,
  );
}

function refuseCycle(db: Database, id: number, source: string): void {
  const edges = db
    .prepare(
      `SELECT p.concept AS child, c.id AS parent FROM parent_${id} p
       JOIN concept_${id} c ON c.identifier = p.identifier ORDER BY p.concept, p.place`,
    )
    .iterate();
  const count = Number(db.prepare(`SELECT count(*) AS count FROM concept_${id}`).get()?.count);
  const cycle = findCycle(count, edges as Iterable<{ readonly child: number; readonly parent: number }>);
  if (cycle === undefined) return;
  const find = db.prepare(`SELECT identifier, line FROM concept_${id} WHERE id = ?`);
  const concepts = cycle.map((concept) => find.get(concept));
  const path = concepts.slice(0, 8).map((concept) => quoted(String(concept?.identifier)));
  const more = concepts.length > path.length ? ` (${concepts.length - path.length} more)` : '';
  throw new UserError(
    `${source}: line ${concepts[0]?.line}: a cycle of parents: ${[...path, path[0]].join(' is a ')}${more}: remove one of these relations`,
  );
}

function sortPrefixes(db: Database, id: number): void {
  db.function('folded', { deterministic: true }, (text) => folded(String(text)).slice(0, prefixLength));
  db.function('rank_of', { deterministic: true }, (text, kind) =>
    rankOf(folded(String(text)), nameKinds[Number(kind)] ?? 'synonym'),
  );
  const last = Number(db.prepare(`SELECT max(id) AS last FROM name_${id}`).get()?.last);
  db.exec('CREATE TEMP TABLE ranked (rank INTEGER, folded TEXT, name INTEGER)');
  const rank = db.prepare(
    `INSERT INTO temp.ranked SELECT rank_of(text, kind), folded(text), id FROM name_${id} WHERE id > ? AND id <= ?`,
  );
  // What functions make for one statement is kept in memory until it ends.
  for (let first = 0; first < last; first += namesAtOnce) rank.run(first, first + namesAtOnce);
  db.exec(`
    CREATE TABLE prefix_${id} (rank INTEGER, folded TEXT, name INTEGER, PRIMARY KEY (rank, folded, name)) WITHOUT ROWID;
    INSERT INTO prefix_${id} SELECT * FROM temp.ranked ORDER BY 1, 2, 3;
    DROP TABLE temp.ranked;
  `);
}

/**
 * The words with the names that hold them, which FTS5 has gathered, as lists that are read at once; and how many words each name
 * has. FTS5 itself is no longer needed then: its own ranking looks at every name of a word by itself, which takes too long where a
 * word is frequent.
 */
function collectWords(db: Database, id: number): void {
  db.exec(`
    CREATE TABLE word_${id} (id INTEGER PRIMARY KEY, text TEXT NOT NULL, names INTEGER NOT NULL, postings BLOB NOT NULL);
    CREATE TABLE length_${id} (first INTEGER PRIMARY KEY, words BLOB NOT NULL);
    CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, words_${id}, instance);
  `);
  const insert = db.prepare(`INSERT INTO word_${id} (text, names, postings) VALUES (?, ?, ?)`);
  const lengths = new Uint8Array(Number(db.prepare(`SELECT max(id) AS last FROM name_${id}`).get()?.last) + 1);
  // Terms come in order, so that nothing is sorted.
  for (const row of db
    .prepare('SELECT term, json_group_array(doc) AS docs FROM temp.vocabulary GROUP BY term')
    .iterate()) {
    const names: readonly number[] = JSON.parse(String(row.docs));
    const postings = new Postings();
    for (const name of names) {
      postings.add(name);
      if ((lengths[name] ?? 0) < 0xff) lengths[name]! += 1;
    }
    insert.run(String(row.term), names.length, postings.bytes());
  }
  const insertLengths = db.prepare(`INSERT INTO length_${id} VALUES (?, ?)`);
  for (let first = 0; first < lengths.length; first += lengthsPerRow) {
    insertLengths.run(first, lengths.subarray(first, first + lengthsPerRow));
  }
  db.exec(`
    DROP TABLE temp.vocabulary;
    DROP TABLE words_${id};
    CREATE UNIQUE INDEX word_${id}_text ON word_${id} (text, names);
  `);
}

function collectGrams(db: Database, id: number): void {
  db.exec(`
    CREATE TABLE gram_${id} (gram TEXT, chunk INTEGER, words BLOB NOT NULL, PRIMARY KEY (gram, chunk)) WITHOUT ROWID`);
  const insert = db.prepare(`INSERT INTO gram_${id} VALUES (?, ?, ?)`);
  let grams = new Map<string, Postings>();
  let bytes = 0;
  let chunk = 0;
  const write = (): void => {
    for (const gram of [...grams.keys()].toSorted()) insert.run(gram, chunk, grams.get(gram)?.bytes() ?? null);
    grams = new Map();
    bytes = 0;
    chunk++;
  };
  for (const word of db.prepare(`SELECT id, text FROM word_${id} ORDER BY id`).iterate()) {
    for (const gram of gramsOf(String(word.text))) {
      let postings = grams.get(gram);
      if (postings === undefined) {
        postings = new Postings();
        grams.set(gram, postings);
      }
      const before = postings.length;
      postings.add(Number(word.id));
      bytes += postings.length - before;
    }
    if (bytes > mostPostings) write();
  }
  write();
}
