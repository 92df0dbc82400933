import type { Steps } from '../../core/steps.ts';
import type { LabelledSentence } from '../../corpus/corpus.ts';
import type { SparseMatrix } from './sparse.ts';
import { isTerm, vocabularyWord } from './terms.ts';

/** How often each term stands in each block of a corpus. */
export interface BlockTerms {
  /** The distinct terms, in the order of the columns. */
  readonly terms: readonly string[];
  /** `[blocks, terms]`. */
  readonly counts: SparseMatrix;
}

/**
 * Consecutive sentences of a block. With 20, a corpus of 500 sentences had so few blocks that the topics were all of the
 * other corpus, or one for each block: their similarity was far from that of the whole corpus; with 5 it is near.
 */
export const blockSentences = 5;

/** Counts the terms (`isTerm`) of blocks of sentences; a step after each block. */
export function* countBlockTerms(sentences: readonly LabelledSentence[]): Steps<BlockTerms> {
  const columns = new Map<string, number>();
  // The column of each word as it is written, or -1 if it is no term.
  const known = new Map<string, number>();
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (let from = 0; from < sentences.length; from += blockSentences) {
    const block = new Map<number, number>();
    for (const { words } of sentences.slice(from, from + blockSentences)) {
      for (const word of words) {
        const column = known.get(word) ?? columnOf(word);
        if (column >= 0) block.set(column, (block.get(column) ?? 0) + 1);
      }
    }
    for (const [column, count] of block) {
      indices.push(column);
      values.push(count);
    }
    starts.push(indices.length);
    yield;
  }
  const counts = {
    rows: starts.length - 1,
    columns: columns.size,
    starts: Int32Array.from(starts),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
  };
  return { terms: [...columns.keys()], counts };

  function columnOf(word: string): number {
    const term = vocabularyWord(word);
    let column = -1;
    if (term !== undefined && isTerm(term)) {
      column = columns.get(term) ?? columns.size;
      columns.set(term, column);
    }
    known.set(word, column);
    return column;
  }
}
