import type { Span } from '../../core/span.ts';

/** A stretch of text that a mention covers, whole or in part. */
export interface MentionPart extends Span {
  /** The mention's number. */
  readonly mention: number;
  /** Whether the mention begins with it, and whether it ends with it: one that was divided has other parts. */
  readonly first: boolean;
  readonly last: boolean;
}

/** A part of a mention with what is in it. */
export interface Marked {
  readonly part: MentionPart;
  readonly content: readonly (string | Marked)[];
  /** How many marks lie one inside the other in it. */
  readonly depth: number;
}

/** Marks lie at most this deep in one another: more lines under a word cannot be told apart. */
export const deepest = 8;

/**
 * Text as a tree of marks: those inside others are nested; of two that cross, the later one is divided at the end of the
 * earlier one, so that every mark is a stretch of one line of elements.
 * @param parts in any order, each inside `range`.
 * @param onHidden told of each part that would lie deeper than `deepest`.
 */
export function markedText(
  text: string,
  range: Span,
  parts: readonly MentionPart[],
  onHidden: (part: MentionPart) => void = () => {},
): (string | Marked)[] {
  return nest(text, range, [...parts].sort(outerFirst), 0, onHidden);
}

function nest(
  text: string,
  range: Span,
  sorted: readonly MentionPart[],
  level: number,
  onHidden: (part: MentionPart) => void,
): (string | Marked)[] {
  if (level === deepest) {
    for (const part of sorted) onHidden(part);
    return [text.slice(range.start, range.end)];
  }
  const content: (string | Marked)[] = [];
  let waiting = sorted;
  let at = range.start;
  for (let index = 0; index < waiting.length; ) {
    const outer = waiting[index++]!;
    if (outer.start > at) content.push(text.slice(at, outer.start));
    const inner: MentionPart[] = [];
    const beyond: MentionPart[] = [];
    for (let next = waiting[index]; next && next.start < outer.end; next = waiting[++index]) {
      if (next.end <= outer.end) inner.push(next);
      else {
        inner.push({ ...next, end: outer.end, last: false });
        beyond.push({ ...next, start: outer.end, first: false });
      }
    }
    if (beyond.length > 0) {
      waiting = [...beyond, ...waiting.slice(index)].sort(outerFirst);
      index = 0;
    }
    const inside = nest(text, outer, inner.sort(outerFirst), level + 1, onHidden);
    content.push({ part: outer, content: inside, depth: 1 + Math.max(0, ...inside.map(depthOf)) });
    at = outer.end;
  }
  if (at < range.end) content.push(text.slice(at, range.end));
  return content;
}

function depthOf(node: string | Marked): number {
  return typeof node === 'string' ? 0 : node.depth;
}

/** By start, the longer first, then in the order of the document. */
function outerFirst(a: MentionPart, b: MentionPart): number {
  return a.start - b.start || b.end - a.end || a.mention - b.mention;
}
