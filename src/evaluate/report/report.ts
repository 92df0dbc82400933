import type { CorpusProblem, ProblemSummary } from '../../corpus/problems.ts';

/**
 * How mentions are matched. `default` and `strict` are seqeval's: bounds and type agree; they differ only in how labels
 * that break their scheme are read. The others are nervaluate's: `partial` (bounds overlap, half a point if they are not
 * the same, whatever the types), `type` (bounds overlap and types agree), `boundary` (same bounds, whatever the types;
 * nervaluate calls it `exact`).
 */
export const modes = ['default', 'strict', 'partial', 'type', 'boundary'] as const;
export type Mode = (typeof modes)[number];

/** Ratios in [0, 1] and the mentions in the gold standard. */
export interface MeanScore {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly support: number;
}

/**
 * Ratios with the counts that they come from. In nervaluate's modes `tp` is its correct + partial / 2, `fp` what lacks to
 * all found mentions and `fn` what lacks to all gold ones, and its own counts are given too.
 */
export interface CountedScore extends MeanScore {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  /** Of the modes `partial`, `type` and `boundary`, as are the next four: pairs that agree, disagree, agree in part. */
  readonly correct?: number;
  readonly incorrect?: number;
  readonly partial?: number;
  /** Gold mentions and found ones without a partner. */
  readonly missed?: number;
  readonly spurious?: number;
}

/** Scores as papers report them. */
export interface ModeScores {
  readonly types: Readonly<Record<string, CountedScore>>;
  /** Of all mentions together. */
  readonly micro: CountedScore;
  /** Mean of the types that occur on either side, as seqeval takes it. */
  readonly macro: MeanScore;
  /** Mean of the types, each weighted by its support. */
  readonly weighted: MeanScore;
}

/** A confidence interval: two ratios in [0, 1], or two differences in [-1, 1]. */
export type Interval = readonly [number, number];

/** Bootstrap percentile intervals over documents (Efron & Tibshirani 1993) of precision, recall and F1. */
export interface Intervals {
  readonly seed: number;
  readonly samples: number;
  /** Documents that are drawn, with replacement, for each sample; sentences where a document is but one. */
  readonly units?: number;
  /** 0.95 */
  readonly level: number;
  readonly types: Readonly<Record<string, MeanIntervals>>;
  readonly micro: MeanIntervals;
  readonly macro: MeanIntervals;
}

export interface MeanIntervals {
  readonly precision: Interval;
  readonly recall: Interval;
  readonly f1: Interval;
}

/** Words by the type that they have (rows) and were given (columns). */
export interface Confusion {
  /** Entity types, then `O`. */
  readonly labels: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** Recall (and precision where what was found can be told apart likewise) of a part of the mentions. */
export interface Slice {
  readonly name: string;
  /** Gold mentions in it, and those of them that were found. */
  readonly support: number;
  readonly found: number;
  readonly recall: number;
}

/** The scores of one part of the corpus's text, or of mentions of one length. */
export interface Part extends CountedScore {
  readonly name: string;
}

/** Scores of parts of the mentions, in the mode of the report. */
export interface Breakdown {
  /**
   * Gold mentions by what the training part holds, of the same type: `seen` (the same surface, case folded), `synonym`
   * (a new surface of a concept seen there), `new concept`; where no concepts are given, `seen` and `unseen`. Absent without
   * a training part.
   */
  readonly novelty?: readonly Slice[];
  /** By the number of words: `1`, `2`, `3`, `4`, `5+`. */
  readonly length: readonly Part[];
  /** By section: `title`, `abstract`, …; absent where a corpus has but one. */
  readonly section?: readonly Part[];
}

/** What went wrong with a mention. Each mention that is missed or invented belongs to one error exactly. */
export const errorKinds = ['missed', 'invented', 'boundary', 'type', 'boundary and type'] as const;
export type ErrorKind = (typeof errorKinds)[number];

/** A mention as a person reads it, and where it stands in the corpus's file. */
export interface PlacedMention {
  readonly type: string;
  readonly text: string;
  /** Of a found mention. */
  readonly score?: number;
  readonly place: FilePlace;
}

/** A stretch of a file. Lines count from 1. Columns are UTF-16 units from 0, absent where the text is escaped or comes in pieces. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  readonly endLine: number;
  readonly endColumn?: number;
}

export interface EvaluationError {
  readonly kind: ErrorKind;
  readonly document: string;
  /** Absent if it was invented. */
  readonly gold?: PlacedMention;
  /** Absent if it was missed. */
  readonly found?: PlacedMention;
  /** Some words before and after, on one line, with the offsets of the mentions in it. */
  readonly context: ErrorContext;
}

