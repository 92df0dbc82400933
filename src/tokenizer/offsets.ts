import type { Span } from '../core/span.ts';

/**
 * Turns ranges in code points, as the library counts, into ranges in UTF-16 code units of `text`. A lone surrogate is a
 * code point of its own.
 */
export function toUtf16(text: string, ranges: readonly (readonly number[])[]): Span[] {
  const position = utf16Positions(text);
  return ranges.map(([start = 0, end = 0]) => ({ start: position(start), end: position(end) }));
}

function utf16Positions(text: string): (codePoint: number) => number {
  if (!/[\ud800-\udfff]/.test(text)) return (codePoint) => codePoint;
  const positions: number[] = [];
  let at = 0;
  for (const character of text) {
    positions.push(at);
    at += character.length;
  }
  return (codePoint) => positions[codePoint] ?? text.length;
}
