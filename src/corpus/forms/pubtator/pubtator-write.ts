import type { Span } from '../../../core/span.ts';
import { CodePoints } from '../../code-points.ts';
import { type AnnotatedDocument, type AnnotatedMention, extentOf, type Relation } from '../../document.ts';
import { type LossTally, passageLoss } from '../../problems.ts';
import type { EncodeOptions } from '../form.ts';
import { columnNotes, writeColumns } from './pubtator-columns.ts';
import { idNote, noveltyNote } from './pubtator-parser.ts';

/** A stretch of a document's text that has a line of its own. */
interface Section extends Span {
  readonly letter: string;
}

/**
 * Documents as PubTator has them, with a blank line after each. The title is the passage of that kind, or the first line
 * of a text without one; the rest is the abstract, but for passages whose kind is a single letter, which have lines of
 * their own. What would break a line, or a column of an annotation, becomes a space, so that offsets stay; a mention in pieces is written from its start
 * to its end.
 */
export async function* encodePubTator(
  documents: AsyncIterable<AnnotatedDocument> | Iterable<AnnotatedDocument>,
  { losses }: EncodeOptions,
): AsyncGenerator<string, void, undefined> {
  let number = 0;
  for await (const document of documents) yield written(document, ++number, losses);
}

function written(document: AnnotatedDocument, number: number, losses: LossTally): string {
  const id = idOf(document, number, losses);
  const { text } = document;
  const sections = sectionsOf(document);
  countPassages(document, sections, losses);
  const gaps = gapsOf(sections);
  const joined = sections.map(({ start, end }) => text.slice(start, end)).join(' ');
  const whole = onOneLine(joined, losses, lineEnds);
  const points = new CodePoints(whole);
  const place = (unit: number) => unit + gaps.filter((at) => unit >= at).length;
  const lines: string[] = [];
  let start = 0;
  for (const { letter, start: from, end: to } of sections) {
    lines.push(`${id}|${letter}|${whole.slice(start, start + to - from)}`);
    start += to - from + 1;
  }
  for (const mention of document.mentions) {
    const extent = extentOf(mention);
    const [from, to] = [place(extent.start), place(extent.end - 1) + 1];
    const columns = [
      id,
      points.toPoint(from),
      points.toPoint(to),
      whole.slice(from, to).replaceAll('\t', ' '),
      ...mentionColumns(mention, losses),
    ];
    lines.push(columns.join('\t'));
  }
  for (const relation of document.relations) {
    const columns = relationColumns(relation, document.mentions, losses);
    if (columns) lines.push([id, ...columns].join('\t'));
  }
  losses.add('sentences', document.sentences?.length ?? 0);
  losses.add(
    'notes of documents',
    count(document.notes, (name) => name !== idNote),
  );
  return `${lines.join('\n')}\n\n`;
}

/** The lines of a document's text: in order, and between two of them no more than one character of white space. */
function sectionsOf({ text, passages }: AnnotatedDocument): Section[] {
  const [first] = passages;
  const sections: Section[] = [];
  let rest = 0;
  if (first?.kind === 'abstract' && first.start > 0 && text.slice(0, first.start).trim() === '') {
    // An empty title.
    sections.push({ letter: 't', start: 0, end: first.start - 1 });
    rest = first.start;
  } else if (first?.kind !== 'abstract') {
    const end = first?.kind === 'title' ? first.end : endOfLine(text);
    sections.push({ letter: 't', start: 0, end });
    rest = afterGap(text, end);
  }
  const own = ownLines(
    text,
    passages.filter(({ start }) => start >= rest),
  );
  const end = own.at(0)?.start ?? text.length + 1;
  sections.push({
    letter: 'a',
    start: Math.min(rest, text.length),
    end: Math.max(Math.min(rest, text.length), end - 1),
  });
  return [...sections, ...own];
}

/** The last passages if their kinds are single letters, each its own, and one character stands before each. */
function ownLines(text: string, passages: AnnotatedDocument['passages']): Section[] {
  const sections: Section[] = [];
  let next = text.length + 1;
  for (const { kind, start, end } of passages.toReversed()) {
    const taken = sections.some(({ letter }) => letter === kind);
    const gap = start > 0 && /\s/.test(text[start - 1] ?? '');
    if (!/^[b-su-z]$/i.test(kind) || taken || end !== next - 1 || !gap) break;
    sections.unshift({ letter: kind, start, end });
    next = start;
  }
  return sections;
}

