import type { WordEntity } from '../core/entity.ts';

/** A sentence as the model reads it. */
export type Words = readonly string[];

/** Finds mentions in sentences of words. */
export interface Recognizer {
  /**
   * The mentions of every shown type in each sentence, ordered by start. Sentences are batched by length; one longer
   * than the model's window is read in overlapping windows, so no word is dropped.
   * @param signal stops between batches, by rejecting with the signal's reason.
   */
  recognize(sentences: readonly Words[], signal?: AbortSignal): Promise<WordEntity[][]>;
}
