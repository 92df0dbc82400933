import type { Span } from '../../../core/span.ts';
import { CodePoints } from '../../code-points.ts';
import type { AnnotatedDocument, AnnotatedMention, AnnotatedSentence, Notes, Relation } from '../../document.ts';
import { arePlainPassages } from '../assemble.ts';
import type { JsonObject } from '../json-values.ts';
import { labelText } from '../word-labels.ts';

/** A document as a line of our own JSON Lines says it; what is empty is left out. */
export function ownDocument(document: AnnotatedDocument): JsonObject {
  const { id, text, passages, mentions, relations, sentences, notes } = document;
  const points = new CodePoints(text);
  const pair = ({ start, end }: Span): [number, number] => [points.toPoint(start), points.toPoint(end)];
  const bounds = (span: Span) => {
    const [start, end] = pair(span);
    return { start, end };
  };
  return {
    id,
    text,
    ...(arePlainPassages(document)
      ? {}
      : { passages: passages.map(({ kind, notes, ...span }) => ({ ...bounds(span), kind, ...some({ notes }) })) }),
    ...(mentions.length === 0 ? {} : { mentions: mentions.map((mention) => ownMention(mention, pair)) }),
    ...(relations.length === 0 ? {} : { relations: relations.map(ownRelation) }),
    ...(sentences
      ? { sentences: sentences.map((sentence) => ({ ...bounds(sentence), ...ownWords(sentence, pair) })) }
      : {}),
    ...some({ notes }),
  };
}

function ownMention(
  { id, spans, type, concepts, notes, score }: AnnotatedMention,
  pair: (span: Span) => [number, number],
): JsonObject {
  const [[start, end], ...others] = [pair(spans[0]), ...spans.slice(1).map(pair)] as const;
  return {
    ...(id === '' ? {} : { id }),
    ...(others.length === 0 ? { start, end } : { spans: [[start, end], ...others] }),
    type,
    ...(concepts.length === 0 ? {} : { concepts }),
    ...(score === undefined ? {} : { score }),
    ...some({ notes }),
  };
}

function ownRelation({ id, type, arguments: held, notes }: Relation): JsonObject {
  return {
    ...(id === '' ? {} : { id }),
    type,
    arguments: held.map(({ role, kind, id }) => ({ role, [kind]: id })),
    ...some({ notes }),
  };
}

function ownWords({ words, labels, columns }: AnnotatedSentence, pair: (span: Span) => [number, number]): JsonObject {
  return {
    words: words.map(pair),
    ...(labels ? { labels: labels.map(labelText) } : {}),
    ...(columns ? { columns } : {}),
  };
}

function some({ notes }: { readonly notes: Notes }): { readonly notes?: Notes } {
  return Object.keys(notes).length === 0 ? {} : { notes };
}
