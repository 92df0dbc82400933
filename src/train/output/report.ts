import type { TrainingConfig } from '../config/config.ts';
import type { CorpusScores } from '../events.ts';
import type { DataFile } from '../sources/stage-data.ts';
import type { StageResult } from '../state.ts';

/** What `run.json` holds: all that is needed to do a run again, and what came out. */
export interface RunReport {
  /** The model's, which is its folder's. */
  readonly name: string;
  readonly gerbera: string;
  /** Of the product's source; absent where it was not built from a checkout of git. */
  readonly commit?: string;
  readonly onnxruntime: string;
  readonly node: string;
  readonly platform: string;
  /** When, in ISO 8601. */
  readonly started: string;
  readonly finished: string;
  /** Spent on updates. */
  readonly seconds: number;
  /** To be run again with `gerbera train --config`. */
  readonly config: TrainingConfig;
  /** Every file that was read, with its hash: corpora or text, and the models that stages start from. */
  readonly data: readonly DataFile[];
  readonly heads: readonly string[];
  /** Weights, counted one by one. */
  readonly parameters: number;
  readonly model: {
    readonly file: string;
    readonly sha256: string;
    /** The stages that its weights have gone through, first to last. */
    readonly stages: readonly string[];
  };
  /** Of the whole run. */
  readonly stages: readonly StageResult[];
  /** Of this model, on the devel parts that it was chosen by. */
  readonly devel: readonly CorpusScores[];
  /** On the test parts; empty unless they were asked for. */
  readonly test: readonly CorpusScores[];
}
