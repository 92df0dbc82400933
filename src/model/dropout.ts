import type { Value } from '../onnx/graph.ts';
import type { ConfigReader } from './config.ts';
import type { EncoderFamily } from './spec.ts';

/** A place in a model where values are dropped in training. */
export interface DropoutSite {
  /** Unique in the model. */
  readonly name: string;
  /** Which of the model's rates it has. */
  readonly rate: keyof DropoutRates;
  /**
   * The shape of what is dropped: [batch · length, width], [positions, width] or, of attention's shares,
   * [batch, heads, length, length].
   */
  readonly rows: 'tokens' | 'positions' | 'attention';
  /** The width of a row, or the number of attention heads. */
  readonly width: number;
}

/**
 * Dropout (Srivastava et al., 2014): each value of `x` is zero with the rate's probability and scaled up by
 * 1 / (1 - rate) otherwise.
 */
export type Dropout = (x: Value, site: DropoutSite) => Value;

/** Probabilities that a value is dropped, from 0 (no dropout) to below 1. */
export interface DropoutRates {
  /** After the embeddings and after the dense layers that end attention and feed-forward blocks. */
  readonly hidden: number;
  /** Of the shares that attention gives to tokens. */
  readonly attention: number;
  /** Of the last hidden states, before the heads. */
  readonly classifier: number;
}

/** The rates of a `config.json`, with the defaults of transformers. */
export function readDropoutRates(config: ConfigReader, family: EncoderFamily): DropoutRates {
  const distilled = family === 'distilbert';
  const hidden = config.rate(distilled ? 'dropout' : 'hidden_dropout_prob', 0.1);
  return {
    hidden,
    attention: config.rate(distilled ? 'attention_dropout' : 'attention_probs_dropout_prob', 0.1),
    classifier: config.rate('classifier_dropout', hidden),
  };
}
