import type { Member } from './archive/member.ts';
import type { PlaceReader } from './place-reader.ts';

export type Key = number | string;

/** A row of a table, the key that the table is sorted by, and its line, from 1. */
export interface KeyedRow {
  readonly key: Key;
  readonly cells: readonly string[];
  readonly line: number;
}

/** Rows with one key. */
export interface RowGroup {
  readonly key: Key;
  readonly rows: readonly KeyedRow[];
}

/** Far more than any key has; more would be held in memory. */
const mostRows = 1_000_000;

/**
 * The rows of a table, some at a time.
 * @param parse key and cells of a line; undefined for one that is passed over.
 * @throws UserError naming file and line where a key is less than the one before it.
 */
export async function* keyedRows(
  reader: PlaceReader,
  member: Member,
  parse: (text: string, line: number) => Omit<KeyedRow, 'line'> | undefined,
): AsyncGenerator<readonly KeyedRow[], void, undefined> {
  let last: Key | undefined;
  for await (const { first, texts } of reader.lines(member)) {
    const rows: KeyedRow[] = [];
    for (const [index, text] of texts.entries()) {
      const row = text === '' ? undefined : parse(text, first + index);
      if (!row) continue;
      if (last !== undefined && row.key < last) {
        throw reader.error(member, first + index, `${row.key} stands after ${last}; the file has to be sorted by it`);
      }
      last = row.key;
      rows.push({ ...row, line: first + index });
    }
    yield rows;
  }
}

/** Rows of a sorted table in groups of one key. */
export async function* groupsOf(
  batches: AsyncIterable<readonly KeyedRow[]>,
): AsyncGenerator<readonly RowGroup[], void, undefined> {
  let open: KeyedRow[] = [];
  for await (const rows of batches) {
    const groups: RowGroup[] = [];
    for (const row of rows) {
      const key = open[0]?.key;
      if (key !== undefined && key !== row.key) {
        groups.push({ key, rows: open });
        open = [];
      }
      // A million rows of one concept are no terminology, but must not fill the memory.
      if (open.length < mostRows) open.push(row);
    }
    yield groups;
  }
  const key = open[0]?.key;
  if (key !== undefined) yield [{ key, rows: open }];
}

/** A sorted table that is read beside another one: its rows are taken key by key, in ascending order. */
export class SortedRows {
  readonly #groups: AsyncGenerator<readonly RowGroup[], void, undefined>;
  #buffer: readonly RowGroup[] = [];
  #at = 0;
  #ended = false;

  constructor(batches: AsyncIterable<readonly KeyedRow[]>) {
    this.#groups = groupsOf(batches);
  }

  /** Whether `take` can answer at once; `load` makes it so. */
  ready(key: Key): boolean {
    const last = this.#buffer.at(-1);
    return this.#ended || (last !== undefined && last.key >= key);
  }

  async load(key: Key): Promise<void> {
    while (!this.ready(key)) {
      const { done, value } = await this.#groups.next();
      this.#ended = done === true;
      this.#buffer = value ?? [];
      this.#at = 0;
    }
  }

  /** The rows of a key; those of smaller keys are passed over. */
  take(key: Key): readonly KeyedRow[] {
    for (; ; this.#at++) {
      const group = this.#buffer[this.#at];
      if (!group || group.key > key) return [];
      if (group.key < key) continue;
      this.#at++;
      return group.rows;
    }
  }

  async close(): Promise<void> {
    await this.#groups.return();
  }
}
