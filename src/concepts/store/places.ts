import type { Steps } from '../../core/steps.ts';
import type { Terminology } from '../concept.ts';
import { inTransaction } from './finish.ts';
import { dropTables, listSeparator, states } from './schema.ts';
import type { Database } from './sqlite.ts';
import type { TerminologyRow } from './terminologies.ts';

/** Pages that are given back to the system in one transaction. */
const pagesAtOnce = 4096;

/** What is said of a terminology once it is whole. */
export type ImportedFacts = Pick<Terminology, 'title' | 'version' | 'licence' | 'sha256' | 'imported'>;

/**
 * Shows a terminology that is whole to readers, in place of those of its name. The caller begins and ends the transaction, so that
 * readers see the one or the other.
 * @param rows all terminologies of the store.
 */
export function putInPlace(
  db: Database,
  rows: readonly TerminologyRow[],
  { id, name }: { readonly id: number; readonly name: string },
  { title, version, licence, sha256, imported }: ImportedFacts,
): void {
  for (const row of rows) {
    if (row.terminology.name === name && row.id !== id) setState(db, row.id, states.removing);
  }
  db.prepare(
    'UPDATE terminology SET state = ?, title = ?, version = ?, licence = ?, sha256 = ?, imported = ?, types = ? WHERE id = ?',
  ).run(states.whole, title, version, licence, sha256, imported, typesIn(db, id).join(listSeparator), id);
}

/** The entity types of a terminology's concepts, the most frequent first. */
function typesIn(db: Database, id: number): readonly string[] {
  const counts = new Map<string, number>();
  const lists = db
    .prepare(`SELECT list, count(*) AS count FROM concept_${id} c JOIN types t ON t.id = c.types GROUP BY list`)
    .all();
  for (const { list, count } of lists) {
    for (const type of String(list).split(listSeparator).filter(Boolean)) {
      counts.set(type, (counts.get(type) ?? 0) + Number(count));
    }
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([type]) => type);
}

/** @param state one of `states`. */
export function setState(db: Database, id: number, state: number): void {
  db.prepare('UPDATE terminology SET state = ? WHERE id = ?').run(state, id);
}

/** Removes a terminology and its tables, in one transaction. */
export function dropTerminology(db: Database, id: number): void {
  inTransaction(db, () => {
    dropTables(db, id);
    db.prepare('DELETE FROM terminology WHERE id = ?').run(id);
  });
}

/** Gives free pages back to the system, some at a time. */
export function* giveBackPages(db: Database): Steps<void> {
  const free = db.prepare('PRAGMA freelist_count');
  for (;;) {
    const before = Number(free.get()?.freelist_count);
    if (before === 0) return;
    db.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`);
    if (Number(free.get()?.freelist_count) >= before) return;
    yield;
  }
}
