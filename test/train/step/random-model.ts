import { neededTensors } from '../../../src/model/layout.ts';
import type { EncoderSpec, ModelSpec } from '../../../src/model/spec.ts';
import { defaultOptimizer } from '../../../src/train/optimizer/options.ts';
import { initialWeight } from '../../../src/train/start/initialize.ts';
import type { TrainedModel, TrainingSettings } from '../../../src/train/start/trained-model.ts';

/** A model with random weights, and how it is trained. */
export interface RandomModel {
  readonly encoder: keyof typeof encoders;
  readonly heads: readonly string[];
  /** Of each of dropout's rates. */
  readonly dropout: number;
}

const bert: EncoderSpec = {
  family: 'bert',
  prefix: 'bert.',
  layers: 12,
  hidden: 768,
  attentionHeads: 12,
  intermediate: 3072,
  vocabulary: 30522,
  embedding: 768,
  positions: 512,
  positionOffset: 0,
  tokenTypes: 2,
  layerNormEpsilon: 1e-12,
  activation: 'gelu',
  padId: 0,
};

/** BERT-base, the encoder of the embedded model, and one between them. */
const encoders = {
  base: bert,
  middle: encoderOf(6, 512, 20000),
  default: encoderOf(4, 256, 12288),
};

function encoderOf(layers: number, hidden: number, vocabulary: number): EncoderSpec {
  return {
    ...bert,
    layers,
    hidden,
    attentionHeads: hidden / 64,
    intermediate: 4 * hidden,
    vocabulary,
    embedding: hidden,
  };
}

/** The batches are ids already. */
const unused: TrainedModel['tokenizer'] = {
  vocabularySize: 0,
  specialIds: new Set(),
  maskId: () => 0,
  encodeTexts: () => Promise.reject(new Error('not to be used')),
  opening: [],
  closing: [],
  encodeText: () => Promise.reject(new Error('not to be used')),
  encodeWords: () => Promise.reject(new Error('not to be used')),
  encodeWord: () => Promise.reject(new Error('not to be used')),
  token: () => '',
};

export function randomModel({ encoder, heads }: RandomModel): TrainedModel {
  const spec: ModelSpec = {
    encoder: encoders[encoder],
    kind: 'multi-head',
    heads: heads.map((name) => ({ name, labels: ['O', 'B', 'I'], type: name, shown: true })),
    maxLength: 512,
    bareWords: false,
  };
  const tensors = [...neededTensors(spec)];
  return {
    folder: '',
    name: encoder,
    config: {},
    spec,
    objective: 'heads',
    tokenizer: unused,
    shapes: new Map(tensors.map(({ name, shape }) => [name, shape])),
    weights: new Map(tensors.map((tensor) => [tensor.name, initialWeight(tensor, 1, 0.02)])),
    initialized: [],
  };
}

export function randomSettings({ dropout }: RandomModel): TrainingSettings {
  return {
    dropout: { hidden: dropout, attention: dropout, classifier: dropout },
    labelSmoothing: 0,
    frozenLayers: undefined,
    optimizer: defaultOptimizer,
  };
}
