import { isJsonObject } from '../../../core/json.ts';
import { quoted } from '../../../core/quote.ts';
import type { Span } from '../../../core/span.ts';
import { CodePoints } from '../../code-points.ts';
import { type AnnotatedDocument, type AnnotatedMention, extentOf, type Relation } from '../../document.ts';
import {
  checkedSpans,
  checkQuotation,
  checkReferences,
  inOrder,
  plainPassages,
  type Tell,
  teller,
  unitAt,
} from '../assemble.ts';
import type { ReadOptions } from '../form.ts';
import { type JsonObject, type JsonPlace, notesOf } from '../json-values.ts';
import type { JsonLine } from './json-lines.ts';
import { sentencesByLine } from './spacy-words.ts';

/** Members of an example that are not notes. */
const exampleMembers = ['id', 'text', 'spans', 'entities', 'tokens', 'relations', 'meta', 'answer'];
/** Members of a span that are not notes. */
export const spanMembers = [
  'start',
  'end',
  'label',
  'token_start',
  'token_end',
  'text',
  'id',
  'kb_id',
  'kb_ids',
  'score',
];

interface Context {
  readonly text: string;
  readonly points: CodePoints;
  readonly place: JsonPlace;
  readonly defaultType: string;
  readonly tell: Tell;
}

/**
 * An example of Prodigy's or spaCy's; undefined if its answer is not `accept`, which is told.
 * @throws UserError naming file and line where a member is of the wrong kind.
 */
export function readExample(
  { value, place, fallbackId }: JsonLine,
  { defaultType = 'Entity', onProblem }: ReadOptions,
): AnnotatedDocument | undefined {
  const object = Array.isArray(value) ? ofTuple(value, place) : place.object(value, 'an example');
  const tell = teller(place.file, onProblem);
  const { answer } = object;
  if (answer !== undefined && answer !== null && answer !== 'accept') {
    tell('other', place.line, `the answer is ${quoted(String(answer))}, not "accept"; the example is left out`);
    return undefined;
  }
  const text = place.string(object.text, '"text"');
  const context: Context = { text, points: new CodePoints(text), place, defaultType, tell };
  const spans = place.array(object.spans, '"spans"').concat(place.array(object.entities, '"entities"'));
  const found = spans.flatMap((each) => readSpan(each, context) ?? []);
  const { mentions, relations } = withRelations(object, inOrder(found), context);
  checkReferences(mentions, relations, tell);
  const words = readTokens(object.tokens, context);
  return {
    id: object.id === undefined || object.id === null ? fallbackId : place.string(object.id, '"id"'),
    text,
    passages: plainPassages(text, place.line),
    mentions,
    relations,
    ...(words ? { sentences: sentencesByLine(text, words, place.line) } : {}),
    notes: notesOfExample(object, place, tell),
    file: place.file,
    line: place.line,
  };
}

function ofTuple([text, about]: readonly unknown[], place: JsonPlace): JsonObject {
  return { ...place.object(about ?? {}, "the example's second part"), text };
}

function notesOfExample(object: JsonObject, place: JsonPlace, tell: Tell) {
  const meta = isJsonObject(object.meta) ? notesOf(object.meta, []) : place.notes(object.meta, '"meta"');
  const others = notesOf(object, exampleMembers);
  for (const key of Object.keys(others)) {
    if (Object.hasOwn(meta, key)) {
      tell('other', place.line, `the example and its "meta" both have ${quoted(key)}; that of "meta" is kept`);
    }
  }
  return { ...others, ...meta };
}

