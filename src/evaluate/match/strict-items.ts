import type { AnnotatedSentence } from '../../corpus/document.ts';
import { strictSpans } from '../strict.ts';
import { type Item, itemsOf } from './item.ts';

/** Schemes that are read differently; BILOU is IOBES in other letters. */
export const strictSchemes = ['IOB1', 'IOB2', 'IOBES'] as const;
export type StrictScheme = (typeof strictSchemes)[number];

/**
 * The mentions of a document as seqeval's strict mode reads its labels; those that it has where it has no labels.
 * @param nameOf the name that a type of the labels goes by; types without one are left out.
 */
export function strictItems(
  items: readonly Item[],
  sentences: readonly AnnotatedSentence[] | undefined,
  scheme: StrictScheme,
  nameOf: (type: string) => string | undefined,
): readonly Item[] {
  if (!hasLabels(sentences)) return items;
  const mentions = sentences.flatMap(({ words, labels = [], line }) =>
    strictSpans(labels, scheme).flatMap(({ start, end, type }) => {
      const name = nameOf(type);
      const [first, last] = [words[start], words[end - 1]];
      if (name === undefined || !first || !last) return [];
      const span = { start: first.start, end: last.end };
      return [{ id: '', spans: [span] as const, type: name, concepts: [], notes: {}, line }];
    }),
  );
  return itemsOf(mentions);
}

/** Whether a document was read from labels. */
export function hasLabels(
  sentences: readonly AnnotatedSentence[] | undefined,
): sentences is readonly AnnotatedSentence[] {
  return sentences?.some(({ labels }) => labels !== undefined) ?? false;
}
