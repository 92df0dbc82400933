import { type Label, marks } from '../../core/labels.ts';
import type { AnnotatedDocument, AnnotatedSentence } from '../document.ts';
import type { LossTally } from '../problems.ts';

/** A label as it is written: `O`, `B-Disease`, `B` where it has no type. */
export function labelText({ mark, type }: Label): string {
  return type === '' ? mark : `${mark}-${type}`;
}

/** A label, or undefined if the text is none; BILOU's L and U are E and S. */
export function parseLabelText(text: string): Label | undefined {
  if (text === 'O') return { mark: 'O', type: '' };
  const [, letter = '', type = ''] = /^([BIESLU])(?:-(.+))?$/s.exec(text) ?? [];
  const mark = marks.get(letter);
  return mark && { mark, type };
}

/**
 * Counts what a form that has no words, or words without labels and columns, loses of sentences. Labels that are just
 * those of the mentions, in IOB2 or IOBES, are no loss.
 */
export function countWordLosses(document: AnnotatedDocument, losses: LossTally): void {
  for (const sentence of document.sentences ?? []) {
    if (sentence.columns?.some((columns) => columns.length > 0)) losses.add('columns of words', sentence.words.length);
    if (sentence.labels && !followMentions(document, sentence, sentence.labels))
      losses.add('irregular labels of sentences');
  }
}

function followMentions(
  document: AnnotatedDocument,
  { words, start, end }: AnnotatedSentence,
  labels: readonly Label[],
): boolean {
  const iob: string[] = words.map(() => 'O');
  const iobes = [...iob];
  const starts = new Map(words.map((word, index) => [word.start, index]));
  const ends = new Map(words.map((word, index) => [word.end, index]));
  for (const { spans, type } of document.mentions) {
    const [span] = spans;
    if (span.start < start || span.start >= end) continue;
    const first = starts.get(span.start);
    const last = ends.get(span.end);
    if (first === undefined || last === undefined || spans.length > 1) return false;
    for (let index = first; index <= last; index++) {
      if (iob[index] !== 'O') return false;
      iob[index] = `${index === first ? 'B' : 'I'}-${type}`;
      iobes[index] = first === last ? `S-${type}` : index === last ? `E-${type}` : (iob[index] ?? 'O');
    }
  }
  const written = labels.map(labelText);
  return [iob, iobes].some((expected) => expected.every((label, index) => label === written[index]));
}
