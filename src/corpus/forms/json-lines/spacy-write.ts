import type { Span } from '../../../core/span.ts';
import { CodePoints } from '../../code-points.ts';
import { type AnnotatedDocument, type AnnotatedMention, extentOf, type Notes, type Relation } from '../../document.ts';
import { type LossTally, passageLoss } from '../../problems.ts';
import { arePlainPassages } from '../assemble.ts';
import { type JsonObject, valueOfNote } from '../json-values.ts';
import { countWordLosses } from '../word-labels.ts';
import { spanMembers } from './spacy-read.ts';
import { sentencesByLine } from './spacy-words.ts';

/** Members of an example that Prodigy itself sets, such as `_input_hash`, stand beside `meta`. */
const own = /^_./;
const relationMembers = ['head', 'child', 'head_span', 'child_span', 'label', 'color'];

/** A document as an example of Prodigy's; what it cannot hold is counted. */
export function prodigyExample(document: AnnotatedDocument, losses: LossTally): JsonObject {
  const { id, text, mentions, relations, sentences, notes } = document;
  const points = new CodePoints(text);
  const words = sentences?.flatMap((sentence) => sentence.words);
  countLosses(document, words, losses);
  const at = (offset: number) => points.toPoint(offset);
  const tokenAt = {
    start: new Map(words?.map(({ start }, index) => [start, index])),
    end: new Map(words?.map(({ end }, index) => [end, index])),
  };

  function span(mention: AnnotatedMention): JsonObject {
    const { start, end } = extentOf(mention);
    const first = tokenAt.start.get(start);
    const last = tokenAt.end.get(end);
    return {
      start: at(start),
      end: at(end),
      ...(first === undefined || last === undefined ? {} : { token_start: first, token_end: last }),
      label: mention.type,
      ...(mention.id === '' ? {} : { id: mention.id }),
    };
  }

  const spans = mentions.map((mention) => ({ ...span(mention), ...aboutMention(mention, losses) }));
  const byId = new Map(mentions.filter(({ id }) => id !== '').map((mention) => [mention.id, mention]));
  const held = relations.flatMap((relation) => prodigyRelation(relation, byId, span, losses) ?? []);
  const outer = Object.entries(notes).filter(([key]) => own.test(key));
  const meta = Object.entries(notes).filter(([key]) => !own.test(key));
  return {
    id,
    text,
    ...(words ? { tokens: tokens(text, words, at) } : {}),
    spans,
    ...(held.length === 0 ? {} : { relations: held }),
    ...(meta.length === 0 ? {} : { meta: Object.fromEntries(meta.map(([key, note]) => [key, valueOfNote(note)])) }),
    ...Object.fromEntries(outer.map(([key, note]) => [key, numberOr(note)])),
    answer: 'accept',
  };
}

function countLosses(document: AnnotatedDocument, words: readonly Span[] | undefined, losses: LossTally): void {
  const { text, passages, mentions, sentences } = document;
  if (!arePlainPassages(document)) losses.add(passageLoss, passages.length);
  losses.add('discontinuous mentions', mentions.filter(({ spans }) => spans.length > 1).length);
  countWordLosses(document, losses);
  if (!words || !sentences) return;
  const again = new Set(sentencesByLine(text, words, 1).map(({ start, end }) => `${start} ${end}`));
  losses.add('bounds of sentences', sentences.filter(({ start, end }) => !again.has(`${start} ${end}`)).length);
}

function aboutMention({ concepts, score, notes }: AnnotatedMention, losses: LossTally): JsonObject {
  return {
    ...(concepts.length === 0 ? {} : { kb_id: concepts[0] }),
    ...(concepts.length > 1 || concepts[0] === '' ? { kb_ids: concepts } : {}),
    ...(score === undefined ? {} : { score }),
    ...others(
      notes,
      score === undefined ? spanMembers.filter((name) => name !== 'score') : spanMembers,
      'notes of mentions',
      losses,
    ),
  };
}

function prodigyRelation(
  { id, type, arguments: [head, child, ...more], notes }: Relation,
  byId: ReadonlyMap<string, AnnotatedMention>,
  span: (mention: AnnotatedMention) => JsonObject,
  losses: LossTally,
): JsonObject | undefined {
  const [from, to] = [head, child].map((end) => (end?.kind === 'mention' ? byId.get(end.id) : undefined));
  if (!head || !child || !from || !to || more.length > 0) {
    losses.add('relations');
    return undefined;
  }
  if (id !== '') losses.add('ids of relations');
  if (head.role !== 'head' || child.role !== 'child') losses.add('roles in relations');
  const [headSpan, childSpan] = [span(from), span(to)];
  return {
    ...(headSpan.token_end === undefined ? {} : { head: headSpan.token_end }),
    ...(childSpan.token_end === undefined ? {} : { child: childSpan.token_end }),
    head_span: headSpan,
    child_span: childSpan,
    label: type,
    ...others(notes, relationMembers, 'notes of relations', losses),
  };
}

function others(notes: Notes, taken: readonly string[], what: string, losses: LossTally): JsonObject {
  const kept = Object.entries(notes).filter(([key]) => !taken.includes(key));
  losses.add(what, Object.keys(notes).length - kept.length);
  return Object.fromEntries(kept.map(([key, note]) => [key, valueOfNote(note)]));
}

function tokens(text: string, words: readonly Span[], at: (offset: number) => number): readonly JsonObject[] {
  return words.map(({ start, end }, id) => ({
    text: text.slice(start, end),
    start: at(start),
    end: at(end),
    id,
    ws: /\s/.test(text.charAt(end)),
  }));
}

/** A hash comes back as the number that it was. */
function numberOr(note: string): unknown {
  return /^-?\d{1,15}$/.test(note) && String(Number(note)) === note ? Number(note) : valueOfNote(note);
}
