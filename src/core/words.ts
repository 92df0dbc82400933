import type { Span } from './span.ts';

/** The languages that are read as prose, by their VS Code language ids. */
export type Language = 'markdown' | 'plaintext';

/**
 * A word as the model reads it. `text` has no markup in it; `start` and `end` are its source offsets, so
 * `source.slice(start, end)` may hold markup inside the word (`Ca^2` for `Ca2`).
 */
export interface Word extends Span {
  readonly text: string;
  /** Whether white space stands before it in the prose (false for the `-` and the `T` of `A-T`). */
  readonly spaced: boolean;
  /**
   * True where something that is not read (code, math, a citation, a URL, an image) stands between the word before it in the
   * sentence and this one: no mention may hold both.
   */
  readonly cut?: true;
}

/** One sentence, table cell or heading: the unit that a model reads at once. Never empty. */
export interface Sentence extends Span {
  readonly words: readonly Word[];
}