function readSpan(value: unknown, context: Context): AnnotatedMention | undefined {
  const { text, points, place, defaultType, tell } = context;
  if (Array.isArray(value)) {
    const [start, end, label, kb_id] = value;
    return readSpan({ start, end, label, ...(kb_id ? { kb_id } : {}) }, context);
  }
  const object = place.object(value, 'a span');
  const { label, id, score, kb_id } = object;
  const type = label === undefined || label === null ? defaultType : place.string(label, '"label" of a span');
  const part = {
    start: unitAt(points, place.integer(object.start, '"start" of a span')),
    end: unitAt(points, place.integer(object.end, '"end" of a span')),
  };
  const spans = checkedSpans([part], text.length, `a mention of ${quoted(type)}`, place.line, tell);
  if (!spans) return undefined;
  checkQuotation(object.text, { text }, { spans }, place.line, tell);
  const isScore = typeof score === 'number' && score >= 0 && score <= 1;
  const several = place.array(object.kb_ids, '"kb_ids"').map((each) => place.string(each, 'a concept'));
  const one = kb_id === undefined || kb_id === null || kb_id === '' ? [] : [place.string(kb_id, '"kb_id"')];
  return {
    id: id === undefined || id === null ? '' : place.string(id, '"id" of a span'),
    spans,
    type,
    concepts: several.length > 0 ? several : one,
    notes: notesOf(object, isScore ? spanMembers : spanMembers.filter((name) => name !== 'score')),
    ...(isScore ? { score } : {}),
    line: place.line,
  };
}

/** The words, or undefined if the example has no tokens; a token of white space is none. */
function readTokens(value: unknown, { text, points, place }: Context): readonly Span[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const words: Span[] = [];
  for (const each of value) {
    const token = place.object(each, 'a token');
    const start = unitAt(points, place.integer(token.start, '"start" of a token'));
    const end = unitAt(points, place.integer(token.end, '"end" of a token'));
    if (start < (words.at(-1)?.end ?? 0) || end < start || end > text.length) {
      throw place.error('tokens must be in order, disjoint and inside the text');
    }
    if (text.slice(start, end).trim() !== '') words.push({ start, end });
  }
  return words;
}

/** Relations refer to mentions by the spans, or the last tokens, of their ends: those mentions need ids. */
function withRelations(
  object: JsonObject,
  given: readonly AnnotatedMention[],
  { points, place, tell }: Context,
): { mentions: readonly AnnotatedMention[]; relations: readonly Relation[] } {
  const mentions = [...given];
  const tokens = Array.isArray(object.tokens) ? object.tokens : [];

  function idOf(span: unknown, token: unknown): string | undefined {
    const about = isJsonObject(span) ? span : tokens[typeof token === 'number' ? token : -1];
    if (!isJsonObject(about) || typeof about.end !== 'number') return undefined;
    const end = unitAt(points, about.end);
    const start = isJsonObject(span) && typeof span.start === 'number' ? unitAt(points, span.start) : undefined;
    const fits = (mention: AnnotatedMention) => {
      const extent = extentOf(mention);
      return extent.end === end && (start === undefined || extent.start === start);
    };
    const named = isJsonObject(span) && span.id !== undefined ? String(span.id) : undefined;
    const candidates = [
      (mention: AnnotatedMention) => named !== undefined && mention.id === named,
      (mention: AnnotatedMention) => fits(mention) && isJsonObject(span) && mention.type === span.label,
      fits,
    ];
    const index = candidates.map((is) => mentions.findIndex(is)).find((found) => found >= 0);
    const mention = mentions[index ?? -1];
    if (!mention || index === undefined) return undefined;
    if (mention.id !== '') return mention.id;
    const taken = new Set(mentions.map(({ id }) => id));
    let number = index + 1;
    while (taken.has(`T${number}`)) number++;
    mentions[index] = { ...mention, id: `T${number}` };
    return `T${number}`;
  }

  const relations = place.array(object.relations, '"relations"').flatMap((each): Relation[] => {
    const relation = place.object(each, 'a relation');
    const head = idOf(relation.head_span, relation.head);
    const child = idOf(relation.child_span, relation.child);
    if (head === undefined || child === undefined) {
      tell('dangling reference', place.line, 'a relation holds between words that are no mentions; left out');
      return [];
    }
    const label = relation.label;
    return [
      {
        id: '',
        type: label === undefined || label === null ? 'related' : place.string(label, '"label" of a relation'),
        arguments: [
          { role: 'head', kind: 'mention', id: head },
          { role: 'child', kind: 'mention', id: child },
        ],
        notes: notesOf(relation, ['head', 'child', 'head_span', 'child_span', 'label', 'color']),
        line: place.line,
      },
    ];
  });
  return { mentions, relations };
}
