import { bertShapes, distilbertShapes, linear, size } from './shapes.ts';
import { randomTensors, type TinyModel, tinyVocabulary } from './tiny.ts';

export const labels = ['O', 'B-Disease', 'I-Disease', 'B-Gene', 'I-Gene'];

const id2label = Object.fromEntries(labels.map((label, id) => [id, label]));

/** What the configurations of BERT-like encoders share. */
const common = {
  vocab_size: tinyVocabulary,
  hidden_size: size.hidden,
  num_hidden_layers: size.layers,
  num_attention_heads: size.heads,
  intermediate_size: size.inner,
  max_position_embeddings: size.positions,
  type_vocab_size: 2,
  layer_norm_eps: 1e-12,
  hidden_act: 'gelu',
  pad_token_id: 0,
  id2label,
};

type Overrides = Readonly<Record<string, unknown>>;

const classifier = linear('classifier', labels.length, size.hidden);

/** A BERT token classifier of two layers, random and the same on every run. */
export function bertModel(overrides: Overrides = {}): TinyModel {
  return {
    config: { model_type: 'bert', architectures: ['BertForTokenClassification'], ...common, ...overrides },
    tensors: randomTensors({ ...bertShapes('bert.', tinyVocabulary, 2), ...classifier }),
  };
}

export function robertaModel(overrides: Overrides = {}): TinyModel {
  const own = { type_vocab_size: 1, pad_token_id: 1, layer_norm_eps: 1e-5 };
  return {
    config: {
      model_type: 'roberta',
      architectures: ['RobertaForTokenClassification'],
      ...common,
      ...own,
      ...overrides,
    },
    tensors: randomTensors({ ...bertShapes('roberta.', tinyVocabulary, 1), ...classifier }),
  };
}

/** @param embedding the width of its embeddings; other than the hidden size, they are projected. */
export function electraModel(embedding: number, overrides: Overrides = {}): TinyModel {
  const own = { embedding_size: embedding };
  return {
    config: {
      model_type: 'electra',
      architectures: ['ElectraForTokenClassification'],
      ...common,
      ...own,
      ...overrides,
    },
    tensors: randomTensors({ ...bertShapes('electra.', tinyVocabulary, 2, embedding), ...classifier }),
  };
}

export function distilbertModel(overrides: Overrides = {}): TinyModel {
  return {
    config: {
      model_type: 'distilbert',
      architectures: ['DistilBertForTokenClassification'],
      vocab_size: tinyVocabulary,
      dim: size.hidden,
      n_layers: size.layers,
      n_heads: size.heads,
      hidden_dim: size.inner,
      max_position_embeddings: size.positions,
      activation: 'gelu',
      pad_token_id: 0,
      id2label,
      ...overrides,
    },
    tensors: randomTensors({ ...distilbertShapes(tinyVocabulary), ...classifier }),
  };
}

/** A model of our own form, with a head for each name. */
export function multiHeadModel(heads: readonly string[], overrides: Overrides = {}): TinyModel {
  const { id2label: _, ...config } = bertModel().config;
  const shapes = heads.map((head) => ({
    ...linear(`heads.${head}.dense`, size.hidden, size.hidden),
    ...linear(`heads.${head}.out_proj`, 3, size.hidden),
  }));
  return {
    config: {
      ...config,
      architectures: ['GerberaForTokenClassification'],
      gerbera: { labels: ['O', 'B', 'I'], heads, max_length: 20 },
      ...overrides,
    },
    tensors: randomTensors(Object.assign(bertShapes('bert.', tinyVocabulary, 2), ...shapes)),
  };
}

/** A model as GERBERA's authors publish it, with the classifier that nothing trained. */
export function pairModel(overrides: Overrides = {}): TinyModel {
  return {
    config: {
      ...bertModel().config,
      architectures: ['BERTMultiNER2'],
      id2label: { 0: 'B', 1: 'I', 2: 'O' },
      ...overrides,
    },
    tensors: randomTensors({
      ...bertShapes('bert.', tinyVocabulary, 2),
      ...linear('bert.pooler.dense', size.hidden, size.hidden),
      ...linear('classifier', 3, size.hidden),
      ...linear('bio_classifier', 3, size.hidden),
      ...linear('bio_classifier_2', size.hidden, size.hidden),
      ...linear('gener_classifier', 3, size.hidden),
      ...linear('gener_classifier_2', size.hidden, size.hidden),
    }),
  };
}
