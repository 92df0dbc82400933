import type { TokenBatch } from '../model/classifier.ts';

/** What one head is to learn from a batch. */
export interface HeadTargets {
  /** Indices into the batch's `positions` of the tokens that this head learns from, ascending; never empty. */
  readonly rows: Int32Array;
  /** For each of `rows` the index of its label, or of its token in the vocabulary for masked language modelling. */
  readonly labels: Int32Array;
}

/** A batch and what each head learns from it; a head that is not named learns nothing from it. */
export interface TrainingBatch extends TokenBatch {
  readonly targets: ReadonlyMap<string, HeadTargets>;
}

/** The name under which masked language modelling has its targets: its head is the vocabulary itself. */
export const maskedLanguageModel = 'masked-language-model';
