import type { Span } from '../../../core/span.ts';
import type { AnnotatedSentence } from '../../document.ts';

/**
 * Words of a text as sentences, where the form knows words only: a line end between two words ends a sentence.
 * @param words in order and disjoint.
 */
export function sentencesByLine(text: string, words: readonly Span[], line: number): readonly AnnotatedSentence[] {
  const groups: Span[][] = [];
  let end = 0;
  for (const word of words) {
    const group = groups.at(-1);
    if (group && !/[\r\n]/.test(text.slice(end, word.start))) group.push(word);
    else groups.push([word]);
    end = word.end;
  }
  return groups.map((group) => ({
    start: group[0]?.start ?? 0,
    end: group.at(-1)?.end ?? 0,
    words: group,
    line,
    wordPerLine: false,
  }));
}
