import { quoted } from '../../../core/quote.ts';
import type { Span } from '../../../core/span.ts';
import { splitIntoWords } from '../../../text/words.ts';
import {
  type AnnotatedDocument,
  type AnnotatedMention,
  type AnnotatedSentence,
  extentOf,
  type Passage,
  type Relation,
  textOf,
} from '../../document.ts';
import { sentencesOf } from '../../words.ts';
import { checkedSpans, checkReferences, inOrder, type Tell, teller } from '../assemble.ts';
import type { ReadOptions } from '../form.ts';
import { nameOf } from '../json-lines/json-lines.ts';
import { placeOf } from '../quote-place.ts';
import type { BiocAnnotation, BiocCollection, BiocDocument, BiocPassage, BiocRelation } from './bioc.ts';
import { notesOfCollection } from './bioc.ts';
import { AnnotationIds } from './bioc-ids.ts';
import { readMentionInfons, readPassageInfons, readRelationInfons, withoutMargins } from './bioc-infons.ts';
import { isAscii, type Layout, layOut, locate, type OffsetUnit, offsetUnits } from './bioc-offsets.ts';

/** The name of the note of a passage that keeps an infon of one of its sentences, by the sentence's number. */
export const sentenceNote = (index: number): string => `BioC sentence ${index + 1} `;

/** An annotation, and the index of the piece of text that it is written at. */
interface Placed {
  readonly annotation: BiocAnnotation;
  readonly piece: number;
}

/** Makes documents of what BioC says of them, and tells what is wrong; one for each file. */
export class BiocReader {
  readonly #file: string;
  readonly #defaultType: string;
  readonly #tell: Tell;
  #count = 0;
  /** What the offsets of the document before count. */
  #unit: OffsetUnit = 'code points';

  constructor(file: string, { defaultType = 'Entity', onProblem }: ReadOptions) {
    this.#file = file;
    this.#defaultType = defaultType;
    this.#tell = teller(file, onProblem);
  }

