import { quoted } from '../core/quote.ts';
import type { ConfigReader } from './config.ts';
import type { EncoderFamily, EncoderSpec } from './spec.ts';

/** How the `config.json` of a family differs from BERT's: other keys and other defaults, as transformers has them. */
interface Family {
  readonly family: EncoderFamily;
  readonly prefix: string;
  readonly vocabulary: number;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediate: number;
  readonly padId: number;
}

const bert: Family = {
  family: 'bert',
  prefix: 'bert.',
  vocabulary: 30522,
  hidden: 768,
  layers: 12,
  heads: 12,
  intermediate: 3072,
  padId: 0,
};
const roberta: Family = { ...bert, family: 'roberta', prefix: 'roberta.', vocabulary: 50265, padId: 1 };
const distilbert: Family = { ...bert, family: 'distilbert', prefix: 'distilbert.', layers: 6 };
const electra: Family = {
  ...bert,
  family: 'electra',
  prefix: 'electra.',
  hidden: 256,
  heads: 4,
  intermediate: 1024,
};

/** The families by `model_type`; XLM-RoBERTa and CamemBERT are RoBERTa with other vocabularies. */
const families: ReadonlyMap<string, Family> = new Map([
  ['bert', bert],
  ['roberta', roberta],
  ['xlm-roberta', { ...roberta, vocabulary: 30522 }],
  ['camembert', { ...roberta, vocabulary: 30522 }],
  ['distilbert', distilbert],
  ['electra', electra],
]);

/** Names of activation functions in transformers, by the function. */
const activations: ReadonlyMap<string, EncoderSpec['activation']> = new Map([
  ['gelu', 'gelu'],
  ['gelu_python', 'gelu'],
  ['gelu_new', 'gelu_new'],
  ['gelu_fast', 'gelu_new'],
  ['gelu_pytorch_tanh', 'gelu_new'],
  ['relu', 'relu'],
  ['silu', 'silu'],
  ['swish', 'silu'],
]);

/**
 * The encoder that a `config.json` describes.
 * @param tensors the checkpoint's names; they tell the family where `model_type` is absent.
 * @throws UserError naming the key that is missing, wrong or not supported.
 */
export function readEncoder(config: ConfigReader, tensors: ReadonlySet<string>): EncoderSpec {
  const family = readFamily(config, tensors);
  refuseVariants(config);

  const hidden = config.integer(['hidden_size', 'dim'], family.hidden, 1);
  const attentionHeads = config.integer(['num_attention_heads', 'n_heads'], family.heads, 1);
  if (hidden % attentionHeads !== 0) {
    throw config.error(`"hidden_size" ${hidden} cannot be divided among ${attentionHeads} attention heads`);
  }
  const padId = config.integer(['pad_token_id'], family.padId, 0);
  const positionOffset = family.family === 'roberta' ? padId + 1 : 0;
  return {
    family: family.family,
    prefix: family.prefix,
    layers: config.integer(['num_hidden_layers', 'n_layers'], family.layers, 1),
    hidden,
    attentionHeads,
    intermediate: config.integer(['intermediate_size', 'hidden_dim'], family.intermediate, 1),
    vocabulary: config.integer(['vocab_size'], family.vocabulary, 1),
    embedding: family.family === 'electra' ? config.integer(['embedding_size'], 128, 1) : hidden,
    positions: config.integer(['max_position_embeddings'], 512, positionOffset + 3),
    positionOffset,
    tokenTypes: family.family === 'distilbert' ? 0 : config.integer(['type_vocab_size'], 2, 1),
    layerNormEpsilon: family.family === 'distilbert' ? 1e-12 : config.positive('layer_norm_eps', 1e-12),
    activation: readActivation(config),
    padId,
  };
}

function readFamily(config: ConfigReader, tensors: ReadonlySet<string>): Family {
  const known = [...families.keys()].join(', ');
  const modelType = config.string(['model_type']);
  if (modelType !== undefined) {
    const family = families.get(modelType);
    if (family) return family;
    throw config.error(`"model_type" ${quoted(modelType)} is not supported; these are: ${known}`);
  }
  for (const family of families.values()) {
    if (tensors.has(`${family.prefix}embeddings.word_embeddings.weight`)) return family;
  }
  throw config.error(`"model_type" is missing and the tensors are of no supported family (${known})`);
}

function readActivation(config: ConfigReader): EncoderSpec['activation'] {
  const name = config.string(['hidden_act', 'activation']) ?? 'gelu';
  const activation = activations.get(name);
  if (activation) return activation;
  throw config.error(
    `the activation ${quoted(name)} is not supported; these are: ${[...activations.keys()].join(', ')}`,
  );
}

/** Refuses what would change the computation and is not built here. */
function refuseVariants(config: ConfigReader): void {
  const positions = config.string(['position_embedding_type']) ?? 'absolute';
  if (positions !== 'absolute') {
    throw config.error(`"position_embedding_type" ${quoted(positions)} is not supported; "absolute" is`);
  }
  for (const key of ['is_decoder', 'add_cross_attention', 'is_encoder_decoder']) {
    const value = config.value(key) ?? false;
    if (value !== false) throw config.error(`"${key}" is ${JSON.stringify(value)}; only encoders are supported`);
  }
  if (config.value('quantization_config') !== undefined) {
    throw config.error('"quantization_config": quantized checkpoints are not supported; use the original weights');
  }
}