function endOfLine(text: string): number {
  const end = text.search(/[\r\n]/);
  return end < 0 ? text.length : end;
}

/** Where the text goes on after one character of white space, which the space between two lines stands for. */
function afterGap(text: string, end: number): number {
  return /\s/.test(text[end] ?? '') ? end + 1 : end;
}

/** Where the document's text has no character between two sections, so that what follows moves by one. */
function gapsOf(sections: readonly Section[]): readonly number[] {
  return sections
    .slice(1)
    .filter(({ start }, index) => sections[index]?.end === start)
    .map(({ start }) => start);
}

function countPassages({ passages }: AnnotatedDocument, sections: readonly Section[], losses: LossTally): void {
  const letters: Readonly<Record<string, string>> = { title: 't', abstract: 'a' };
  const held = passages.filter(({ kind, start, end }) => {
    const letter = letters[kind] ?? kind;
    return sections.some((section) => section.letter === letter && section.start === start && section.end === end);
  });
  losses.add(passageLoss, passages.length - held.length);
  losses.add(
    'notes of passages',
    passages.reduce((sum, { notes }) => sum + count(notes), 0),
  );
}

function mentionColumns(mention: AnnotatedMention, losses: LossTally): readonly string[] {
  const { id, spans, concepts, notes, score } = mention;
  const { columns, exact } = writeColumns(concepts, notes);
  if (spans.length > 1) losses.add('discontinuous mentions');
  if (id !== '') losses.add('ids of mentions');
  if (score !== undefined) losses.add('scores');
  if (!exact) losses.add('identifiers with marks that divide them');
  losses.add(
    'notes of mentions',
    count(notes, (name) => !columnNotes.has(name)),
  );
  const [identifier, ...further] = columns;
  return [mention.type, ...(identifier === undefined ? [] : [identifier])]
    .map((column) => onOneLine(column, losses))
    .concat(further.map((column) => onOneLine(column, losses)));
}

/** @returns undefined if it is not one of two concepts, nor of two mentions that have concepts. */
function relationColumns(
  { id, type, arguments: related, notes }: Relation,
  mentions: readonly AnnotatedMention[],
  losses: LossTally,
): readonly string[] | undefined {
  const concepts = related.map((argument) =>
    argument.kind === 'concept' ? argument.id : mentions.find((mention) => mention.id === argument.id)?.concepts[0],
  );
  if (concepts.length !== 2 || concepts.includes(undefined) || /^\s*(?:[-\d]|$)/.test(type)) {
    losses.add('relations');
    return undefined;
  }
  if (related.some(({ kind }) => kind === 'mention')) losses.add('mentions of relations');
  if (related.some(({ role }, index) => role !== `Arg${index + 1}`)) losses.add('roles in relations');
  if (id !== '') losses.add('ids of relations');
  losses.add(
    'notes of relations',
    count(notes, (name) => name !== noveltyNote),
  );
  const novelty = notes[noveltyNote];
  return [type, ...concepts.map((concept) => concept ?? ''), ...(novelty === undefined ? [] : [novelty])].map(
    (column) => onOneLine(column, losses),
  );
}

function idOf({ id, notes }: AnnotatedDocument, number: number, losses: LossTally): string {
  const own = notes[idNote] ?? id;
  const clean = own.replaceAll(/[|\t\r\n\0]/g, '_').trim();
  if (clean !== own) losses.add('characters of document ids');
  return clean === '' ? String(number) : clean;
}

const lineEnds = /[\n\r\0]/g;
const columnEnds = /[\t\n\r\0]/g;

/** A text with a space for each character that would end its line or column. */
function onOneLine(text: string, losses: LossTally, ends = columnEnds): string {
  return text.replaceAll(ends, () => {
    losses.add('line ends and tabs');
    return ' ';
  });
}

function count(notes: AnnotatedDocument['notes'], lost: (name: string) => boolean = () => true): number {
  return Object.keys(notes).filter(lost).length;
}
