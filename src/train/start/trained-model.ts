import type { DropoutRates } from '../../model/dropout.ts';
import type { ModelSpec } from '../../model/spec.ts';
import type { LoadedTokenizer } from '../../tokenizer/native.ts';
import type { OptimizerOptions } from '../optimizer/options.ts';

/** What a model learns: to label words by its heads, or to fill in masked tokens. */
export type Objective = 'heads' | 'masked-language-model';

/** A model at the start of training. */
export interface TrainedModel {
  /** Where its base lies, and a short name for people. */
  readonly folder: string;
  readonly name: string;
  /** The base's `config.json`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Its heads are those to train; none for masked language modelling. */
  readonly spec: ModelSpec;
  readonly objective: Objective;
  readonly tokenizer: LoadedTokenizer;
  /** Every weight that it is made of, in the order of use. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** The weights at the start, row-major; the model's own, to be changed in place. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** The weights that the base does not have and that were drawn at random, in the order of use. */
  readonly initialized: readonly string[];
}

/** How a model is trained, apart from its data and the learning rate. */
export interface TrainingSettings {
  readonly dropout: DropoutRates;
  /**
   * The share ε of the target that goes to all labels alike (Szegedy et al., 2016, arXiv 1512.00567), as `torch.nn`'s
   * cross-entropy counts it; 0 for none.
   */
  readonly labelSmoothing: number;
  /** Freezes the embeddings and this many layers above them; nothing is frozen if undefined. */
  readonly frozenLayers: number | undefined;
  readonly optimizer: OptimizerOptions;
}
