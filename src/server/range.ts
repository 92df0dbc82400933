import type { Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Entity } from '../core/entity.ts';
import type { Span } from '../core/span.ts';

export function rangeOf(document: TextDocument, { start, end }: Span): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Entities at a place between two characters, or in a stretch: what touches it with its ends is among them. */
export function entitiesAt(entities: readonly Entity[], start: number, end = start): Entity[] {
  return entities.filter((entity) => entity.start <= end && start <= entity.end);
}

/** The order in which entities inside one another are told. */
export function innermostFirst(a: Span, b: Span): number {
  return a.end - a.start - (b.end - b.start);
}

/** Whether two entities are called the same: upper and lower case are alike, as at the start of a sentence. */
export function sameMention(a: Entity, b: Entity): boolean {
  return a.type === b.type && a.mention.toLowerCase() === b.mention.toLowerCase();
}

/** Entities that are called the same have equal ones. */
export function keyOfMention({ type, mention }: Pick<Entity, 'type' | 'mention'>): string {
  return `${type}\n${mention.toLowerCase()}`;
}
