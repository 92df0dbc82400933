import type { TokenClassifier } from '../../model/classifier.ts';
import type { ModelSpec } from '../../model/spec.ts';
import type { LoadedTokenizer } from '../../tokenizer/native.ts';
import type { StageConfig } from '../config/config.ts';
import type { Epoch } from '../data/batches.ts';
import type { BatchSize } from '../data/plan.ts';
import type { CorpusScores, ProblemsEvent } from '../events.ts';
import type { TrainingStep } from '../step/step.ts';

/** What examples depend on. */
export interface Reader {
  readonly spec: ModelSpec;
  readonly tokenizer: LoadedTokenizer;
}

/** What a stage learns from and is scored on. */
export interface StageData {
  /** What is drawn from, by the ids of corpora; of several (`a + b`) where they share their sentences. None for text. */
  readonly sets?: readonly string[];
  /** The batches of an epoch, from 0. */
  epoch(epoch: number): Epoch;
  /** Scores what is held out; undefined where nothing is. */
  readonly evaluate?: (step: TrainingStep, signal: AbortSignal | undefined) => Promise<Evaluation>;
  /** How long `evaluate` takes, in seconds, by a sample; there where it is. */
  readonly evaluationSeconds?: (step: TrainingStep, signal: AbortSignal | undefined) => Promise<number>;
}

/** What a model is worth. */
export interface Evaluation {
  /** Scores on the devel parts that the stage selects by. */
  readonly corpora: readonly CorpusScores[];
  /** Mean cross-entropy of hidden tokens of held-out text, in nats; for masked language modelling alone. */
  readonly loss?: number;
  /** What is maximised: the mean F1 of the corpora, or the loss with its sign changed. */
  readonly score: number;
}

/** What a run reads before it starts, apart from its base. */
export interface RunData {
  /** The heads that it trains, in their order; none for masked language modelling. */
  readonly heads: readonly string[];
  /** Every file, with what identifies its contents. */
  readonly files: readonly DataFile[];
  /** Corpora with which something is wrong that could be mended or left out. */
  readonly problems: readonly ProblemsEvent[];
  /** What else a person had better know of the data before it is trained on, a line each. */
  readonly warnings: readonly string[];
  /** @throws UserError if a stage cannot be trained on what there is. */
  stage(stage: StageConfig, reader: Reader): Promise<StageData>;
  /** Scores on the test parts of corpora. */
  test(classifier: TokenClassifier, corpora: readonly string[]): Promise<readonly CorpusScores[]>;
}

/** A file that was trained, selected or scored on, or a model's that training started from. */
export interface DataFile {
  /** The corpus, the text's path, or the model's folder. */
  readonly id: string;
  /** `train`, `devel`, `test`, `text`, or the name of a model's file. */
  readonly part: string;
  readonly file: string;
  readonly sha256: string;
  readonly sentences?: number;
  readonly documents?: number;
  readonly mentions?: Readonly<Record<string, number>>;
}

/** The size of a stage's batches in examples, which are windows of sentences or of text. */
export function batchSize({ batch }: StageConfig): BatchSize {
  if ('tokens' in batch) return batch;
  const { sentences: examples, ...how } = batch;
  return { examples, ...how };
}
