import type { Span } from './span.ts';

/**
 * A mention in a list of words, half-open in word indices. This is what a model finds: it sees words, not text.
 * `score` is the model's confidence in [0, 1]; see `recognize/decode.ts` for how it is computed.
 */
export interface WordEntity {
  readonly start: number;
  readonly end: number;
  readonly type: string;
  readonly score: number;
}

/** A mention in a document, in source offsets. */
export interface Entity extends Span {
  readonly type: string;
  readonly score: number;
  /** What a reader sees: markup removed, white space and soft line breaks folded into single spaces. */
  readonly mention: string;
}
