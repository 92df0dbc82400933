import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import { compareSpans, type Span } from '../../core/span.ts';
import type { CodePoints } from '../code-points.ts';
import { type AnnotatedDocument, type AnnotatedMention, type Passage, type Relation, textOf } from '../document.ts';
import { DocumentIds } from '../document-ids.ts';
import { hasMadeUpId } from '../made-up-id.ts';
import type { CorpusProblem, ProblemKind } from '../problems.ts';

export type OnProblem = ((problem: CorpusProblem) => void) | undefined;

/** Tells of problems in one file. */
export function teller(file: string, onProblem: OnProblem) {
  return (kind: ProblemKind, line: number, message: string): void => onProblem?.({ kind, file, line, message });
}
export type Tell = ReturnType<typeof teller>;

/** The UTF-16 unit of a code point; one beyond the text's end is as far beyond it. */
export function unitAt(points: CodePoints, point: number): number {
  return point <= points.length ? points.toUnit(point) : points.toUnit(points.length) + point - points.length;
}

/**
 * The parts of a mention in order and disjoint, or undefined if nothing is left of it; what is wrong is told.
 * @param parts in UTF-16 units; those that begin or end outside the text may be any numbers.
 */
export function checkedSpans(
  parts: readonly Span[],
  length: number,
  name: string,
  line: number,
  tell: Tell,
): readonly [Span, ...Span[]] | undefined {
  const kept: Span[] = [];
  for (const { start, end } of parts) {
    const shown = `${name} at ${start} to ${end}`;
    const isInside = start >= 0 && end <= length && start <= length && end >= 0;
    if (!isInside) tell('outside the text', line, `${shown} lies outside the text, which ends at ${length}; left out`);
    else if (end <= start) tell('empty span', line, `${shown} is empty; left out`);
    else kept.push({ start, end });
  }
  kept.sort(compareSpans);
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of kept) {
    const last = spans.at(-1);
    if (last && start < last.end) {
      tell('other', line, `parts of ${name} overlap at ${start}; they are joined`);
      last.end = Math.max(last.end, end);
    } else spans.push({ start, end });
  }
  const [first, ...others] = spans;
  return first && [first, ...others];
}

/** Tells where a mention says that another text stands at it than does; what is no text says nothing. */
export function checkQuotation(
  quotation: unknown,
  document: Pick<AnnotatedDocument, 'text'>,
  mention: Pick<AnnotatedMention, 'spans'>,
  line: number,
  tell: Tell,
): void {
  const stands = textOf(document, mention);
  if (typeof quotation !== 'string' || quotation === stands) return;
  const message = `a mention says ${quoted(quotation)} where ${quoted(stands)} stands; its offsets are kept`;
  tell('text differs', line, message);
}

/** Passages in order, disjoint and inside the text; what is wrong is told and mended. */
export function checkedPassages(passages: readonly Passage[], length: number, tell: Tell): readonly Passage[] {
  const checked: Passage[] = [];
  for (const passage of passages.toSorted((a, b) => a.start - b.start)) {
    const from = checked.at(-1)?.end ?? 0;
    const start = Math.min(Math.max(passage.start, from), length);
    const end = Math.min(Math.max(passage.end, start), length);
    if (start !== passage.start || end !== passage.end) {
      const shown = `passage at ${passage.start} to ${passage.end}`;
      tell('other', passage.line, `${shown} overlaps the one before it or the text's end; cut to ${start} to ${end}`);
    }
    checked.push(start === passage.start && end === passage.end ? passage : { ...passage, start, end });
  }
  return checked;
}

/** Mentions in the order of documents: by start, then end, of their first parts. */
export function inOrder(mentions: readonly AnnotatedMention[]): readonly AnnotatedMention[] {
  return mentions.toSorted((a, b) => compareSpans(a.spans[0], b.spans[0]));
}

/** Tells of ids that several mentions or relations have, and of relations whose mentions are not there; all are kept. */
export function checkReferences(
  mentions: readonly AnnotatedMention[],
  relations: readonly Relation[],
  tell: Tell,
): void {
  const ids = new Set<string>();
  for (const items of [mentions, relations]) {
    const own = new Set<string>();
    for (const { id, line } of items) {
      if (id === '') continue;
      if (own.has(id)) tell('duplicate id', line, `the id ${quoted(id)} comes twice; both are kept`);
      own.add(id);
      ids.add(id);
    }
  }
  for (const relation of relations) {
    for (const { kind, id } of relation.arguments) {
      if (kind === 'concept' || ids.has(id)) continue;
      tell('dangling reference', relation.line, `a relation's mention ${quoted(id)} is not there; it is kept as it is`);
    }
  }
}

/** Whether the passages say no more than that there is a text. */
export function arePlainPassages({ text, passages }: Pick<AnnotatedDocument, 'text' | 'passages'>): boolean {
  const [only, ...others] = passages;
  if (!only) return text === '';
  return (
    others.length === 0 &&
    only.kind === plainKind &&
    only.start === 0 &&
    only.end === text.length &&
    Object.keys(only.notes).length === 0
  );
}

/** What a passage is called where the form says nothing of it. */
export const plainKind = 'paragraph';

/** The passage of a text whose form knows no passages; none if there is no text. */
export function plainPassages(text: string, line: number): readonly Passage[] {
  return text === '' ? [] : [{ start: 0, end: text.length, kind: plainKind, notes: {}, line }];
}

/**
 * Documents of one file with an id of its own for each; one that is there already is told, and numbered.
 * @throws UserError if there is no document.
 */
export async function* withOwnIds(
  file: string,
  documents: AsyncIterable<AnnotatedDocument>,
  onProblem: OnProblem,
): AsyncGenerator<AnnotatedDocument, void, undefined> {
  const tell = teller(file, onProblem);
  const ids = new DocumentIds();
  let count = 0;
  for await (const document of documents) {
    count++;
    // Those that are made up differ, and a file may have one for each of millions of sentences.
    const id = hasMadeUpId(document) ? document.id : ids.unique(document.id);
    if (id !== document.id) {
      tell('duplicate document', document.line, `${quoted(document.id)} is there already; read as ${quoted(id)}`);
    }
    yield id === document.id ? document : { ...document, id };
  }
  if (count === 0) throw new UserError(`${file}: there is no document in it`);
}
