import { actualOf, type DocumentOutcome, type Outcome, pointsOf, possibleOf } from '../match/outcome.ts';

/** Points, found mentions and gold mentions: all that precision, recall and F1 derive from. */
export const countsEach = 3;

/** Columns of types, shared by the tables of two systems: three of the whole, then three of each type, as they first occur. */
export class TypeColumns {
  readonly #columns = new Map<string, number>();

  of(type: string): number {
    const known = this.#columns.get(type);
    if (known !== undefined) return known;
    const column = this.width;
    this.#columns.set(type, column);
    return column;
  }

  /** In the order of their columns. */
  get types(): readonly string[] {
    return [...this.#columns.keys()];
  }

  /** How many columns there are. */
  get width(): number {
    return (this.#columns.size + 1) * countsEach;
  }
}

/** A sparse matrix: the entries of row `r` lie from `starts[r]` to `starts[r + 1]`. */
export interface Rows {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/**
 * The counts of each unit that is resampled, a document as a rule, in typed arrays: only those that are not zero, so that a
 * million documents take some hundred megabytes.
 */
export class UnitCounts {
  readonly columns: TypeColumns;
  /** Where the entries of each unit begin. */
  #starts = new Uint32Array(1024);
  #places = new Uint32Array(4096);
  #values = new Float64Array(4096);
  #units = 0;
  #entries = 0;

  constructor(columns: TypeColumns) {
    this.columns = columns;
  }

  add({ overall, types }: DocumentOutcome): void {
    if (this.#units === this.#starts.length) this.#starts = grown(this.#starts, Uint32Array);
    this.#starts[this.#units++] = this.#entries;
    this.#put(0, overall);
    for (const [type, outcome] of types) this.#put(this.columns.of(type), outcome);
  }

  get units(): number {
    return this.#units;
  }

  /** One row a unit. */
  rows(): Rows {
    const starts = new Uint32Array(this.#units + 1);
    starts.set(this.#starts.subarray(0, this.#units));
    starts[this.#units] = this.#entries;
    return {
      starts,
      columns: this.#places.subarray(0, this.#entries),
      values: this.#values.subarray(0, this.#entries),
    };
  }

  #put(column: number, outcome: Outcome): void {
    const counts = [pointsOf(outcome), actualOf(outcome), possibleOf(outcome)];
    for (const [offset, value] of counts.entries()) {
      if (value === 0) continue;
      if (this.#entries === this.#places.length) {
        this.#places = grown(this.#places, Uint32Array);
        this.#values = grown(this.#values, Float64Array);
      }
      this.#places[this.#entries] = column + offset;
      this.#values[this.#entries++] = value;
    }
  }
}

function grown<T extends Uint32Array | Float64Array>(array: T, type: new (length: number) => T): T {
  const larger = new type(array.length * 2);
  larger.set(array);
  return larger;
}
