import type { Span } from '../../core/span.ts';
import { type AnnotatedMention, extentOf } from '../../corpus/document.ts';

/** A mention, made ready to be matched. */
export interface Item {
  readonly mention: AnnotatedMention;
  readonly type: string;
  /** Its bounds as a text: `3-8`, or `3-5,9-12` if it is discontinuous. Two have the same bounds if all their parts have. */
  readonly bounds: string;
  /** From its first part to its last. */
  readonly extent: Span;
}

/**
 * Mentions to be matched: one that occurs twice, in bounds and type, counts once, with the concepts of both and the
 * higher score. They are in an order of their own (by extent, then bounds, then type), so that no match depends on the
 * order that they were given in.
 */
export function itemsOf(mentions: readonly AnnotatedMention[]): readonly Item[] {
  const items = new Map<string, Item>();
  for (const mention of mentions) {
    const bounds = mention.spans.map(({ start, end }) => `${start}-${end}`).join(',');
    const key = `${bounds} ${mention.type}`;
    const same = items.get(key);
    if (same) items.set(key, { ...same, mention: merged(same.mention, mention) });
    else items.set(key, { mention, type: mention.type, bounds, extent: extentOf(mention) });
  }
  return [...items.values()].sort(compareItems);
}

/** One mention of two that are the same: with the concepts of both, and the higher score. */
function merged(a: AnnotatedMention, b: AnnotatedMention): AnnotatedMention {
  const scores = [a.score, b.score].filter((score) => score !== undefined);
  const concepts = [...new Set([...a.concepts, ...b.concepts])].sort();
  return { ...a, concepts, ...(scores.length > 0 ? { score: Math.max(...scores) } : {}) };
}

function compareItems(a: Item, b: Item): number {
  return (
    a.extent.start - b.extent.start ||
    a.extent.end - b.extent.end ||
    compareTexts(a.bounds, b.bounds) ||
    compareTexts(a.type, b.type)
  );
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether two mentions share a character: of discontinuous ones, what lies between their parts is not theirs. */
export function itemsOverlap(a: Item, b: Item): boolean {
  return a.mention.spans.some((one) => b.mention.spans.some((other) => one.start < other.end && other.start < one.end));
}
