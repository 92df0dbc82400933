import { quoted } from '../../../core/quote.ts';
import { compareSpans, type Span } from '../../../core/span.ts';
import { CodePoints } from '../../code-points.ts';
import {
  type AnnotatedDocument,
  type AnnotatedMention,
  type Relation,
  type RelationArgument,
  textOf,
} from '../../document.ts';
import type { CorpusProblem, ProblemKind } from '../../problems.ts';
import { placeOf } from '../quote-place.ts';
import { countedText, linesOf, type Quotation } from './brat-text.ts';

/** A line of an annotation file. */
export interface BratLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The role of the first argument of a relation that is an event: what tells of it. */
export const triggerRole = 'Trigger';

/** Stands before identifiers of no terminology, as brat wants one. */
export const noTerminology = 'Concept:';

/** Stands before an identifier in the name of a note that tells what its terminology calls it. */
export const titleNote = 'name of ';

const textBound = /^(T\S*)\t(\S+) (\d{1,15} \d{1,15}(?:;\d{1,15} \d{1,15})*)(?:\t(.*))?$/s;
const linked = /^([RE]\S*)\t(\S+)((?: +[^\s:]+:\S+)*)\s*$/;
const equivalent = /^\*\t(\S+)((?: +\S+)+)\s*$/;
const attribute = /^[AM]\S*\t(\S+) (\S+)(?: (.*\S))?\s*$/s;
const normalization = /^N\S*\t\S+ (\S+) (\S+)(?:\t(.*))?$/s;
const comment = /^#\S*\t(\S+) (\S+)(?:\t(.*))?$/s;

type Writable<T> = { -readonly [key in keyof T]: T[key] };

/** What attributes, comments and identifiers are said of. */
interface Target {
  /** Of a mention, on one line. */
  readonly text?: string;
  readonly notes: Record<string, string>;
  readonly concepts: string[];
}

/**
 * Reads a document in brat's standoff form (Stenetorp et al., 2012): text-bound annotations are mentions; relations,
 * events and equivalences are relations, an event with its trigger as the first argument and an equivalence with
 * arguments without roles; attributes and comments are notes of what they are said of, by their names, and an attribute
 * without a value is an empty one; references to terminologies are concepts, whose names, where they differ from the
 * mention's, are notes. What is wrong is told and left out.
 * @param content of the text file, as it is.
 */
