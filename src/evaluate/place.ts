import type { Span } from '../core/span.ts';
import type { AnnotatedDocument, AnnotatedSentence, Passage } from '../corpus/document.ts';
import type { FilePlace } from './report/report.ts';

type Point = { readonly line: number; readonly column?: number };

/**
 * Where a stretch of a document's text stands in its file: by the lines of its words, where each has one, else by the
 * passages that it begins and ends in.
 */
export function placeOf(document: AnnotatedDocument, { start, end }: Span): FilePlace {
  const first = pointOf(document, start);
  const last = pointOf(document, Math.max(end - 1, start));
  return {
    file: document.file,
    line: first.line,
    ...(first.column === undefined ? {} : { column: first.column }),
    endLine: Math.max(last.line, first.line),
    ...(last.column === undefined ? {} : { endColumn: last.column + (end > start ? 1 : 0) }),
  };
}

/** The place of one character. */
function pointOf({ sentences, passages, line }: AnnotatedDocument, offset: number): Point {
  const sentence = sentences && lastFrom(sentences, offset);
  if (sentence?.wordPerLine) return pointInWords(sentence, offset);
  if (sentence && offset < sentence.end) return { line: sentence.line };
  const passage = lastFrom(passages, offset);
  return passage ? pointInPassage(passage, offset) : { line };
}

/** The word's own line: the word stands at its beginning. */
function pointInWords({ words, line }: AnnotatedSentence, offset: number): Point {
  const word = lastFrom(words, offset);
  if (!word) return { line };
  return { line: line + words.indexOf(word), column: Math.min(offset, word.end) - word.start };
}

function pointInPassage({ start, line, column }: Passage, offset: number): Point {
  return column === undefined ? { line } : { line, column: column + offset - start };
}

/** The last of some spans, which are in order, that does not begin after an offset. */
function lastFrom<T extends Span>(spans: readonly T[], offset: number): T | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as T).start <= offset) low = middle + 1;
    else high = middle;
  }
  return spans[low - 1];
}
