import type { Terminology } from '../concept.ts';
import { listSeparator, states } from './schema.ts';
import { type Database, damaged } from './sqlite.ts';

/** A row of `terminology`. */
export interface TerminologyRow {
  readonly id: number;
  readonly state: number;
  readonly fingerprint: string;
  /** Of all names together. */
  readonly words: number;
  readonly terminology: Terminology;
}

/**
 * All terminologies of a store, also those that are being imported, by name.
 * @throws UserError naming the file where a row is not as it was written.
 */
export function readTerminologies(file: string, db: Database): readonly TerminologyRow[] {
  const size = db.prepare('SELECT page_count * page_size AS size FROM pragma_page_count, pragma_page_size').get()?.size;
  return db
    .prepare('SELECT * FROM terminology ORDER BY name, id')
    .all()
    .map((row) => {
      const text = (column: string): string => {
        const value = row[column];
        if (typeof value !== 'string') throw damaged(file, `a terminology has no ${column}`);
        return value;
      };
      const number = (column: string): number => {
        const value = row[column];
        if (typeof value !== 'number') throw damaged(file, `a terminology has no ${column}`);
        return value;
      };
      /** What is counted takes a byte at least. */
      const count = (column: string): number => {
        const value = number(column);
        if (value < 0 || value > Number(size)) throw damaged(file, `a terminology has ${value} ${column}`);
        return value;
      };
      return {
        id: number('id'),
        state: number('state'),
        fingerprint: text('fingerprint'),
        words: count('words'),
        terminology: {
          name: text('name'),
          title: text('title'),
          version: text('version'),
          licence: text('licence'),
          source: text('source'),
          sha256: text('sha256'),
          imported: text('imported'),
          concepts: count('concepts'),
          names: count('names'),
          types: text('types')
            .split(listSeparator)
            .filter((type) => type !== ''),
          ...(number('state') === states.importing && { interrupted: number('share') }),
        },
      };
    });
}
