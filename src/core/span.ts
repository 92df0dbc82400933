/**
 * A half-open range `[start, end)` of UTF-16 code units in a source text, as VS Code and the Language Server Protocol
 * count them. Spans are immutable; corpora that count code points are converted where they are read.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Whether two spans share at least one code unit. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Orders spans by start, then by end (shorter first). */
export function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}
