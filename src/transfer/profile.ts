import type { LabelledSentence } from '../corpus/corpus.ts';

/** A corpus as the measures read it: its training part, every type of mention alike. */
export interface CorpusProfile {
  readonly name: string;
  readonly place: string;
  /** SHA-256 of the words and mentions of the sentences, in hexadecimal: the same in every form that a corpus comes in. */
  readonly sha256: string;
  readonly sentences: readonly LabelledSentence[];
}

/** Rows of numbers, row-major `[rows, columns]`. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A corpus as a frozen encoder sees a sample of its training sentences. */
export interface CorpusFeatures {
  /** `[sentences, hidden]`: the mean of a sentence's last hidden states, one a word (its first sub-token's). */
  readonly sentences: FeatureMatrix;
  /** `[mentions, hidden]`: the mean of a mention's words. */
  readonly mentions: FeatureMatrix;
  /** `[words, hidden]`: a sample of words, for estimators of what can be told from them. */
  readonly words: FeatureMatrix;
  /** The label of each row of `words`: an index into `labels`. */
  readonly wordLabels: Int32Array;
  /** `O` first, then the entity types of the corpus, sorted. */
  readonly labels: readonly string[];
}
