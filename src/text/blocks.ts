import type { Sentence } from '../core/words.ts';

/** Names defined anywhere in a document; what a block's text means may depend on them. */
export type Definitions = Pick<ReadonlySet<string>, 'has'>;

/** A stretch of a document that can be read apart from what stands around it. */
export interface Block {
  /** Offsets in the document. Blocks follow each other without gaps. */
  readonly start: number;
  readonly end: number;
  /** How many code units from its start decide that a block starts there. */
  readonly lead: number;
  /** The names that the block defines. */
  readonly defines: readonly string[];
  /**
   * Reads the block, once.
   * @returns sentences in offsets relative to the block's start, ordered by start, and the names that were looked up.
   */
  read(definitions: Definitions): BlockProse;
}

export interface BlockProse {
  readonly sentences: readonly Sentence[];
  readonly lookups: ReadonlySet<string>;
}

/** How a language is cut into blocks. */
export interface BlockSyntax {
  /**
   * The blocks of `source` from `from`, where a block must start, up to some place not behind `to`. The last block is returned
   * only if `to` is the end of the source, since it may go on behind `to`; so nothing may be returned.
   */
  scan(source: string, from: number, to: number): Block[];
}

/** The first line start at or behind `offset`; the end of the source where there is none. */
export function lineStartFrom(source: string, offset: number): number {
  if (offset <= 0) return 0;
  const ending = /[\r\n]/g;
  ending.lastIndex = offset - 1;
  const match = ending.exec(source);
  if (match === null) return source.length;
  return match.index + (source[match.index] === '\r' && source[match.index + 1] === '\n' ? 2 : 1);
}

/** How much is parsed at once: this many code units, and no more lines than this of them. */
const windowSize = 8192;
const windowLines = 256;

/**
 * The line start that ends what is parsed at once from `at`: some 8,192 code units on, or 256 lines where they are short,
 * since micromark's time is quadratic in the number of headings and of rows.
 */
export function windowEnd(source: string, at: number): number {
  let end = at;
  for (let lines = 0; lines < windowLines && end < source.length && end < at + windowSize; lines++) {
    end = lineStartFrom(source, end + 1);
  }
  return end;
}

/** A sentence that stands `by` code units further on. */
export function shifted(sentence: Sentence, by: number): Sentence {
  if (by === 0) return sentence;
  return {
    start: sentence.start + by,
    end: sentence.end + by,
    words: sentence.words.map(({ text, start, end, spaced, cut }) => {
      const word = { text, start: start + by, end: end + by, spaced };
      return cut ? { ...word, cut } : word;
    }),
  };
}
