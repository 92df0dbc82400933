import type { FreezeConfig, OnlyWithMentions, TrainingConfig } from '../train/config/config.ts';
import type { StageOverrides } from '../train/config/method-options.ts';
import type { HeadWay, ScheduleName } from '../train/config/schedules/schedule.ts';

/** A corpus of a study. */
export interface StudyCorpus {
  /** Unique among the study's corpora: the folder's name, or one that the file gives. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Entity types that are learnt, with their heads; all, by their standard names, if not given. */
  readonly heads?: Readonly<Record<string, string>>;
  readonly onlyWithMentions?: OnlyWithMentions;
}

/** How much of a target is learnt from. */
export type StudySize = { readonly sentences: number } | { readonly fraction: number };

/** One or several corpora that are to help. */
export interface StudyAuxiliary {
  readonly name: string;
  readonly corpora: readonly StudyCorpus[];
}

/** A way of training: a schedule (see `src/train/config/schedules`) with settings of its own. */
export interface StudyMethod {
  /** Unique in the study. */
  readonly name: string;
  readonly schedule: ScheduleName;
  readonly heads?: HeadWay;
  readonly best?: number;
  readonly freeze?: Readonly<Record<string, readonly FreezeConfig[]>>;
  /** By the name of a stage, `*` for every stage: in place of the study's. */
  readonly stages: Readonly<Record<string, StageOverrides>>;
}

/** Cells that are left out: those that are as all of what is given says. */
export interface StudyExclusion {
  readonly targets?: readonly string[];
  readonly auxiliaries?: readonly string[];
  readonly methods?: readonly string[];
}

/** A study: every target, at every size, by every method with every auxiliary, with every seed. */
export interface StudySpec {
  readonly name: string;
  /** The file that says so, absolute. */
  readonly file: string;
  /** The folder of the model that every run starts from. */
  readonly base: string;
  readonly targets: readonly StudyCorpus[];
  readonly auxiliaries: readonly StudyAuxiliary[];
  /** The first one needs no auxiliary: gains are over it. */
  readonly methods: readonly StudyMethod[];
  readonly sizes: readonly StudySize[];
  readonly seeds: readonly number[];
  /** At most so many devel sentences of a target. */
  readonly develSentences?: number;
  /** Without a number of threads, whoever runs the study chooses one, and results may differ in their last digits. */
  readonly run: Pick<TrainingConfig, 'device' | 'maxLength'> & Partial<Pick<TrainingConfig, 'threads'>>;
  /** By the name of a stage, `*` for every stage. */
  readonly stages: Readonly<Record<string, StageOverrides>>;
  readonly exclude: readonly StudyExclusion[];
}

/** What identifies a cell for people. */
export interface CellName {
  readonly target: string;
  /** Null for methods without one. */
  readonly auxiliary: string | null;
  readonly method: string;
  readonly size: StudySize;
  readonly seed: number;
}

/** A run that cells wait for, or a cell. */
export interface StudyRun {
  /**
   * SHA-256 of all that determines what comes out: configuration without paths, data and base by the hashes of their
   * contents. Two cells with one key are one run.
   */
  readonly key: string;
  readonly config: TrainingConfig;
  /** Keys of runs whose model this one starts from: a stage that several cells share is trained once. */
  readonly after: readonly string[];
  /** The cells whose result it gives; none for a run that only others wait for. */
  readonly cells: readonly CellName[];
}

/** Precision, recall and F1 in [0, 1], exact match. */
export interface CellScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** What a finished cell gave: a line of the study's `results.jsonl`. */
export interface CellResult extends CellName {
  readonly key: string;
  readonly test: CellScores;
  readonly devel: CellScores;
  /** Of the target that were learnt from. */
  readonly trainSentences: number;
  readonly seconds: number;
  /** ISO 8601, UTC. */
  readonly finished: string;
  readonly version: string;
}
