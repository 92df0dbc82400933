import type { LabelledSpan } from '../core/labels.ts';
import { quoted } from '../core/quote.ts';
import type { Span } from '../core/span.ts';
import { type AnnotatedDocument, type AnnotatedMention, type AnnotatedSentence, extentOf, textOf } from './document.ts';
import type { CorpusProblem, ProblemKind } from './problems.ts';
import { sentencesOf } from './words.ts';

/** A sentence and what is mentioned in it, half open in indices of its words, in order of start, then end. */
export interface AlignedSentence {
  readonly sentence: AnnotatedSentence;
  readonly mentions: readonly LabelledSpan[];
}

/** A mention as a stretch of all of the document's words. */
interface WordStretch extends LabelledSpan {
  readonly line: number;
}

/**
 * The sentences of a document with its mentions as stretches of words. A mention that cuts a word takes the whole of it;
 * a discontinuous one takes its whole extent; one that goes on in another sentence joins the sentences that it touches;
 * one that holds no word is left out. All of that is told. Mentions that overlap are kept.
 */
export function alignToWords(
  document: AnnotatedDocument,
  onProblem?: (problem: CorpusProblem) => void,
): readonly AlignedSentence[] {
  const sentences = sentencesOf(document);
  const words = sentences.flatMap((sentence) => sentence.words);
  const stretches: WordStretch[] = [];
  for (const mention of document.mentions) {
    const stretch = stretchOf(mention, words);
    if (mention.spans.length > 1) tell('discontinuous', mention, 'is in pieces; taken from its start to its end');
    if (!stretch) {
      tell('other', mention, 'holds no word; left out');
      continue;
    }
    const { start, end } = extentOf(mention);
    const cut = (words[stretch.start]?.start ?? start) < start || (words[stretch.end - 1]?.end ?? end) > end;
    if (cut) tell('cuts a word', mention, 'cuts a word; taken with the whole of it');
    stretches.push(stretch);
  }
  return distribute(sentences, stretches);

  function tell(kind: ProblemKind, mention: AnnotatedMention, what: string): void {
    const { id, annotationFile: file = document.file } = document;
    const message = `${quoted(textOf(document, mention))} (${mention.type}) in ${id} ${what}`;
    onProblem?.({ kind, file, line: mention.line, message });
  }
}

/** The words that a mention shares a character with; undefined if there is none. */
function stretchOf(mention: AnnotatedMention, words: readonly Span[]): WordStretch | undefined {
  const { start, end } = extentOf(mention);
  const first = firstWord(words, (word) => word.end > start);
  const last = firstWord(words, (word) => word.start >= end);
  return first < last ? { start: first, end: last, type: mention.type, line: mention.line } : undefined;
}

/** The index of the first word for which `holds`, which from there on it always does; the number of words if for none. */
function firstWord(words: readonly Span[], holds: (word: Span) => boolean): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const word = words[middle];
    if (word && holds(word)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Gives each sentence its mentions; sentences that a mention goes across become one. */
function distribute(
  sentences: readonly AnnotatedSentence[],
  stretches: readonly WordStretch[],
): readonly AlignedSentence[] {
  const sorted = stretches.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const aligned: AlignedSentence[] = [];
  let from = 0;
  let next = 0;
  for (let index = 0; index < sentences.length; ) {
    const group: AnnotatedSentence[] = [];
    const mentions: LabelledSpan[] = [];
    let to = from;
    let reach = from;
    do {
      const sentence = sentences[index++];
      if (!sentence) break;
      group.push(sentence);
      to += sentence.words.length;
      for (let stretch = sorted[next]; stretch && stretch.start < to; stretch = sorted[++next]) {
        mentions.push({ start: stretch.start - from, end: stretch.end - from, type: stretch.type });
        reach = Math.max(reach, stretch.end);
      }
    } while (reach > to);
    aligned.push({ sentence: joined(group), mentions });
    from = to;
  }
  return aligned;
}

/** Sentences that follow one another as one. */
function joined(group: readonly AnnotatedSentence[]): AnnotatedSentence {
  const [first, ...others] = group;
  const last = others.at(-1);
  if (!first) throw new Error('there is no sentence to join');
  if (!last) return first;
  const labels = group.every((sentence) => sentence.labels) ? group.flatMap((sentence) => sentence.labels ?? []) : [];
  const columns = group.every((sentence) => sentence.columns)
    ? group.flatMap((sentence) => sentence.columns ?? [])
    : [];
  return {
    start: first.start,
    end: last.end,
    words: group.flatMap(({ words }) => words),
    ...(labels.length > 0 ? { labels } : {}),
    ...(columns.length > 0 ? { columns } : {}),
    line: first.line,
    wordPerLine: first.wordPerLine,
  };
}
