import type { Steps } from '../../core/steps.ts';
import type { LabelledSentence } from '../../corpus/corpus.ts';
import { plainWords } from '../../text/names/plain-words.ts';

/** What mentions of a corpus are written as, whatever their types. */
export interface Surface {
  readonly words: readonly string[];
  /** Mentions that are written so. */
  readonly mentions: number;
  /**
   * What it shares with other spellings: without case, hyphens, blanks and accents, with Greek letters written out, in the
   * singular and in American spelling (`plainWords`); the surface itself where it has neither a letter nor a digit.
   */
  readonly normalised: string;
}

/** Sentences between two steps. */
const stretch = 1000;

/** The surfaces of all mentions: their words with a space between them, in the order of their first mentions. */
export function* collectSurfaces(sentences: readonly LabelledSentence[]): Steps<ReadonlyMap<string, Surface>> {
  const found = new Map<string, { words: readonly string[]; mentions: number; normalised: string }>();
  for (const [index, { words, mentions }] of sentences.entries()) {
    for (const { start, end } of mentions) {
      const own = words.slice(start, end);
      const text = own.join(' ');
      const known = found.get(text);
      if (known) known.mentions++;
      else found.set(text, { words: own, mentions: 1, normalised: plainWords(text).join('') || text });
    }
    if (index % stretch === stretch - 1) yield;
  }
  return found;
}