export function parseBrat(
  { id, file, content }: { readonly id: string; readonly file: string; readonly content: string },
  lines: readonly BratLine[],
  onProblem?: (problem: CorpusProblem) => void,
): AnnotatedDocument {
  const text = countedText(content, lines.flatMap(quotationIn));
  const points = new CodePoints(text);
  const mentions: AnnotatedMention[] = [];
  const relations: Relation[] = [];
  const targets = new Map<string, Target>();
  const ids = new Set<string>();

  for (const line of lines) {
    const [, name, type = '', offsets = '', quote] = textBound.exec(line.text) ?? [];
    if (name === undefined) continue;
    const spans = placeOfPieces(line, type, offsets, quote);
    if (!spans) continue;
    const target = { notes: {}, concepts: [] };
    const own = uniqueId(name, line, { ...target, text: oneLine(textOf({ text }, { spans })) });
    mentions.push({ id: own, spans, type, ...target, line: line.line });
  }
  const relationLines: BratLine[] = [];
  for (const line of lines) {
    const relation = readRelation(line);
    if (!relation) continue;
    relationLines.push(line);
    const target = { notes: {}, concepts: [] };
    const name = relation.id === '' ? '' : uniqueId(relation.id, line, target);
    relations.push({ ...relation, id: name, notes: target.notes });
  }
  for (const line of lines) describe(line);
  for (const [index, relation] of relations.entries()) {
    const line = relationLines[index];
    if (line) checkArguments(relation, line);
  }
  mentions.sort((a, b) => compareSpans(a.spans[0], b.spans[0]));
  return { id, text, passages: linesOf(text), mentions, relations, notes: {}, file, line: 1, ...annotationFile() };

  function annotationFile() {
    const [first] = lines;
    return first ? { annotationFile: first.file } : {};
  }

  function uniqueId(name: string, line: BratLine, target: Target): string {
    let own = name;
    for (let number = 2; ids.has(own); number++) own = `${name}#${number}`;
    if (own !== name) tell('duplicate id', line, `${name} is there already; read as ${own}`);
    ids.add(own);
    targets.set(own, target);
    return own;
  }

  function placeOfPieces(
    line: BratLine,
    type: string,
    offsets: string,
    quote: string | undefined,
  ): readonly [Span, ...Span[]] | undefined {
    const name = `${quoted(quote ?? '')} (${type}) in ${id}`;
    const pieces = offsets.split(';').map((piece) => {
      const [start = 0, end = 0] = piece.split(' ').map(Number);
      return { start, end };
    });
    const filled = pieces.filter(({ start, end }) => start < end);
    if (filled.length < pieces.length) {
      tell(
        'empty span',
        line,
        `${name} stands at ${offsets}; ${filled.length > 0 ? 'read without what is empty' : 'left out'}`,
      );
    }
    const outside = filled.some(({ end }) => end > points.length);
    const units = filled.map(({ start, end }) =>
      outside ? { start, end } : { start: points.toUnit(start), end: points.toUnit(end) },
    );
    const [first, ...others] = disjoint(units);
    if (!first) return undefined;
    const spans = [first, ...others] as const;
    const stands = outside ? '' : textOf({ text }, { spans });
    if (!outside && (quote === undefined || oneLine(stands) === oneLine(quote))) return spans;
    const found = others.length === 0 && quote !== undefined ? placeOf(text, first, quote) : undefined;
    const kept = !outside && others.length > 0 && letters(stands) === letters(quote ?? '');
    const what = outside
      ? `reaches outside the text (${offsets} of ${points.length})`
      : `is not what stands at ${offsets}: ${quoted(stands)}`;
    const to = found?.moved
      ? `moved to ${points.toPoint(found.span.start)} ${points.toPoint(found.span.end)}, where it stands`
      : 'kept there';
    tell(outside ? 'outside the text' : 'text differs', line, `${name} ${what}; ${found || kept ? to : 'left out'}`);
    return found ? [found.span] : kept ? spans : undefined;
  }

  function describe(line: BratLine): void {
    const { text: written } = line;
    if (written.trim() === '' || textBound.test(written) || readRelation(line)) return;
    const [, name, ofAttribute, value = ''] = attribute.exec(written) ?? [];
    const [, kind, ofComment, said = ''] = comment.exec(written) ?? [];
    const [, ofConcept, concept = '', title = ''] = normalization.exec(written) ?? [];
    if (name !== undefined && ofAttribute !== undefined) note(line, ofAttribute, name, value);
    else if (kind !== undefined && ofComment !== undefined) note(line, ofComment, kind, said);
    else if (ofConcept !== undefined) identify(line, ofConcept, concept, title);
    else tell('other', line, `${quoted(written)} is no annotation that is known; left out`);
  }

  function identify(line: BratLine, of: string, reference: string, title: string): void {
    const target = targetOf(line, of);
    if (!target) return;
    if (target.text === undefined) {
      tell(
        'other',
        line,
        `the identifier ${quoted(reference)} is said of ${quoted(of)}, which is no mention; left out`,
      );
      return;
    }
    const concept = reference.startsWith(noTerminology) ? reference.slice(noTerminology.length) : reference;
    target.concepts.push(concept);
    if (title !== '' && oneLine(title) !== target.text) note(line, of, titleNote + concept, title);
  }

  function note(line: BratLine, of: string, name: string, value: string): void {
    const notes = targetOf(line, of)?.notes;
    if (!notes) return;
    let own = name;
    for (let number = 2; Object.hasOwn(notes, own); number++) own = `${name}#${number}`;
    Object.defineProperty(notes, own, { value, enumerable: true, configurable: true, writable: true });
  }

  function targetOf(line: BratLine, of: string): Target | undefined {
    const target = targets.get(of);
    if (!target) tell('dangling reference', line, `there is no ${quoted(of)} to say it of; left out`);
    return target;
  }

  function checkArguments({ type, arguments: related }: Relation, line: BratLine): void {
    for (const argument of related) {
      if (ids.has(argument.id)) continue;
      tell('dangling reference', line, `${quoted(type)} is said of ${quoted(argument.id)}, which is not there; kept`);
    }
  }

  function tell(kind: ProblemKind, { file: where, line }: BratLine, message: string): void {
    onProblem?.({ kind, file: where, line, message });
  }
}

/** A relation, event or equivalence. */
function readRelation({ text, line }: BratLine): Writable<Relation> | undefined {
  const [, id, named = '', written = ''] = linked.exec(text) ?? [];
  if (id !== undefined) {
    const event = id.startsWith('E');
    const split = event ? named.lastIndexOf(':') : named.length;
    if (split < 1) return undefined;
    const trigger = event ? [{ role: triggerRole, kind: 'mention' as const, id: named.slice(split + 1) }] : [];
    const others = words(written).map((argument) => argumentOf(argument));
    return { id, type: named.slice(0, split), arguments: [...trigger, ...others], notes: {}, line };
  }
  const [, type, members = ''] = equivalent.exec(text) ?? [];
  if (type === undefined) return undefined;
  const related = words(members).map((member) => ({ role: '', kind: 'mention' as const, id: member }));
  return { id: '', type, arguments: related, notes: {}, line };
}

function argumentOf(written: string): RelationArgument {
  const split = written.indexOf(':');
  return { role: written.slice(0, split), kind: 'mention', id: written.slice(split + 1) };
}

function quotationIn({ text: written }: BratLine): readonly Quotation[] {
  const [, , , offsets, text] = textBound.exec(written) ?? [];
  if (offsets === undefined || text === undefined || offsets.includes(';')) return [];
  const [start = 0, end = 0] = offsets.split(' ').map(Number);
  return [{ start, end, text }];
}

/** Pieces in order; those that overlap are one. */
function disjoint(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted(compareSpans)) {
    const last = merged.at(-1);
    if (last && span.start < last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** A quotation stands on one line, whatever stands in the text. */
function oneLine(text: string): string {
  return text.replaceAll(/\s/g, ' ').trim();
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}
