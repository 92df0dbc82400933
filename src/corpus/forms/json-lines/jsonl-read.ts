import { quoted } from '../../../core/quote.ts';
import type { Span } from '../../../core/span.ts';
import { CodePoints } from '../../code-points.ts';
import type {
  AnnotatedDocument,
  AnnotatedMention,
  AnnotatedSentence,
  Notes,
  Passage,
  Relation,
  RelationArgument,
} from '../../document.ts';
import {
  checkedPassages,
  checkedSpans,
  checkQuotation,
  checkReferences,
  inOrder,
  plainKind,
  plainPassages,
  teller,
  unitAt,
} from '../assemble.ts';
import type { ReadOptions } from '../form.ts';
import { type JsonObject, type JsonPlace, notesOf } from '../json-values.ts';
import { parseLabelText } from '../word-labels.ts';
import type { JsonLine } from './json-lines.ts';

const passageMembers = ['start', 'end', 'kind', 'notes'];
const mentionMembers = ['id', 'start', 'end', 'spans', 'text', 'type', 'concepts', 'score', 'notes'];
const relationMembers = ['id', 'type', 'arguments', 'notes'];
const members = ['id', 'text', 'passages', 'mentions', 'entities', 'relations', 'sentences', 'notes'];

/** What is needed to read one document's parts. */
interface Context {
  readonly place: JsonPlace;
  readonly points: CodePoints;
  readonly text: string;
  readonly defaultType: string;
  readonly tell: ReturnType<typeof teller>;
}

/**
 * A document of our own JSON Lines.
 * @throws UserError naming file and line where a member is of the wrong kind, or words and labels do not fit.
 */
export function readOwnDocument(
  { value, place, fallbackId }: JsonLine,
  { defaultType = 'Entity', onProblem }: ReadOptions,
): AnnotatedDocument {
  const object = place.object(value, 'a document');
  refuseEntities(object, place);
  refuseOthers(object, place);
  const text = place.string(object.text, '"text"');
  const tell = teller(place.file, onProblem);
  const context = { place, points: new CodePoints(text), text, defaultType, tell };
  if (object.mentions !== undefined && object.entities !== undefined) {
    throw place.error('it has both "mentions" and "entities", which are names for the same; keep one');
  }
  const given = place.array(object.mentions ?? object.entities, '"mentions"');
  const mentions = inOrder(given.flatMap((each) => readMention(each, context) ?? []));
  const relations = place.array(object.relations, '"relations"').map((each) => readRelation(each, place));
  checkReferences(mentions, relations, tell);
  const sentences = place.array(object.sentences, '"sentences"').map((each) => readSentence(each, context));
  return {
    id: object.id === undefined || object.id === null ? fallbackId : place.string(object.id, '"id"'),
    text,
    passages: readPassages(object.passages, context),
    mentions,
    relations,
    ...(Array.isArray(object.sentences) ? { sentences } : {}),
    notes: allNotes(object, members, place),
    file: place.file,
    line: place.line,
  };
}

/** One entity a line, as `gerbera annotate` writes it where it is told no form, has no text to stand in. */
function refuseEntities(object: JsonObject, place: JsonPlace): void {
  if (typeof object.document !== 'string' || typeof object.start !== 'number' || typeof object.end !== 'number') return;
  throw place.error(
    'this is an entity without the text that it stands in, as "gerbera annotate" writes it by itself; write the file again with "gerbera annotate --format jsonl"',
  );
}

/** What other forms call mentions would become a note here, and the document one without mentions. */
function refuseOthers(object: JsonObject, place: JsonPlace): void {
  if (object.mentions !== undefined || object.entities !== undefined) return;
  const names = { label: 'doccano', labels: 'doccano', spans: 'spacy', annotations: 'doccano' };
  for (const [name, form] of Object.entries(names)) {
    if (!Array.isArray(object[name]) || object[name].length === 0) continue;
    throw place.error(`it has "${name}" and no "mentions": if the file is of that form, say --from ${form}`);
  }
}

function readPassages(value: unknown, { place, points, text, tell }: Context): readonly Passage[] {
  if (value === undefined || value === null) return plainPassages(text, place.line);
  const passages = place.array(value, '"passages"').map((each): Passage => {
    const object = place.object(each, 'a passage');
    const kind = object.kind === undefined ? plainKind : place.string(object.kind, '"kind" of a passage');
    const notes = allNotes(object, passageMembers, place);
    return { ...bounds(object, 'a passage', place, points), kind, notes, line: place.line };
  });
  return checkedPassages(passages, text.length, tell);
}