export interface ErrorContext {
  readonly text: string;
  readonly gold?: readonly [number, number];
  readonly found?: readonly [number, number];
}

/** Errors that are the same to a reader: same kind, same texts (case folded) and types. */
export interface FrequentError {
  readonly kind: ErrorKind;
  readonly gold?: { readonly type: string; readonly text: string };
  readonly found?: { readonly type: string; readonly text: string };
  readonly count: number;
  /** Indices in `places` of those that are kept there. */
  readonly places: readonly number[];
}

export interface Errors {
  readonly counts: Readonly<Record<ErrorKind, number>>;
  /** Most frequent first, 200 at most. */
  readonly frequent: readonly FrequentError[];
  /** In the order of the corpus; as many as were asked for (10,000 unless said). */
  readonly places: readonly EvaluationError[];
  /** Whether there were more than `places` holds. */
  readonly cut: boolean;
}

/** How far scores are probabilities: found mentions by score. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Expected calibration error (Naeini et al. 2015): mean over found mentions of |share correct - mean score| of their bin. */
  readonly error: number;
}

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly correct: number;
  readonly meanScore: number;
}

/** How a second model or prediction did on the same documents. Differences are first minus second. */
export interface Comparison {
  readonly other: SystemInfo;
  readonly scores: ModeScores;
  readonly difference: Readonly<Record<'micro' | 'macro', Difference>> & {
    readonly types: Readonly<Record<string, Difference>>;
  };
  readonly seed: number;
  /** Of the bootstrap. */
  readonly samples: number;
  /** Of the randomisation test. */
  readonly rounds: number;
}

/** Of F1. */
export interface Difference {
  readonly f1: number;
  /** Paired bootstrap over documents. */
  readonly interval: Interval;
  /** Two-sided approximate randomisation over documents (Noreen 1989; Yeh 2000), (k + 1) / (rounds + 1). */
  readonly p: number;
}

/** What gave the mentions that are scored: a model, or a file. */
export interface SystemInfo {
  readonly kind: 'model' | 'file';
  /** The model's name or the file's path. */
  readonly name: string;
  readonly folder?: string;
  /** Identifies a model's weights. */
  readonly id?: string;
  readonly device?: string;
}

export interface CorpusInfo {
  readonly name: string;
  /** As it was given. */
  readonly place: string;
  readonly split?: string;
  /** Of the form's name, such as `pubtator`. */
  readonly form: string;
  readonly files: readonly { readonly file: string; readonly sha256: string }[];
  readonly documents: number;
  readonly sentences: number;
  readonly words: number;
  /** Gold mentions of all its types, also of those that are not scored. */
  readonly mentions: Readonly<Record<string, number>>;
  /** The name that each of its types goes by, and each of the predictions in a file; types without one are not scored. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly problems: ProblemSummary;
}

/** All that an evaluation tells: what report.json holds. Its first four members are what `--json` promises. */
export interface EvaluationReport extends ModeScores {
  /** Of the members above and of all that follows but `modes`. */
  readonly mode: Mode;
  readonly modes: Readonly<Record<Mode, ModeScores>>;
  readonly intervals: Intervals;
  readonly confusion: Confusion;
  readonly breakdown: Breakdown;
  readonly errors: Errors;
  /** Absent where what was found has no scores. */
  readonly calibration?: Calibration;
  readonly comparison?: Comparison;
  readonly system: SystemInfo;
  readonly corpus: CorpusInfo;
  /** GERBERA's version. */
  readonly version: string;
  /** ISO 8601. */
  readonly date: string;
  /** Of reading and recognition; absent where files were scored. */
  readonly seconds?: number;
}

/** What an evaluation tells while it runs. */
export type EvaluationEvent =
  | {
      readonly kind: 'start';
      readonly system: SystemInfo;
      /** The corpus's file or folder, its split and form. */
      readonly corpus: Pick<CorpusInfo, 'name' | 'place' | 'split' | 'form'>;
      /** Types that are scored. */
      readonly types: readonly string[];
      /** The corpus's types that are not, and why. */
      readonly unscored: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'progress';
      readonly documents: number;
      readonly words: number;
      /** Share of the corpus's text that has been read, in [0, 1]. */
      readonly share: number;
    }
  /** Of each kind the first ones, which the report shows too. */
  | { readonly kind: 'problem'; readonly problem: CorpusProblem }
  | { readonly kind: 'done'; readonly report: EvaluationReport };
