import type { ProblemSummary } from '../corpus/problems.ts';
import type { Score } from '../evaluate/scores.ts';
import type { DeviceReport } from '../runtime/device.ts';

/** How a run is asked to stop. */
export const stopKinds = ['pause', 'finish'] as const;
/** `pause`: to go on later; `finish`: with the best weights so far as its model. */
export type StopKind = (typeof stopKinds)[number];

/** What a run is going to do. */
export interface PlanEvent {
  readonly kind: 'plan';
  readonly method: string;
  readonly output: string;
  readonly heads: readonly string[];
  readonly stages: readonly {
    readonly name: string;
    /** Training examples (windows of sentences, or blocks of text) and their tokens, of one epoch. */
    readonly examples: number;
    readonly tokens: number;
    /** The examples of an epoch by corpus, where there are several; those of corpora that share sentences together. */
    readonly drawn?: Readonly<Record<string, number>>;
    readonly epochs: number;
    /** Updates if it is not ended early. */
    readonly steps: number;
  }[];
  /** Where an interrupted run goes on; absent at a start. */
  readonly resumed?: Progress;
}

/** What is wrong with a corpus but can be read, and was mended or left out. */
export interface ProblemsEvent {
  readonly kind: 'problems';
  readonly corpus: string;
  readonly problems: ProblemSummary;
}

/** A place in a run. */
export interface Progress {
  readonly stage: string;
  /** From 1. */
  readonly epoch: number;
  /** Updates of the stage that are done. */
  readonly step: number;
}

/** A stage begins, on a device. */
export interface StageEvent {
  readonly kind: 'stage';
  readonly stage: string;
  readonly device: DeviceReport;
  /** Absent where the device has a memory of its own. */
  readonly memory?: MemoryPlan;
}

/** What a stage needs of the memory there is, in bytes. */
export interface MemoryPlan {
  /** For its largest batch, whole. */
  readonly estimated: number;
  readonly available: number;
  /** The padded tokens that fit at once, where whole batches do not: they are cut, and their gradients added up. */
  readonly microBatchTokens?: number;
}

/** An update of the weights. */
export interface StepEvent extends Progress {
  readonly kind: 'step';
  readonly epochs: number;
  /** Updates of the stage if it is not ended early. */
  readonly of: number;
  /** Mean cross-entropy of each head over its labelled tokens in this update, in nats. */
  readonly loss: Readonly<Record<string, number>>;
  readonly learningRate: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  /** Tokens of the update, padding not counted. */
  readonly tokens: number;
  /** Over the last updates, evaluations left out. */
  readonly tokensPerSecond: number;
  /** Seconds until the end of the stage if it is not ended early. */
  readonly secondsLeft: number;
}

/** The scores of one corpus's part, by exact matches: over all types together, and of each type. */
export interface CorpusScores {
  readonly corpus: string;
  readonly micro: Score;
  readonly types: Readonly<Record<string, Score>>;
}

/** Scores on what is held out. */
export interface EvaluationEvent extends Progress {
  readonly kind: 'evaluation';
  /** By corpus; empty for masked language modelling. */
  readonly corpora: readonly CorpusScores[];
  /** Mean cross-entropy of hidden tokens of held-out text, in nats; for masked language modelling alone. */
  readonly loss?: number;
  /** What is maximised: the mean F1 of the corpora, or the loss with its sign changed. */
  readonly score: number;
  readonly best: boolean;
  readonly seconds: number;
}

/** A checkpoint has been written. */
export interface CheckpointEvent extends Progress {
  readonly kind: 'checkpoint';
  readonly folder: string;
  readonly what: 'last' | 'best';
}

/** A stage has ended. */
export interface StageEndEvent extends Progress {
  readonly kind: 'stage end';
  /** Why: all epochs are done, nothing got better for long enough, it had so many updates, or it was asked to end. */
  readonly reason: 'epochs' | 'patience' | 'max steps' | 'asked';
  /** The best score, and the update after which it was measured; absent where nothing was scored. */
  readonly best?: { readonly score: number; readonly step: number };
}

/** A model that a run leaves. */
export interface FinishedModel {
  readonly folder: string;
  /** On the devel parts that it was chosen by. */
  readonly devel: readonly CorpusScores[];
  /** On the test parts, where they were asked for. */
  readonly test: readonly CorpusScores[];
}

/** A run has come to its end; its models are there. */
export interface DoneEvent extends Omit<FinishedModel, 'folder'> {
  readonly kind: 'done';
  readonly output: string;
  /** The models of stages that have a folder of their own. */
  readonly saved: readonly FinishedModel[];
  readonly seconds: number;
}

/** What a training run tells of itself, in order. */
export type TrainingEvent =
  | ProblemsEvent
  | PlanEvent
  | StageEvent
  | StepEvent
  | EvaluationEvent
  | CheckpointEvent
  | StageEndEvent
  | DoneEvent;
