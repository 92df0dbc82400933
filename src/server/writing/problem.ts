import type { Span } from '../../core/span.ts';

/** What writing help points out; each is turned off by the setting `writing.<code>`. In the order in which it is shown. */
export const writingCodes = [
  'undefinedAbbreviation',
  'redefinedAbbreviation',
  'unusedAbbreviation',
  'severalNames',
  'previousSymbol',
] as const;
export type WritingCode = (typeof writingCodes)[number];

/** Text to put in the place of a stretch of the source. */
export interface Edit extends Span {
  readonly text: string;
}

/** A way to set a problem right. */
export interface WritingFix {
  readonly title: string;
  /** In order; they do not overlap. */
  readonly edits: readonly Edit[];
}

/** Another place that tells what a problem is about. */
export interface RelatedPlace {
  readonly span: Span;
  readonly message: string;
}

/** Something in a paper that may be written better, in source offsets. */
export interface WritingProblem {
  readonly code: WritingCode;
  readonly span: Span;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  /** The best first; none where an edit would do harm to the markup. */
  readonly fixes: readonly WritingFix[];
}
