/** The encoder families that can be built as a graph. */
export type EncoderFamily = 'bert' | 'roberta' | 'distilbert' | 'electra';

/** The shape of an encoder, in the terms of Hugging Face's `config.json`. */
export interface EncoderSpec {
  readonly family: EncoderFamily;
  /** Prefix of the encoder's tensors in the checkpoint, with its dot (`bert.`, `roberta.`, …). */
  readonly prefix: string;
  readonly layers: number;
  readonly hidden: number;
  readonly attentionHeads: number;
  readonly intermediate: number;
  readonly vocabulary: number;
  /** Width of the token embeddings; differs from `hidden` in small ELECTRA models. */
  readonly embedding: number;
  readonly positions: number;
  /** What is added to a token's index to get its position id (2 for RoBERTa: padding_idx + 1). */
  readonly positionOffset: number;
  /** 0 where the family has no token-type embeddings (DistilBERT). */
  readonly tokenTypes: number;
  readonly layerNormEpsilon: number;
  readonly activation: 'gelu' | 'gelu_new' | 'relu' | 'silu';
  readonly padId: number;
}

/** One classifier over a token's hidden state. */
export interface HeadSpec {
  /**
   * `Gene` in our own form; `classifier` for a Hugging Face token classifier. In GERBERA's pair `combined` is what its
   * evaluation reads, the sum of `bio` on the text and the general head's constant; `bio` and `general` are each on the
   * text.
   */
  readonly name: string;
  /** The label of each output, in order, BIO or IOBES: `B`, `I`, `O` or `B-Disease`, …. */
  readonly labels: readonly string[];
  /** The entity type of labels without a type of their own. */
  readonly type: string;
  /** False for the general-domain head, which is trained but not shown, and for the parts of GERBERA's pair. */
  readonly shown: boolean;
}

/** An encoder and what is put into it. */
export interface InputSpec {
  readonly encoder: EncoderSpec;
  /** The longest input in tokens, special tokens included. */
  readonly maxLength: number;
  /** Whether words are tokenized without a prefix space, as the published GERBERA code does. */
  readonly bareWords: boolean;
}

/** Everything about a model that its `config.json` tells. */
export interface ModelSpec extends InputSpec {
  readonly kind: 'linear' | 'gerbera-pair' | 'multi-head';
  readonly heads: readonly HeadSpec[];
}
