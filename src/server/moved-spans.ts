import type { Span } from '../core/span.ts';

/** Compares two texts by what they begin and end with alike; gives how to move what lies wholly in there, and drop the rest. */
export function moverOf(before: string, after: string): <T extends Span>(spans: readonly T[]) => T[] {
  const shorter = Math.min(before.length, after.length);
  let prefix = 0;
  while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
  let suffix = 0;
  const rest = shorter - prefix;
  while (
    suffix < rest &&
    before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix)
  ) {
    suffix++;
  }
  const tail = before.length - suffix;
  const shift = after.length - before.length;
  const moved = <T extends Span>(span: T): T[] => {
    if (span.end <= prefix) return [span];
    return span.start >= tail ? [{ ...span, start: span.start + shift, end: span.end + shift }] : [];
  };
  return (spans) => spans.flatMap(moved);
}
