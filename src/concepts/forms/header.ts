import type { Member } from './archive/member.ts';
import type { PlaceReader } from './place-reader.ts';

/** The columns of a table, by name. */
export class Columns {
  readonly #places: ReadonlyMap<string, number>;

  /** @param names in lower case; one that comes twice is the first. */
  constructor(names: readonly string[]) {
    this.#places = new Map(names.map((name, place) => [name, place] as const).reverse());
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  /** The cell of a row in a column, or the first of some columns that there is; '' if there is none. */
  cell(cells: readonly string[], ...names: readonly string[]): string {
    for (const name of names) {
      const place = this.#places.get(name);
      if (place !== undefined) return cells[place] ?? '';
    }
    return '';
  }

  /** How many cells a row has at least that has all of some columns. */
  least(names: readonly string[]): number {
    return 1 + Math.max(...names.map((name) => this.#places.get(name) ?? 0));
  }
}

/**
 * The columns of a header.
 * @param needed those without which the file cannot be read.
 * @throws UserError naming the file and the columns that are missing.
 */
export function columnsOf(
  reader: PlaceReader,
  member: Member,
  line: number,
  names: readonly string[],
  needed: readonly string[],
): Columns {
  const columns = new Columns(names.map((name) => name.trim().toLowerCase()));
  const missing = needed.filter((name) => !columns.has(name.toLowerCase()));
  if (missing.length > 0) {
    throw reader.error(
      member,
      line,
      `the header has no column ${missing.join(', ')}; it has to name the columns of the file as its publisher does`,
    );
  }
  return columns;
}
