import { ConfigReader } from './config.ts';
import { readEncoder } from './encoder-config.ts';
import { holdsPair, readHeads, readKind } from './heads-config.ts';
import type { EncoderSpec, InputSpec, ModelSpec } from './spec.ts';

/** What a configuration alone does not tell about a model. */
export interface SpecContext {
  /** The path of `config.json`, for messages. */
  readonly configFile: string;
  /** The names of the checkpoint's tensors. */
  readonly tensors: ReadonlySet<string>;
  /** The longest input that the tokenizer allows, special tokens included. */
  readonly tokenizerLimit: number | undefined;
  /** The entity type of labels without one (`B`, `I`), where the configuration's `gerbera.type` does not tell it. */
  readonly typeName: string | undefined;
}

/**
 * What a model's `config.json` describes.
 * @throws UserError naming the file and what is missing, wrong or not supported.
 */
export function parseSpec(values: Readonly<Record<string, unknown>>, context: SpecContext): ModelSpec {
  const config = new ConfigReader(context.configFile, values);
  const kind = readKind(config, context.tensors);
  const { encoder, maxLength, bareWords } = readInput(config, context);
  return { encoder, kind, heads: readHeads(config, kind, context.typeName), maxLength, bareWords };
}

/**
 * What a `config.json` describes below the heads, whatever these are.
 * @throws UserError naming the file and what is missing, wrong or not supported.
 */
export function readInput(
  config: ConfigReader,
  { tensors, tokenizerLimit }: Pick<SpecContext, 'tensors' | 'tokenizerLimit'>,
): InputSpec {
  const encoder = readEncoder(config, tensors);
  return {
    encoder,
    maxLength: longestInput(config, encoder, tokenizerLimit),
    bareWords: holdsPair(tensors) || config.object('gerbera')?.value('bare_words') === true,
  };
}

/**
 * The longest input in tokens that position embeddings, tokenizer and training allow.
 * @param trained the longest input in training; `gerbera.max_length` in `config.json` tells it unless given.
 */
export function longestInput(
  config: ConfigReader,
  { positions, positionOffset }: EncoderSpec,
  tokenizerLimit: number | undefined,
  trained?: number,
): number {
  const room = positions - positionOffset;
  const own = trained ?? config.object('gerbera')?.integer(['max_length'], room, 3) ?? room;
  return Math.min(room, own, tokenizerLimit ?? room);
}
