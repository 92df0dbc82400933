import type { Entity } from '../core/entity.ts';
import { compareSpans } from '../core/span.ts';
import { tokenTypeOf, tokenTypes } from '../protocol.ts';

/** The places where one mention of a document stands, in the order of the text. */
export interface Mention {
  /** As it is written most often. */
  readonly text: string;
  readonly places: readonly Entity[];
}

/** The mentions of one entity type in a document, those with most places first, then by name. */
export interface MentionGroup {
  readonly type: string;
  /** Places of all its mentions. */
  readonly count: number;
  readonly mentions: readonly Mention[];
}

/** Groups a document's entities by type, our own types first, and by mention. */
export function groupMentions(entities: readonly Entity[]): readonly MentionGroup[] {
  return [...groupBy([...entities].sort(compareSpans), ({ type }) => type)]
    .map(([type, places]) => ({ type, count: places.length, mentions: mentionsOf(places) }))
    .sort((a, b) => rank(a.type) - rank(b.type) || a.type.localeCompare(b.type));
}

/** Joins the entities of one type that are the same mention, those with most places first, then by name. */
export function mentionsOf(entities: readonly Entity[]): readonly Mention[] {
  return [...groupBy([...entities].sort(compareSpans), ({ mention }) => keyOf(mention)).values()]
    .map((places) => ({ text: mostFrequent(places.map(({ mention }) => mention)), places }))
    .sort((a, b) => b.places.length - a.places.length || a.text.localeCompare(b.text));
}

/** Joins `Imatinib` at the start of a sentence with `imatinib`, but not `Cftr` of mice with `CFTR` of humans. */
function keyOf(mention: string): string {
  return mention.replace(/^\p{Lu}(?=\p{Ll})/u, (capital) => capital.toLowerCase());
}

function mostFrequent(texts: readonly string[]): string {
  return (
    [...groupBy(texts, (text) => text).values()].reduce((best, next) => (next.length > best.length ? next : best))[0] ??
    ''
  );
}

function rank(type: string): number {
  return tokenTypes.indexOf(tokenTypeOf(type));
}

function groupBy<T>(values: readonly T[], keyOfValue: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOfValue(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
