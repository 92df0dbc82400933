import type { Span } from '../../core/span.ts';
import type { AnnotatedDocument, AnnotatedMention, AnnotatedSentence } from '../../corpus/document.ts';

/** What was found in a document, or in a part of it, in the offsets of the gold text. */
export interface Found {
  readonly mentions: readonly AnnotatedMention[];
  /** Only where it was read from labels. */
  readonly sentences?: readonly AnnotatedSentence[];
}

export const nothing: Found = { mentions: [] };

/** A document as it is, where its text is the gold text itself. */
export function unmoved({ mentions, sentences }: AnnotatedDocument): Found {
  return { mentions, ...(sentences ? { sentences } : {}) };
}

/**
 * What a document holds from `from` to `to`, in the offsets of another text.
 * @param places the offset there of each of its characters from `from` on, -1, or nothing after the last, where it has none.
 * @param onLost told of each mention that holds no character that has a place, or that goes on behind `to`.
 */
export function moved(
  { mentions, sentences }: AnnotatedDocument,
  { start: from, end: to }: Span,
  places: readonly number[],
  onLost: (mention: AnnotatedMention, why: 'empty' | 'cut') => void,
): Found {
  const place = ({ start, end }: Span): Span | undefined => {
    let [first, last] = [Math.max(start, from), Math.min(end, from + places.length) - 1];
    while (first <= last && (places[first - from] ?? -1) < 0) first++;
    while (last >= first && (places[last - from] ?? -1) < 0) last--;
    return first > last ? undefined : { start: places[first - from] ?? 0, end: (places[last - from] ?? 0) + 1 };
  };
  // Both are in order, and a document may be taken in thousands of parts.
  const here = mentions.slice(
    firstIndex(mentions, ({ spans }) => spans[0].start >= from),
    firstIndex(mentions, ({ spans }) => spans[0].start >= to),
  );
  const placed = here.flatMap((mention) => {
    const [first, ...rest] = mention.spans.flatMap((span) => place(span) ?? []);
    if (mention.spans.some(({ end }) => end > to)) onLost(mention, 'cut');
    if (first) return [{ ...mention, spans: [first, ...rest] as const }];
    onLost(mention, 'empty');
    return [];
  });
  return {
    mentions: placed,
    ...(sentences
      ? {
          sentences: sentences
            .slice(
              firstIndex(sentences, ({ end }) => end > from),
              firstIndex(sentences, ({ start }) => start >= to),
            )
            .flatMap((sentence) => placeSentence(sentence, place)),
        }
      : {}),
  };
}

/** The index of the first item for which `holds`, which from there on it always does. */
function firstIndex<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(items[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function placeSentence(sentence: AnnotatedSentence, place: (span: Span) => Span | undefined): AnnotatedSentence[] {
  const words: Span[] = [];
  const labels: NonNullable<AnnotatedSentence['labels']>[number][] = [];
  for (const [index, word] of sentence.words.entries()) {
    const placed = place(word);
    if (!placed) continue;
    words.push(placed);
    const label = sentence.labels?.[index];
    if (label) labels.push(label);
  }
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return [];
  const { line, wordPerLine } = sentence;
  return [{ start: first.start, end: last.end, words, ...(sentence.labels ? { labels } : {}), line, wordPerLine }];
}
