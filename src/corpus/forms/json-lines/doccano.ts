import { quoted } from '../../../core/quote.ts';
import { CodePoints } from '../../code-points.ts';
import { type AnnotatedDocument, type AnnotatedMention, extentOf, type Notes, type Relation } from '../../document.ts';
import { type LossTally, passageLoss } from '../../problems.ts';
import {
  arePlainPassages,
  checkedSpans,
  checkReferences,
  inOrder,
  plainPassages,
  teller,
  unitAt,
  withOwnIds,
} from '../assemble.ts';
import type { EncodeOptions, FileForm, ReadOptions } from '../form.ts';
import { firstMembers, type JsonObject, notesOf, valueOfNote } from '../json-values.ts';
import { countWordLosses } from '../word-labels.ts';
import { type JsonLine, readJsonLines } from './json-lines.ts';

const members = ['id', 'text', 'data', 'label', 'labels', 'entities', 'annotations', 'relations'];
const entityMembers = ['id', 'label', 'start_offset', 'end_offset'];
const relationMembers = ['id', 'from_id', 'to_id', 'type'];

/**
 * doccano's JSONL of sequence labelling: `{"id", "text", "label": [[start, end, type], …]}`, and of relations:
 * `{"id", "text", "entities": [{id, label, start_offset, end_offset}], "relations": [{id, from_id, to_id, type}]}`.
 * Offsets count code points. Older exports have `data` for `text`, `labels` for `label`, and `annotations` for
 * `entities`, whose labels are numbers. Other members are notes.
 * A document is written with `entities` if it has relations of two mentions, else with `label`, which knows no ids.
 */
