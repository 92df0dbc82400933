import { quoted } from '../../core/quote.ts';
import type { Span } from '../../core/span.ts';
import { type AnnotatedDocument, type AnnotatedSentence, extentOf, textOf } from '../../corpus/document.ts';
import type { CorpusProblem } from '../../corpus/problems.ts';

/** Why a mention cannot be found as it is labelled. */
type Reason = Pick<CorpusProblem, 'kind' | 'message'>;

/**
 * The mentions that a model which labels words in sentences cannot find exactly, however good it is: they cost every model
 * recall. Scores count them all the same, as the corpus does.
 * @param document with the mentions that are scored.
 * @param sentences in order, as the model reads them.
 */
export function outOfReach(
  document: AnnotatedDocument,
  sentences: readonly AnnotatedSentence[],
): readonly CorpusProblem[] {
  const { id, annotationFile: file = document.file } = document;
  return document.mentions.flatMap((mention) => {
    const extent = extentOf(mention);
    const reason: Reason | undefined =
      mention.spans.length > 1
        ? { kind: 'discontinuous', message: 'is in pieces' }
        : reasonOf(extent, sentences[lastFrom(sentences, extent.start)]);
    if (!reason) return [];
    const who = `${quoted(textOf(document, mention))} (${mention.type}) in ${id}`;
    return [{ ...reason, file, line: mention.line, message: `${who} ${reason.message}; no model can find it exactly` }];
  });
}

function reasonOf({ start, end }: Span, sentence: AnnotatedSentence | undefined): Reason | undefined {
  if (sentence && start < sentence.end && end > sentence.end) {
    return { kind: 'other', message: "goes across a sentence's end" };
  }
  const words = sentence?.words ?? [];
  const exact = words[lastFrom(words, start)]?.start === start && words[lastFrom(words, end - 1)]?.end === end;
  return exact ? undefined : { kind: 'cuts a word', message: 'does not begin and end with a word' };
}

/** The index of the last span that begins at an offset or before it; -1 if there is none. */
function lastFrom(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
