/** What a run that has not begun would be and take. */
export interface TrainingEstimate {
  readonly method: string;
  /** The output folder, absolute. */
  readonly output: string;
  readonly heads: readonly string[];
  readonly device: string;
  readonly stages: readonly StageEstimate[];
  /** Of all stages with their evaluations, if none ends early. */
  readonly seconds: number;
  /** What a person had better know before the start: types without a name, sentences that were mended, … */
  readonly warnings: readonly string[];
}

/** A stage of an estimate, with the hyper-parameters that hold for it. */
export interface StageEstimate {
  readonly name: string;
  readonly corpora: readonly string[];
  /** Training examples and their tokens, of one epoch. */
  readonly examples: number;
  readonly tokens: number;
  /** The examples of an epoch by corpus, where there are several; those of corpora that share sentences together. */
  readonly drawn?: Readonly<Record<string, number>>;
  readonly epochs: number;
  /** Updates if it does not end early. */
  readonly steps: number;
  readonly learningRate: number;
  /** `16 sentences`, `1024 tokens`. */
  readonly batch: string;
  readonly tokensPerSecond: number;
  /** Of one epoch with its evaluation. */
  readonly secondsPerEpoch: number;
  /** Bytes that it takes and that there are; absent where the device has a memory of its own. */
  readonly memory?: { readonly estimated: number; readonly available: number; readonly cut: boolean };
}