export const doccano: FileForm = {
  name: 'doccano',
  title: 'doccano JSONL',
  kind: 'file',
  endings: ['doccano.jsonl'],
  matches(head) {
    if (!/^\s*\{/.test(head)) return false;
    const found = firstMembers(head);
    if (found.has('mentions') || !(found.has('text') || found.has('data'))) return false;
    const labels = found.get('label') ?? found.get('labels');
    if (labels?.startsWith('[')) return true;
    return (
      found.has('Comments') ||
      /^\[\s*\{[^}]*"(?:start|end)_offset"/.test(found.get('annotations') ?? '') ||
      /^\[\s*\{\s*"id"\s*:\s*\d+\s*,\s*"(?:label|start_offset)"/.test(found.get('entities') ?? '')
    );
  },
  read: (file, options = {}) => withOwnIds(file, read(file, options), options.onProblem),
  async *encode(documents, { losses }: EncodeOptions) {
    for await (const document of documents) yield `${JSON.stringify(doccanoDocument(document, losses))}\n`;
  },
};

async function* read(file: string, options: ReadOptions): AsyncGenerator<AnnotatedDocument, void, undefined> {
  for await (const line of readJsonLines(file, options)) yield readDocument(line, options);
}

function readDocument(
  { value, place, fallbackId }: JsonLine,
  { defaultType = 'Entity', onProblem }: ReadOptions,
): AnnotatedDocument {
  const object = place.object(value, 'a document');
  const text = place.string(object.text ?? object.data, '"text"');
  const tell = teller(place.file, onProblem);
  const points = new CodePoints(text);

  function mention(id: string, start: unknown, end: unknown, label: unknown, notes: Notes = {}) {
    const type = label === null || label === undefined ? defaultType : place.string(label, 'a label');
    const part = {
      start: unitAt(points, place.integer(start, 'start of a label')),
      end: unitAt(points, place.integer(end, 'end of a label')),
    };
    const spans = checkedSpans([part], text.length, `a mention of ${quoted(type)}`, place.line, tell);
    return spans && { id, spans, type, concepts: [], notes, line: place.line };
  }

  const labels = place.array(object.label ?? object.labels, '"label"').map((each) => {
    if (typeof each === 'string') {
      throw place.error('"label" has labels of the whole text, not of mentions: expected [[start, end, label], …]');
    }
    const [start, end, label] = place.array(each, 'a label');
    return mention('', start, end, label);
  });
  const entities = place.array(object.entities ?? object.annotations, '"entities"').map((each) => {
    const entity = place.object(each, 'an entity');
    const { id, label, start_offset, end_offset } = entity;
    const name = id === undefined || id === null ? '' : place.string(id, '"id"');
    return mention(name, start_offset, end_offset, label, notesOf(entity, entityMembers));
  });
  const mentions = inOrder([...labels, ...entities].flatMap((each) => each ?? []));
  const relations = place.array(object.relations, '"relations"').map((each): Relation => {
    const relation = place.object(each, 'a relation');
    const { id, from_id, to_id, type } = relation;
    return {
      id: id === undefined || id === null ? '' : place.string(id, '"id"'),
      type: type === undefined || type === null ? 'related' : place.string(type, '"type" of a relation'),
      arguments: [
        { role: 'from', kind: 'mention', id: place.string(from_id, '"from_id"') },
        { role: 'to', kind: 'mention', id: place.string(to_id, '"to_id"') },
      ],
      notes: notesOf(relation, relationMembers),
      line: place.line,
    };
  });
  checkReferences(mentions, relations, tell);
  return {
    id: object.id === undefined || object.id === null ? fallbackId : place.string(object.id, '"id"'),
    text,
    passages: plainPassages(text, place.line),
    mentions,
    relations,
    notes: notesOf(object, members),
    file: place.file,
    line: place.line,
  };
}

function doccanoDocument(document: AnnotatedDocument, losses: LossTally): JsonObject {
  const { id, text, passages, mentions, relations, sentences, notes } = document;
  const points = new CodePoints(text);
  const held = relations.filter((relation) => isHeld(relation, mentions));
  losses.add('relations', relations.length - held.length);
  if (!arePlainPassages(document)) losses.add(passageLoss, passages.length);
  losses.add('sentences', sentences?.length ?? 0);
  countWordLosses(document, losses);
  for (const mention of mentions) {
    if (mention.spans.length > 1) losses.add('discontinuous mentions');
    losses.add('concepts of mentions', mention.concepts.length);
    losses.add('notes of mentions', Object.keys(mention.notes).length);
    if (mention.score !== undefined) losses.add('scores');
  }
  const placed = mentions.map((mention) => {
    const { start, end } = extentOf(mention);
    return { start: points.toPoint(start), end: points.toPoint(end), type: mention.type };
  });
  const kept = Object.entries(notes).filter(([key]) => !members.includes(key));
  losses.add('notes of documents', Object.keys(notes).length - kept.length);
  const about = { id: numberOr(id), text };
  const others = Object.fromEntries(kept.map(([key, note]) => [key, valueOfNote(note)]));
  if (held.length === 0) {
    losses.add('ids of mentions', mentions.filter(({ id }) => id !== '').length);
    return { ...about, label: placed.map(({ start, end, type }) => [start, end, type]), ...others };
  }
  const mentionIds = numbered(mentions, losses, 'ids of mentions');
  const relationIds = numbered(held, losses, 'ids of relations');
  return {
    ...about,
    entities: placed.map(({ start, end, type }, index) => ({
      id: mentionIds[index],
      label: type,
      start_offset: start,
      end_offset: end,
    })),
    relations: held.map(({ type, arguments: [from, to], notes }, index) => {
      losses.add('notes of relations', Object.keys(notes).length);
      if (from?.role !== 'from' || to?.role !== 'to') losses.add('roles in relations');
      const numberOf = (id = '') => mentionIds[mentions.findIndex((mention) => mention.id === id)];
      return { id: relationIds[index], from_id: numberOf(from?.id), to_id: numberOf(to?.id), type };
    }),
    ...others,
  };
}

/** Of two mentions that are there. */
function isHeld({ arguments: held }: Relation, mentions: readonly AnnotatedMention[]): boolean {
  return (
    held.length === 2 &&
    held.every(({ kind, id }) => kind === 'mention' && id !== '' && mentions.some((mention) => mention.id === id))
  );
}

/** doccano's ids are numbers: those that are, each once, are kept; else all are numbered anew. */
function numbered(items: readonly { readonly id: string }[], losses: LossTally, what: string): readonly number[] {
  const own = items.map(({ id }) => numberOr(id));
  if (own.every((id) => typeof id === 'number') && new Set(own).size === own.length) return own;
  losses.add(what, items.filter(({ id }) => id !== '').length);
  return items.map((_, index) => index + 1);
}

function numberOr(id: string): string | number {
  return /^(?:0|[1-9]\d{0,14})$/.test(id) ? Number(id) : id;
}
