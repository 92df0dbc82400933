import { splitSentences } from '../text/sentences.ts';
import { splitIntoWords } from '../text/words.ts';
import type { AnnotatedDocument, AnnotatedSentence } from './document.ts';

/**
 * The sentences of a document with their words: those that its form gives, else those that each passage is split into, as
 * running text is for recognition. Unlike there nothing is left out, neither addresses nor sentences without a letter,
 * since a mention may stand in them: every letter and digit of the passages is in a word.
 */
export function sentencesOf({
  text,
  passages,
  sentences,
}: Pick<AnnotatedDocument, 'text' | 'passages' | 'sentences'>): readonly AnnotatedSentence[] {
  if (sentences) return sentences;
  const found: AnnotatedSentence[] = [];
  for (const { start, end, line } of passages) {
    const passage = text.slice(start, end);
    for (const sentence of splitSentences(passage)) {
      const from = start + sentence.start;
      const words = splitIntoWords(passage.slice(sentence.start, sentence.end)).map((word) => ({
        start: from + word.start,
        end: from + word.end,
      }));
      if (words.length > 0) found.push({ start: from, end: start + sentence.end, words, line, wordPerLine: false });
    }
  }
  return found;
}