function readMention(value: unknown, context: Context): AnnotatedMention | undefined {
  const { place, points, text, defaultType, tell } = context;
  if (Array.isArray(value)) {
    const [start, end, type, concepts] = value;
    return readMention({ start, end, type, concepts }, context);
  }
  const object = place.object(value, 'a mention');
  const given = object.type ?? object.label;
  const type = given === undefined || given === null ? defaultType : place.string(given, '"type" of a mention');
  const pairs = place.array(object.spans, '"spans" of a mention');
  const parts =
    pairs.length === 0
      ? [bounds(object, 'a mention', place, points)]
      : pairs.map((each) => pairOf(each, 'a part of a mention', place, points));
  const spans = checkedSpans(parts, text.length, `a mention of ${quoted(type)}`, place.line, tell);
  if (!spans) return undefined;
  checkQuotation(object.text, { text }, { spans }, place.line, tell);
  return {
    id: object.id === undefined ? '' : place.string(object.id, '"id" of a mention'),
    spans,
    type,
    concepts: readConcepts(object.concepts, place),
    notes: allNotes(object, given === object.type ? mentionMembers : [...mentionMembers, 'label'], place),
    ...(object.score === undefined || object.score === null ? {} : { score: readScore(object.score, place) }),
    line: place.line,
  };
}

/** Those that it calls so, and its members that are none of those given. */
function allNotes(object: JsonObject, known: readonly string[], place: JsonPlace): Notes {
  return { ...notesOf(object, known), ...place.notes(object.notes, '"notes"') };
}

/** One identifier alone, too. */
function readConcepts(value: unknown, place: JsonPlace): readonly string[] {
  if (typeof value === 'string') return [value];
  return place.array(value, '"concepts" of a mention').map((each) => place.string(each, 'a concept'));
}

function readScore(value: unknown, place: JsonPlace): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw place.error('"score" of a mention must be a number from 0 to 1');
}

function readRelation(value: unknown, place: JsonPlace): Relation {
  const object = place.object(value, 'a relation');
  return {
    id: object.id === undefined ? '' : place.string(object.id, '"id" of a relation'),
    type: place.string(object.type, '"type" of a relation'),
    arguments: place.array(object.arguments, '"arguments" of a relation').map((each) => readArgument(each, place)),
    notes: allNotes(object, relationMembers, place),
    line: place.line,
  };
}

function readArgument(value: unknown, place: JsonPlace): RelationArgument {
  const object = place.object(value, "a relation's argument");
  const role = object.role === undefined ? '' : place.string(object.role, '"role" of an argument');
  const kind = object.concept === undefined ? 'mention' : 'concept';
  return { role, kind, id: place.string(object[kind], `"mention" or "concept" of an argument`) };
}

function readSentence(value: unknown, { place, points, text: { length } }: Context): AnnotatedSentence {
  const object = place.object(value, 'a sentence');
  const { start, end } = bounds(object, 'a sentence', place, points);
  const words = place.array(object.words, '"words" of a sentence').map((each) => pairOf(each, 'a word', place, points));
  if (start < 0 || end < start || end > length) throw place.error('a sentence lies outside the text');
  let from = start;
  for (const word of words) {
    if (word.start < from || word.end <= word.start || word.end > end) {
      throw place.error('words of a sentence must be in order, disjoint, not empty and inside it');
    }
    from = word.end;
  }
  const labels = place.array(object.labels, '"labels" of a sentence').map((each) => {
    const label = typeof each === 'string' ? parseLabelText(each) : undefined;
    if (!label)
      throw place.error(`${quoted(String(each))} is no label: expected O, or B-type, I-type, E-type or S-type`);
    return label;
  });
  const columns = place
    .array(object.columns, '"columns" of a sentence')
    .map((each) => place.array(each, 'columns of a word').map((column) => place.string(column, 'a column')));
  const ways = { ...(object.labels ? { labels } : {}), ...(object.columns ? { columns } : {}) };
  for (const [name, list] of Object.entries(ways)) {
    if (list.length === words.length) continue;
    throw place.error(`a sentence has ${words.length} words and ${list.length} ${name}; it must have as many`);
  }
  return { start, end, words, ...ways, line: place.line, wordPerLine: false };
}

function bounds(object: JsonObject, name: string, place: JsonPlace, points: CodePoints): Span {
  return pairOf([object.start, object.end], name, place, points);
}

/** @returns UTF-16 units; beyond the text, they are no less beyond it. */
function pairOf(value: unknown, name: string, place: JsonPlace, points: CodePoints): Span {
  const [start, end] = place.array(value, `the offsets of ${name}`);
  return {
    start: unitAt(points, place.integer(start, `"start" of ${name}`)),
    end: unitAt(points, place.integer(end, `"end" of ${name}`)),
  };
}
