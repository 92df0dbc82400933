import type { Steps } from '../../core/steps.ts';
import type { LabelledSentence } from '../../corpus/corpus.ts';

/** The words of a corpus one after the other, as numbers. */
export interface IndexedText {
  /** Each distinct word, as it is written, and its number. */
  readonly ids: ReadonlyMap<string, number>;
  /** The number of each word of the text; -1 after each sentence. */
  readonly words: Int32Array;
  /** 1 for each word of the text that a mention holds, else 0. */
  readonly labelled: Uint8Array;
}

/** Sentences between two steps. */
const stretch = 1000;

export function* indexText(sentences: readonly LabelledSentence[]): Steps<IndexedText> {
  const length = sentences.reduce((sum, { words }) => sum + words.length + 1, 0);
  const ids = new Map<string, number>();
  const words = new Int32Array(length);
  const labelled = new Uint8Array(length);
  let at = 0;
  for (const [index, sentence] of sentences.entries()) {
    for (const { start, end } of sentence.mentions) labelled.fill(1, at + start, at + end);
    for (const word of sentence.words) {
      const known = ids.get(word);
      const id = known ?? ids.size;
      if (known === undefined) ids.set(word, id);
      words[at++] = id;
    }
    words[at++] = -1;
    if (index % stretch === stretch - 1) yield;
  }
  return { ids, words, labelled };
}
