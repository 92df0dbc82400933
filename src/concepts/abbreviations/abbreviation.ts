import type { Span } from '../../core/span.ts';

/** A definition of an abbreviation in a text: `polymerase chain reaction (PCR)`, or `PCR (polymerase chain reaction)`. */
export interface Abbreviation {
  /** As it stands in the text, without markup; a plural stays one (`PCs`). */
  readonly shortForm: string;
  readonly longForm: string;
  /** Where the two stand, in source offsets. */
  readonly short: Span;
  readonly long: Span;
  /** The brackets and all between them, in source offsets. */
  readonly brackets: Span;
  /** Whether the short form is what stands in the brackets. */
  readonly shortInside: boolean;
  /** Index of the sentence that holds the definition. */
  readonly sentence: number;
}
