import type { Language, Sentence } from '../../src/core/words.ts';
import { readSentences } from '../../src/text/reader.ts';

/** A sentence for a test to read: words joined as they stood, `⟂` where no mention may reach across. */
export function show({ words }: Sentence): string {
  return words
    .map(({ text, spaced, cut }) => (cut ? '⟂' : '') + (spaced ? ' ' : '') + text)
    .join('')
    .trim();
}

/** The sentences of a text, shown. */
export function prose(source: string, language: Language = 'markdown'): string[] {
  return readSentences(source, language).map(show);
}
