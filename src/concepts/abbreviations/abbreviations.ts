import type { Abbreviation } from './abbreviation.ts';
import { singular } from './short-form.ts';

/** The abbreviations of one document, by what they stand for at a place. */
export class Abbreviations {
  readonly all: readonly Abbreviation[];
  readonly #byShortForm = new Map<string, Abbreviation[]>();

  /** @param all in the order of their definitions, as `findAbbreviations` gives them. */
  constructor(all: readonly Abbreviation[]) {
    this.all = all;
    for (const abbreviation of all) {
      const key = keyOf(abbreviation.shortForm);
      const same = this.#byShortForm.get(key);
      if (same) same.push(abbreviation);
      else this.#byShortForm.set(key, [abbreviation]);
    }
  }

  /** Whether a text is a short form that the document defines somewhere. */
  has(shortForm: string): boolean {
    return this.definitions(shortForm).length > 0;
  }

  /** Every definition of a short form, in order. */
  definitions(shortForm: string): readonly Abbreviation[] {
    const key = keyOf(shortForm);
    // Where the letters alone do not tell a plural: `mAbs`, `Tregs`.
    const other = key.endsWith('s') ? key.slice(0, -1) : `${key}s`;
    return this.#byShortForm.get(key) ?? (other.length > 1 ? this.#byShortForm.get(other) : undefined) ?? [];
  }

  /**
   * The definition that is in force at an offset: the last one before it, or the first one of all where it is only defined
   * behind it. Plural and singular are alike.
   */
  longFormOf(shortForm: string, at: number): Abbreviation | undefined {
    const same = this.definitions(shortForm);
    return same.findLast(({ long, short }) => Math.min(long.start, short.start) <= at) ?? same[0];
  }
}

/** Short forms with the same key are the same: `PCs` and `PC`, `TNF-α` with whatever hyphen. */
export function keyOf(shortForm: string): string {
  return singular(shortForm)
    .normalize('NFKC')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/\s+/gu, ' ');
}
