import { splitIntoWords } from '../../../text/words.ts';
import { CodePoints } from '../../code-points.ts';
import {
  type AnnotatedDocument,
  type AnnotatedMention,
  type AnnotatedSentence,
  type Passage,
  textOf,
} from '../../document.ts';
import type { LossTally } from '../../problems.ts';
import { countWordLosses } from '../word-labels.ts';
import type { BiocAnnotation, BiocDocument, BiocPassage, BiocSentence } from './bioc.ts';
import { mentionInfons, passageInfons, relationInfons, withoutMargins } from './bioc-infons.ts';
import { sentenceNote } from './bioc-read.ts';

/** A stretch of text that is written at its offset. */
interface Stretch<T> {
  readonly start: number;
  readonly end: number;
  readonly of: T;
}

/**
 * A document as BioC says it, with offsets in code points of its text. A gap of spaces between passages is left to their
 * offsets; other white space goes with the passage before it; text outside of passages becomes passages called `other`.
 * @param notes the document's, without those of its collection.
 */
export function biocDocument(
  document: AnnotatedDocument,
  notes: AnnotatedDocument['notes'],
  losses: LossTally,
): BiocDocument {
  const { id, text, mentions, relations, line } = document;
  const points = new CodePoints(text);
  const stretches = stretched(allPassages(document), 0, text.length, text);
  const annotations = byStretch(mentions, stretches);
  const concepts = new Set(mentions.flatMap((mention) => mention.concepts));
  countWordLosses(document, losses);

  function annotation(mention: AnnotatedMention): BiocAnnotation {
    const locations = mention.spans.map(({ start, end }) => {
      const offset = points.toPoint(start);
      return { offset, length: points.toPoint(end) - offset };
    });
    return { id: mention.id, infons: mentionInfons(mention), locations, text: textOf(document, mention), line };
  }

  function passage({ start, end, of }: Stretch<Passage>, index: number): BiocPassage {
    const own = (annotations.get(index) ?? []).map((each) => annotation(each));
    const about = { offset: points.toPoint(start), relations: [], line };
    const sentences = sentenceStretches(document, of, start, end, losses);
    const read = withoutMargins(text, start, end);
    const isRead = read.start === of.start && read.end === of.end;
    const infons = passageInfons({
      kind: of.kind,
      notes: of.notes,
      ...(isRead ? {} : { margins: [of.start - start, end - of.end] }),
    });
    if (!sentences) return { ...about, infons, text: text.slice(start, end), sentences: [], annotations: own };
    const placed = byStretch(annotations.get(index) ?? [], sentences);
    const taken = new Set<string>();
    const written = sentences.map((sentence, number): BiocSentence => {
      const prefix = sentenceNote(number);
      const kept = Object.entries(infons).filter(([name]) => name.startsWith(prefix));
      for (const [name] of kept) taken.add(name);
      return {
        infons: Object.fromEntries(kept.map(([name, value]) => [name.slice(prefix.length), value])),
        offset: points.toPoint(sentence.start),
        text: text.slice(sentence.start, sentence.end),
        annotations: (placed.get(number) ?? []).map((each) => annotation(each)),
        relations: [],
        line,
      };
    });
    const others = Object.fromEntries(Object.entries(infons).filter(([name]) => !taken.has(name)));
    return { ...about, infons: others, text: '', sentences: written, annotations: [] };
  }

  return {
    id,
    infons: notes,
    passages: stretches.map(passage),
    annotations: [],
    relations: relations.map((relation) => ({ id: relation.id, ...relationInfons(relation, concepts), line })),
    line,
  };
}

/** The passages, and what stands between them, if it is more than white space. */
function allPassages({ text, passages, line }: AnnotatedDocument): readonly Passage[] {
  const all: Passage[] = [];
  let end = 0;
  const fill = (to: number) => {
    const between = text.slice(end, to);
    const bare = between.trim();
    if (bare === '') return;
    const start = end + between.indexOf(bare);
    all.push({ start, end: start + bare.length, kind: 'other', notes: {}, line });
  };
  for (const passage of passages) {
    fill(passage.start);
    all.push(passage);
    end = Math.max(end, passage.end);
  }
  fill(text.length);
  return all;
}

/** Stretches that hold all of a text from `from` to `to` but gaps of spaces. */
function stretched<T extends { readonly start: number; readonly end: number }>(
  items: readonly T[],
  from: number,
  to: number,
  text: string,
): readonly Stretch<T>[] {
  const isSpaces = (start: number, end: number) => /^ *$/.test(text.slice(start, end));
  const first = items[0];
  const begin = first && !isSpaces(from, first.start) ? from : (first?.start ?? from);
  return items.map((of, index) => {
    const next = items[index + 1];
    const start = index === 0 ? begin : of.start;
    const end = next ? (isSpaces(of.end, next.start) ? of.end : next.start) : to;
    return { start, end, of };
  });
}

/** Mentions by the index of the last stretch that begins before they do; those before the first are with it. */
function byStretch(
  mentions: readonly AnnotatedMention[],
  stretches: readonly { readonly start: number }[],
): ReadonlyMap<number, readonly AnnotatedMention[]> {
  const found = new Map<number, AnnotatedMention[]>();
  for (const mention of mentions) {
    const index = Math.max(
      0,
      stretches.findLastIndex(({ start }) => start <= mention.spans[0].start),
    );
    const own = found.get(index);
    if (own) own.push(mention);
    else found.set(index, [mention]);
  }
  return found;
}

/** The sentences of a passage as stretches, or undefined if it has none or they do not hold all of its text. */
function sentenceStretches(
  { text, sentences = [] }: AnnotatedDocument,
  passage: Passage,
  start: number,
  end: number,
  losses: LossTally,
): readonly Stretch<AnnotatedSentence>[] | undefined {
  const own = sentences.filter((sentence) => sentence.start >= passage.start && sentence.start < passage.end);
  if (own.length === 0) return undefined;
  let last = start;
  const isWhole = own.every((sentence) => {
    const fits = sentence.start >= last && text.slice(last, sentence.start).trim() === '';
    last = sentence.end;
    return fits && last <= end;
  });
  if (!isWhole || text.slice(last, end).trim() !== '') {
    losses.add('sentences', own.length);
    return undefined;
  }
  losses.add('words of sentences', own.filter((sentence) => !hasWordsOfText(text, sentence)).length);
  return stretched(own, start, end, text);
}

/** Whether a sentence's words are those that a reader finds in it, so that they need not be written. */
function hasWordsOfText(text: string, { start, end, words }: AnnotatedSentence): boolean {
  const found = splitIntoWords(text.slice(start, end));
  return (
    found.length === words.length &&
    found.every((word, index) => start + word.start === words[index]?.start && start + word.end === words[index]?.end)
  );
}
