/**
 * The measures of how likely a corpus is to help another one. Each has an id, by which reports, tables and predictions
 * name it; what it is, its formula and its source are in `measures.ts` and docs/transfer.md.
 */
export const measureIds = [
  'wordOverlap',
  'entityWordOverlap',
  'entityOverlap',
  'entityOverlapNormalised',
  'labelConflict',
  'tfidfCosine',
  'topicSimilarity',
  'sentenceCosine',
  'mentionCosine',
  'sentenceFrechet',
  'mentionFrechet',
  'sentenceMmd',
  'mentionMmd',
  'leep',
  'logme',
  'hScore',
] as const;
export type MeasureId = (typeof measureIds)[number];

/** The measures of a target and a candidate; null where one is not defined for them, such as without a mention. */
export type MeasureValues = Readonly<Record<MeasureId, number | null>>;

/** A corpus that was compared, by its training part. */
export interface ComparedCorpus {
  /** Unique in the report. */
  readonly name: string;
  /** Its folder or file, absolute. */
  readonly place: string;
  /** SHA-256 of what was compared, in hexadecimal (`CorpusProfile`): caches go by it. */
  readonly sha256: string;
  readonly sentences: number;
  readonly words: number;
  /** By entity type, as the corpus names it. */
  readonly mentions: Readonly<Record<string, number>>;
}

/** What is measured of one corpus as the target and another as the candidate; most measures are symmetric, not all. */
export interface ComparedPair {
  /** Names of corpora in the report. */
  readonly target: string;
  readonly candidate: string;
  readonly values: MeasureValues;
  /** Why a measure is null, by its id. */
  readonly undefinedBecause: Readonly<Partial<Record<MeasureId, string>>>;
}

/** Ways of training with an auxiliary corpus whose gain over the target alone is predicted. */
export const predictedMethods = ['gerbera', 'transfer'] as const;
export type PredictedMethod = (typeof predictedMethods)[number];

/** How much F1 a candidate is likely to add to the target alone, in points of percent. */
export interface PredictedGain {
  readonly method: PredictedMethod;
  readonly gain: number;
  /** The ends of the interval that holds the gain with a probability of `coverage`. */
  readonly low: number;
  readonly high: number;
  /** The probability that it helps at all. */
  readonly helps: number;
}

/** A candidate in its place of the ranking. */
export interface RankedCandidate {
  /** Name of a corpus in the report. */
  readonly name: string;
  /** In the order of `predictedMethods`; empty where nothing can be predicted. */
  readonly gains: readonly PredictedGain[];
  /** What a person should know before training with it, such as the mentions on whose labels the corpora disagree. */
  readonly warnings: readonly string[];
}

/** How gains were predicted. */
export interface PredictionInfo {
  /** The probability of the intervals. */
  readonly coverage: number;
  /** The study, for people. */
  readonly learnedFrom: string;
  /** What the predictions of the methods go by, besides the candidate's size. */
  readonly measures: readonly MeasureId[];
  /** What to bear in mind of all of them, such as a target far larger than those of the study. */
  readonly notes: readonly string[];
}

/** What `gerbera transfer` finds out. */
export interface TransferReport {
  readonly version: 1;
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly seed: number;
  /** The encoder of the representations. */
  readonly model: { readonly name: string; readonly id: string };
  /** At most so many sentences of a corpus are put through the encoder. */
  readonly encoded: number;
  /** Name of the corpus that candidates are ranked for. */
  readonly target: string;
  /** The target first, then the candidates as they were given. */
  readonly corpora: readonly ComparedCorpus[];
  /** The target with each candidate, then every other ordered pair if all were asked for. */
  readonly pairs: readonly ComparedPair[];
  /** What the ranking goes by: the predicted gain of a method, or a measure where nothing can be predicted. */
  readonly rankedBy: PredictedMethod | MeasureId;
  /** The likeliest to help first. */
  readonly ranking: readonly RankedCandidate[];
  /** Null where nothing can be predicted. */
  readonly prediction: PredictionInfo | null;
  readonly seconds: number;
}

/** What is told while corpora are compared. */
export type TransferEvent =
  | { readonly kind: 'progress'; readonly share: number; readonly message: string }
  | { readonly kind: 'problems'; readonly corpus: string; readonly problems: string }
  | { readonly kind: 'report'; readonly report: TransferReport };
