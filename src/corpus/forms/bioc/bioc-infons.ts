import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../../../core/json.ts';
import type { Span } from '../../../core/span.ts';
import type { AnnotatedMention, Notes, Passage, Relation, RelationArgument } from '../../document.ts';
import { conceptsIn } from '../pubtator/pubtator-columns.ts';
import { type BiocNode, memberNote } from './bioc.ts';

/**
 * The infon that holds, as JSON, what other infons would not be read back as. It is written only where it is needed: for
 * notes called `type`, concepts with commas, arguments whose roles are not told from other infons, and the like.
 */
const exactInfon = 'GERBERA';

/** Infons that name the concepts of an annotation, whatever the terminology: the first that is there counts. */
const general = ['identifier', 'Identifier', 'identifiers', 'concept_id', 'concept', 'cui', 'CUI'];

/**
 * Infons that are called as their terminology is (`MESH` in BC5CDR, `NCBI Gene` in GNormPlus); they count, all of them,
 * where no general one is there. `NCBI Homologene` says of which group a gene is, not which gene: it is only a note.
 */
const terminology =
  /^(?:mesh|omim|ncbi[ _-]?gene(?: identifier)?|entrez(?:[ _-]?gene)?|gene[ _-]?id|ncbi[ _-]?taxonomy|species[ _-]?id|tax[ _-]?id|taxonomy|umls|snomed(?:[ -]?ct)?|hpo?|chebi|doid|mondo|uniprot|cellosaurus|cvcl|dbsnp|rsid|tmvar)$/i;

/** Infons that name a concept that a relation holds of (`role1` in PubTator, `entity1` in BioRED). */
const argumentName = /^(?:role|entity|arg|concept)\d+$/i;

type MentionInfons = Pick<AnnotatedMention, 'type' | 'concepts' | 'notes' | 'score'>;
type RelationInfons = Pick<Relation, 'type' | 'arguments' | 'notes'>;

/** What a passage's infons say. */
export interface PassageInfons extends Pick<Passage, 'kind' | 'notes'> {
  /** UTF-16 units of its text before and behind it that are not its own, where {@link withoutMargins} says otherwise. */
  readonly margins?: readonly [number, number];
}

/**
 * What an annotation's infons say. `type` is its type, `score` its score if it is a number from 0 to 1, and `identifier`, or
 * infons called like it, its concepts, divided as PubTator divides them. All others are notes; so are those that
 * concepts were read from, unless {@link mentionInfons} would write just them.
 */
export function readMentionInfons(infons: Notes, defaultType: string): MentionInfons {
  const exact = exactly(infons);
  if (exact && isMentionInfons(exact)) return exact;
  const name = general.find((each) => (infons[each] ?? '') !== '');
  const names = name === undefined ? Object.keys(infons).filter((each) => terminology.test(each)) : [name];
  const found = names.flatMap((each) => conceptsIn(infons[each] ?? ''));
  const concepts = names.length > 1 ? [...new Set(found)] : found;
  const score = scoreOf(infons.score);
  const regular = new Set(['type']);
  if (concepts.length > 0 && infons.identifier === concepts.join(',')) regular.add('identifier');
  if (score !== undefined && infons.score === String(score)) regular.add('score');
  return {
    type: infons.type ?? defaultType,
    concepts,
    notes: without(infons, regular),
    ...(score === undefined ? {} : { score }),
  };
}

/** The infons that a mention is read from just as it is. */
export function mentionInfons({ type, concepts, notes, score }: MentionInfons): Notes {
  const expected = { type, concepts, notes, ...(score === undefined ? {} : { score }) };
  const reads = (infons: Notes) => isDeepStrictEqual(readMentionInfons(infons, ''), expected);
  const scored = score === undefined || notes.score !== undefined ? {} : { score: String(score) };
  const plain = { type, ...notes, ...scored };
  if (reads(plain)) return plain;
  const identifier = concepts.length === 0 ? {} : { identifier: concepts.join(',') };
  const identified = { type, ...identifier, ...notes, ...scored };
  return reads(identified) ? identified : { type, ...identifier, ...scored, [exactInfon]: JSON.stringify(expected) };
}

/**
 * What a relation's infons and nodes say: nodes are mentions; infons called `role1`, `entity1` or `arg1` are concepts, and,
 * where there are no nodes, so are those whose value is a concept of a mention (`Chemical` and `Disease` in BC5CDR). The
 * nodes that PubTator 3 writes beside `role1` and `role2`, whose role is a pair of numbers, refer to nothing and are a note.
 * @param concepts of the document's mentions.
 */
export function readRelationInfons(
  infons: Notes,
  nodes: readonly BiocNode[],
  concepts: ReadonlySet<string>,
): RelationInfons {
  const exact = exactly(infons);
  if (exact && isRelationInfons(exact)) return exact;
  const isPair = infons.role1 !== undefined && nodes.length > 0 && nodes.every(({ role }) => /^\d+,\d+$/.test(role));
  const held: RelationArgument[] = isPair ? [] : nodes.map(({ refid, role }) => ({ role, kind: 'mention', id: refid }));
  const regular = new Set(['type']);
  for (const [role, value] of Object.entries(infons)) {
    if (role === 'type' || role === 'relation' || role === 'score') continue;
    if (!argumentName.test(role) && (held.some(({ kind }) => kind === 'mention') || !concepts.has(value))) continue;
    const id = conceptOf(value, concepts);
    held.push({ role, kind: 'concept', id });
    if (id === value) regular.add(role);
  }
  const nodeNote: Notes = isPair
    ? { [nodesNote]: JSON.stringify(nodes.map(({ refid, role }) => ({ refid, role }))) }
    : {};
  return {
    type: infons.type ?? infons.relation ?? '',
    arguments: held,
    notes: { ...without(infons, regular), ...nodeNote },
  };
}

