import type { CorpusScores, StopKind, TrainingEvent } from '../train/events.ts';

export type { StageEstimate, TrainingEstimate } from '../train/estimate.ts';
export { type StopKind, stopKinds } from '../train/events.ts';

/**
 * What became of a run: a process is at it; it was asked to stop, or its process was killed, and it can go on; it gave up
 * with a reason, and may go on once that is mended; it has come to its end; or its folder is not there any more.
 */
export const runStates = ['running', 'stopped', 'interrupted', 'failed', 'done', 'missing'] as const;
export type RunState = (typeof runStates)[number];

/** How far a run is that is not done. */
export interface RunProgress {
  readonly stage: string;
  /** From 1, of `stages`. */
  readonly stageNumber: number;
  readonly stages: number;
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Updates of the stage that are done, of `of` at most. */
  readonly step: number;
  readonly of: number;
  /** Of all updates of all stages, in [0, 1]: what is done, if no stage ends early. */
  readonly share: number;
  readonly tokensPerSecond: number;
  /** Seconds until the end of the run at this pace, if no stage ends early. */
  readonly secondsLeft: number;
}

/** A corpus of a run. */
export interface RunCorpus {
  readonly name: string;
  readonly folder: string;
  /** Whether the last stage learns from it: the target, where there are others. */
  readonly target: boolean;
}

/** The hyper-parameters of a stage, as they were set or by default. */
export interface RunStage {
  readonly name: string;
  /** At most. */
  readonly epochs: number;
  readonly learningRate: number;
  /** Sentences of a batch or, where it is 0, `batchTokens`. */
  readonly batch: number;
  readonly batchTokens: number;
  readonly accumulate: number;
  /** Updates, or the share of all updates if below 1. */
  readonly warmup: number;
  readonly schedule: string;
  readonly weightDecay: number;
  /** Absent where it is the base's own. */
  readonly dropout?: number;
  readonly layerDecay: number;
  readonly labelSmoothing: number;
  readonly patience: number;
  /** Corpora are drawn from in proportion to size^alpha. */
  readonly alpha: number;
}

/** What a training run is and what it gave, of its output folder. */
export interface RunSummary {
  /** Stays the same; made of the path of the output folder. */
  readonly id: string;
  /** The output folder's name. */
  readonly name: string;
  /** The output folder, absolute: the model's own when the run is done. */
  readonly output: string;
  readonly state: RunState;
  /** Why it failed, or what is wrong with its folder. */
  readonly problem?: string;
  /** Whether it was asked to stop and has not done so yet, and how. */
  readonly stopping?: StopKind;
  readonly method: string;
  /** The folder of the model that it starts from. */
  readonly base: string;
  readonly corpora: readonly RunCorpus[];
  readonly seed: number;
  /** Absent where only the registry knows of the run. */
  readonly stages?: readonly RunStage[];
  /** Where it runs; absent until it does. */
  readonly device?: string;
  /** The product's version. */
  readonly gerbera: string;
  /** The commit that the product was built from; absent of runs under way, and where it is not known. */
  readonly commit?: string;
  /** ISO 8601. */
  readonly started: string;
  readonly finished?: string;
  /** Of updates. */
  readonly seconds: number;
  /** Absent before the first update, and of a run that is done. */
  readonly progress?: RunProgress;
  /** The best score on devel so far: mean F1 of the corpora in [0, 1], or minus the loss of pretraining. */
  readonly best?: { readonly score: number; readonly stage: string; readonly epoch: number; readonly step: number };
  /** Of the last evaluation or, of a run that is done, of its model. */
  readonly devel: readonly CorpusScores[];
  /** Empty unless they were asked for. */
  readonly test: readonly CorpusScores[];
  /** What its folder takes on the disk, in bytes, and what of it the checkpoints take. */
  readonly bytes: number;
  readonly checkpointBytes: number;
}

/** A run has ended before its end, because it was asked to. */
export interface StoppedEntry {
  readonly kind: 'stopped';
}

/** A run has given up. */
export interface FailedEntry {
  readonly kind: 'failed';
  readonly message: string;
}

/** A line of a run's log. */
export type RunLogEntry = { readonly time: string } & (TrainingEvent | StoppedEntry | FailedEntry);