  document(raw: BiocDocument, collection: BiocCollection): AnnotatedDocument {
    this.#count++;
    const layout = this.#layOut(raw);
    for (const { line, message } of layout.mended) this.#tell('other', line, message);
    const { text } = layout;
    const passages = raw.passages.map((passage, index) => passageOf(passage, index, layout));
    const ids = new AnnotationIds();
    const mentions = inOrder(
      placedAnnotations(raw, layout).flatMap((placed) => this.#mention(placed, layout, ids) ?? []),
    );
    const concepts = new Set(mentions.flatMap((mention) => mention.concepts));
    const relations = ids.relations(raw).map((relation) => relationOf(relation, concepts));
    checkReferences(mentions, relations, this.#tell);
    const sentences = sentencesIn(raw, passages, layout);
    return {
      id: raw.id === '' ? `${nameOf(this.#file)}#${this.#count}` : raw.id,
      text,
      passages,
      mentions,
      relations,
      ...(sentences ? { sentences } : {}),
      notes: { ...notesOfCollection(collection), ...raw.infons },
      file: this.#file,
      line: raw.line,
    };
  }

  /**
   * The layout in code points, unless annotations say by the texts they quote that another unit is meant: if it makes
   * fewer than half as many of them differ.
   */
  #layOut(raw: BiocDocument): Layout {
    const layout = layOut(raw.passages, this.#unit);
    if (isAscii(layout.text)) return layout;
    const wrong = countDifferences(raw, layout);
    if (wrong === 0) return layout;
    const others = offsetUnits
      .filter((unit) => unit !== this.#unit)
      .map((unit) => ({ unit, layout: layOut(raw.passages, unit) }))
      .map((each) => ({ ...each, wrong: countDifferences(raw, each.layout) }))
      .sort((a, b) => a.wrong - b.wrong);
    const best = others[0];
    if (!best || best.wrong * 2 >= wrong) return layout;
    this.#unit = best.unit;
    this.#tell('other', raw.line, `offsets count ${best.unit}, as the quoted texts show; read so from here on`);
    return best.layout;
  }

  #mention({ annotation, piece }: Placed, layout: Layout, ids: AnnotationIds): AnnotatedMention | undefined {
    const { line, text: quote } = annotation;
    const about = readMentionInfons(annotation.infons, this.#defaultType);
    const name = `annotation ${quoted(annotation.id)} (${about.type})`;
    if (annotation.locations.length === 0) {
      this.#tell('other', line, `${name} has no location; left out`);
      return undefined;
    }
    const { text } = layout;
    const parts = spansOf(annotation, piece, layout).filter(({ start, end }, index) => {
      if (start >= 0 && end <= text.length) return true;
      const { offset = 0, length = 0 } = annotation.locations[index] ?? {};
      this.#tell(
        'outside the text',
        line,
        `${name} at offset ${offset} and ${length} long is not in the text; left out`,
      );
      return false;
    });
    const found = checkedSpans(parts, text.length, name, line, this.#tell);
    if (!found) return undefined;
    return { id: this.#idOf(annotation, ids), ...about, spans: this.#verified(found, quote, name, line, text), line };
  }

  /** As PubTator does, some programs quote a text in another spelling than it has: the offsets count. */
  #verified(
    spans: AnnotatedMention['spans'],
    quote: string | undefined,
    name: string,
    line: number,
    text: string,
  ): AnnotatedMention['spans'] {
    if (quote === undefined || isQuoted(quote, { spans }, text)) return spans;
    const [span] = spans;
    const place = spans.length === 1 ? placeOf(text, span, quote) : undefined;
    const stands = quoted(textOf({ text }, { spans }));
    const done = place?.moved ? 'moved to where it stands nearby' : 'its offsets are kept';
    this.#tell('text differs', line, `${name} quotes ${quoted(quote)} where ${stands} stands; ${done}`);
    return place?.moved ? [place.span] : spans;
  }

  #idOf(annotation: BiocAnnotation, ids: AnnotationIds): string {
    const { id, line } = annotation;
    const own = ids.add(annotation);
    if (own !== id)
      this.#tell('duplicate id', line, `the id ${quoted(id)} comes twice in a document; read as ${quoted(own)}`);
    return own;
  }
}

/** The annotations of a document with the pieces that they stand at: their sentence's, else their passage's first. */
function placedAnnotations(raw: BiocDocument, { pieces, ranges }: Layout): readonly Placed[] {
  const placed: Placed[] = [];
  for (const [index, { annotations, sentences }] of raw.passages.entries()) {
    const { from = 0, to = 0 } = ranges[index] ?? {};
    for (const annotation of annotations) placed.push({ annotation, piece: from });
    for (const [number, sentence] of sentences.entries()) {
      const piece = pieces[from + number]?.sentence === sentence && from + number < to ? from + number : from;
      for (const annotation of sentence.annotations) placed.push({ annotation, piece });
    }
  }
  for (const annotation of raw.annotations) placed.push({ annotation, piece: 0 });
  return placed;
}

/** Where an annotation's locations are; those outside the text get offsets that are surely outside. */
function spansOf({ locations }: BiocAnnotation, piece: number, layout: Layout): readonly Span[] {
  return locations.map(({ offset, length }) => {
    const start = locate(layout, offset, piece);
    const end = length === 0 ? start : locate(layout, offset + length, piece);
    return { start: start ?? -1, end: end ?? layout.text.length + 1 };
  });
}

function countDifferences(raw: BiocDocument, layout: Layout): number {
  let count = 0;
  for (const { annotation, piece } of placedAnnotations(raw, layout)) {
    const { text: quote } = annotation;
    const [first, ...others] = spansOf(annotation, piece, layout);
    if (quote !== undefined && first && !isQuoted(quote, { spans: [first, ...others] }, layout.text)) count++;
  }
  return count + layout.mended.length;
}

/** Whether a quotation is what stands there, with or without what stands between the parts; white space is alike. */
function isQuoted(quote: string, mention: Pick<AnnotatedMention, 'spans'>, text: string): boolean {
  const bare = quote.replaceAll(/\s+/g, ' ').trim();
  const { start, end } = extentOf(mention as AnnotatedMention);
  if (start < 0 || end > text.length) return false;
  const written = [textOf({ text }, mention), text.slice(start, end)];
  return written.some((each) => each === quote || each.replaceAll(/\s+/g, ' ').trim() === bare);
}

function passageOf(raw: BiocPassage, index: number, { text, pieces, ranges }: Layout): Passage {
  const { from = 0, to = 0 } = ranges[index] ?? {};
  const first = pieces[from];
  const last = pieces[to - 1];
  const { kind, notes, margins } = readPassageInfons(raw.infons);
  const bounds = { start: first?.start ?? 0, end: (last?.start ?? 0) + (last?.text.length ?? 0) };
  const span =
    margins && margins[0] + margins[1] <= bounds.end - bounds.start
      ? { start: bounds.start + margins[0], end: bounds.end - margins[1] }
      : withoutMargins(text, bounds.start, bounds.end);
  const more = raw.sentences.flatMap(({ infons }, number) =>
    Object.entries(infons).map(([name, value]) => [sentenceNote(number) + name, value] as const),
  );
  return {
    ...span,
    kind,
    notes: { ...notes, ...Object.fromEntries(more) },
    line: raw.line,
    ...(raw.column === undefined ? {} : { column: raw.column + span.start - bounds.start }),
  };
}

/** The sentences, if any passage has some; their words, which BioC does not say, are those of running text. */
function sentencesIn(
  raw: BiocDocument,
  passages: readonly Passage[],
  { text, pieces, ranges }: Layout,
): readonly AnnotatedSentence[] | undefined {
  if (raw.passages.every(({ sentences }) => sentences.length === 0)) return undefined;
  return passages.flatMap((passage, index) => {
    const { from = 0, to = 0 } = ranges[index] ?? {};
    const own = pieces.slice(from, to);
    if (own.some(({ sentence }) => !sentence)) return sentencesOf({ text, passages: [passage] });
    return own.flatMap(({ start, text: written, sentence }) => {
      const span = trimmed(text, start, start + written.length);
      const words = splitIntoWords(text.slice(span.start, span.end)).map((word) => ({
        start: span.start + word.start,
        end: span.start + word.end,
      }));
      return words.length === 0 ? [] : [{ ...span, words, line: sentence?.line ?? passage.line, wordPerLine: false }];
    });
  });
}

/** A stretch without the white space around it; where there is nothing else, its empty beginning. */
function trimmed(text: string, start: number, end: number): Span {
  const written = text.slice(start, end);
  const bare = written.trim();
  if (bare === '') return { start, end: start };
  const from = start + written.indexOf(bare);
  return { start: from, end: from + bare.length };
}

function relationOf({ id, infons, nodes, line }: BiocRelation, concepts: ReadonlySet<string>): Relation {
  return { id, ...readRelationInfons(infons, nodes, concepts), line };
}