const nodesNote = `${memberNote}nodes`;

/** The infons and nodes that a relation is read from just as it is. */
export function relationInfons(
  relation: RelationInfons,
  concepts: ReadonlySet<string>,
): { readonly infons: Notes; readonly nodes: readonly BiocNode[] } {
  const { type, arguments: held, notes } = relation;
  const expected = { type, arguments: held.map(({ role, kind, id }) => ({ role, kind, id })), notes };
  const kept = nodesOfNote(notes[nodesNote]);
  const named = held.flatMap(({ role, kind, id }) =>
    kind === 'concept' && notes[role] === undefined ? [[role, id] as const] : [],
  );
  const mentions = held.flatMap(({ role, kind, id }) => (kind === 'mention' ? [{ refid: id, role }] : []));
  const nodes = kept ?? mentions;
  const others = kept ? without(notes, new Set([nodesNote])) : notes;
  const infons = {
    ...(type === '' || (notes.relation === type && notes.type === undefined) ? {} : { type }),
    ...Object.fromEntries(named),
    ...others,
  };
  if (isDeepStrictEqual(readRelationInfons(infons, nodes, concepts), expected)) return { infons, nodes };
  return { infons: { type, ...Object.fromEntries(named), [exactInfon]: JSON.stringify(expected) }, nodes: mentions };
}

/** The `type` of a passage, or else its section; other infons are notes. */
export function readPassageInfons(infons: Notes): PassageInfons {
  const exact = exactly(infons);
  if (exact && isPassageInfons(exact)) return exact;
  const kind = infons.type ?? infons.section_type ?? infons.section ?? '';
  return { kind, notes: without(infons, new Set(['type'])) };
}

/**
 * A stretch of text without the white space at its ends, if that is more than spaces: a writer puts line ends between
 * passages with the passage before them.
 */
export function withoutMargins(text: string, start: number, end: number): Span {
  const written = text.slice(start, end);
  const before = written.length - written.trimStart().length;
  if (before === written.length) return { start, end: start };
  const after = written.length - written.trimEnd().length;
  const isMargin = (margin: string) => /[^ ]/.test(margin);
  return {
    start: isMargin(written.slice(0, before)) ? start + before : start,
    end: isMargin(written.slice(written.length - after)) ? end - after : end,
  };
}

/** The infons that a passage is read from just as it is. */
export function passageInfons({ kind, notes, margins }: PassageInfons): Notes {
  const expected = { kind, notes, ...(margins ? { margins } : {}) };
  const reads = (infons: Notes) => isDeepStrictEqual(readPassageInfons(infons), expected);
  if (reads(notes)) return notes;
  const typed = { type: kind, ...notes };
  return reads(typed) ? typed : { type: kind, [exactInfon]: JSON.stringify(expected) };
}

/** An identifier alone, PubTator 3's object with a member `identifier`, or its `Type|ID`. */
function conceptOf(value: string, concepts: ReadonlySet<string>): string {
  if (value.startsWith('{')) {
    const object = parsed(value);
    if (isJsonObject(object) && typeof object.identifier === 'string') return object.identifier;
  }
  const [, id] = /^[A-Za-z]+\|(.+)$/s.exec(value) ?? [];
  return id !== undefined && concepts.has(id) ? id : value;
}

function nodesOfNote(note: string | undefined): readonly BiocNode[] | undefined {
  const value = note === undefined ? undefined : parsed(note);
  const isNode = (each: unknown): each is BiocNode =>
    isJsonObject(each) && typeof each.refid === 'string' && typeof each.role === 'string';
  return Array.isArray(value) && value.every(isNode) ? value : undefined;
}

function scoreOf(infon: string | undefined): number | undefined {
  if (infon === undefined || !/^\s*[\d.]+(?:e-?\d+)?\s*$/i.test(infon)) return undefined;
  const score = Number(infon);
  return score >= 0 && score <= 1 ? score : undefined;
}

function without(infons: Notes, names: ReadonlySet<string>): Notes {
  return Object.fromEntries(Object.entries(infons).filter(([name]) => !names.has(name)));
}

function exactly(infons: Notes): unknown {
  const text = infons[exactInfon];
  return text === undefined ? undefined : parsed(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isNotes(value: unknown): value is Notes {
  return isJsonObject(value) && Object.values(value).every((each) => typeof each === 'string');
}

function isMentionInfons(value: unknown): value is MentionInfons {
  return (
    isJsonObject(value) &&
    typeof value.type === 'string' &&
    Array.isArray(value.concepts) &&
    value.concepts.every((each) => typeof each === 'string') &&
    isNotes(value.notes) &&
    (value.score === undefined || (typeof value.score === 'number' && value.score >= 0 && value.score <= 1))
  );
}

function isRelationInfons(value: unknown): value is RelationInfons {
  const isArgument = (each: unknown) =>
    isJsonObject(each) &&
    typeof each.role === 'string' &&
    typeof each.id === 'string' &&
    (each.kind === 'mention' || each.kind === 'concept');
  return (
    isJsonObject(value) &&
    typeof value.type === 'string' &&
    Array.isArray(value.arguments) &&
    value.arguments.every(isArgument) &&
    isNotes(value.notes)
  );
}

function isPassageInfons(value: unknown): value is PassageInfons {
  const isCount = (each: unknown) => typeof each === 'number' && Number.isSafeInteger(each) && each >= 0;
  return (
    isJsonObject(value) &&
    typeof value.kind === 'string' &&
    isNotes(value.notes) &&
    (value.margins === undefined ||
      (Array.isArray(value.margins) && value.margins.length === 2 && value.margins.every(isCount)))
  );
}
