import type { Span } from '../../core/span.ts';
import type { Sentence } from '../../core/words.ts';

/** A sentence as one string without markup, in which a space stands wherever white space separates two words. */
export interface SentenceText {
  readonly sentence: Sentence;
  readonly text: string;
  /** For each character of `text` the index of its word; a space has the index of the word behind it. */
  readonly wordAt: readonly number[];
  /** Where each word begins in `text`. */
  readonly starts: readonly number[];
}

export function sentenceText(sentence: Sentence): SentenceText {
  let text = '';
  const wordAt: number[] = [];
  const starts: number[] = [];
  sentence.words.forEach((word, index) => {
    if (word.spaced && index > 0) {
      text += ' ';
      wordAt.push(index);
    }
    starts.push(text.length);
    text += word.text;
    for (let at = 0; at < word.text.length; at++) wordAt.push(index);
  });
  return { sentence, text, wordAt, starts };
}

/** The source offsets of `[from, to)` in the text, which must begin and end with a word and not be empty. */
export function sourceSpan({ sentence, wordAt }: SentenceText, from: number, to: number): Span {
  return { start: sentence.words[wordAt[from]!]!.start, end: sentence.words[wordAt[to - 1]!]!.end };
}
