import type { EncoderFamily, EncoderSpec, HeadSpec, ModelSpec } from './spec.ts';

/** A linear map or a layer normalization in a checkpoint: `<name>.weight` and `<name>.bias`. */
export interface LayerNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly attentionOutput: string;
  readonly attentionNorm: string;
  readonly intermediate: string;
  readonly output: string;
  readonly outputNorm: string;
}

/** Names within a layer, as transformers' modules have them; BERT's are used by RoBERTa and ELECTRA too. */
const bertLayer: LayerNames = {
  query: 'attention.self.query',
  key: 'attention.self.key',
  value: 'attention.self.value',
  attentionOutput: 'attention.output.dense',
  attentionNorm: 'attention.output.LayerNorm',
  intermediate: 'intermediate.dense',
  output: 'output.dense',
  outputNorm: 'output.LayerNorm',
};
const distilbertLayer: LayerNames = {
  query: 'attention.q_lin',
  key: 'attention.k_lin',
  value: 'attention.v_lin',
  attentionOutput: 'attention.out_lin',
  attentionNorm: 'sa_layer_norm',
  intermediate: 'ffn.lin1',
  output: 'ffn.lin2',
  outputNorm: 'output_layer_norm',
};
const layerPlaces: Readonly<Record<EncoderFamily, { readonly stack: string; readonly names: LayerNames }>> = {
  bert: { stack: 'encoder.layer', names: bertLayer },
  roberta: { stack: 'encoder.layer', names: bertLayer },
  electra: { stack: 'encoder.layer', names: bertLayer },
  distilbert: { stack: 'transformer.layer', names: distilbertLayer },
};

/** The names of one encoder layer's maps. */
export function layerNames({ family, prefix }: EncoderSpec, layer: number): LayerNames {
  const { stack, names } = layerPlaces[family];
  const at = (name: string) => `${prefix}${stack}.${layer}.${name}`;
  return {
    query: at(names.query),
    key: at(names.key),
    value: at(names.value),
    attentionOutput: at(names.attentionOutput),
    attentionNorm: at(names.attentionNorm),
    intermediate: at(names.intermediate),
    output: at(names.output),
    outputNorm: at(names.outputNorm),
  };
}

/** The names of a two-layer head's maps: `dense` [hidden, hidden], then `output` [labels, hidden]. */
export interface HeadNames {
  readonly dense: string;
  readonly output: string;
}

/** Heads in GERBERA's published checkpoints; the one ending in `_2` comes first. */
export const pairNames = {
  bio: { dense: 'bio_classifier_2', output: 'bio_classifier' },
  general: { dense: 'gener_classifier_2', output: 'gener_classifier' },
} as const satisfies Readonly<Record<string, HeadNames>>;

/** A head in our own form. */
export function ownHeadNames({ name }: HeadSpec): HeadNames {
  return { dense: `heads.${name}.dense`, output: `heads.${name}.out_proj` };
}

/** A trained head's two maps; `combined` of GERBERA's pair is none, it is computed from the others. */
export function twoLayerNames(kind: Exclude<ModelSpec['kind'], 'linear'>, head: HeadSpec): HeadNames {
  if (kind === 'multi-head') return ownHeadNames(head);
  if (head.name === 'bio' || head.name === 'general') return pairNames[head.name];
  throw new Error(`${head.name} is no trained head of GERBERA's pair`);
}

/** The one map of a Hugging Face token classifier. */
export const linearHeadName = 'classifier';

/** A tensor that a model needs. */
export interface NeededTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Every tensor that a model is made of, in the order of use. */
export function* neededTensors(spec: ModelSpec): Generator<NeededTensor> {
  yield* encoderTensors(spec.encoder);
  for (const head of spec.heads)
    if (head.name !== 'combined' || spec.kind !== 'gerbera-pair') yield* headTensors(spec, head);
}

/** Every tensor of an encoder, in the order of use. */
export function* encoderTensors(encoder: EncoderSpec): Generator<NeededTensor> {
  yield* embeddings(encoder);
  for (let layer = 0; layer < encoder.layers; layer++) yield* encoderLayer(encoder, layer);
}

/** The tensors of a trained head. */
export function* headTensors(
  { encoder, kind }: Pick<ModelSpec, 'encoder' | 'kind'>,
  head: HeadSpec,
): Generator<NeededTensor> {
  const { hidden } = encoder;
  if (kind === 'linear') {
    yield* linear(linearHeadName, head.labels.length, hidden);
    return;
  }
  const names = twoLayerNames(kind, head);
  yield* linear(names.dense, hidden, hidden);
  yield* linear(names.output, head.labels.length, hidden);
}

function* embeddings(encoder: EncoderSpec): Generator<NeededTensor> {
  const { prefix, vocabulary, positions, tokenTypes, embedding, hidden } = encoder;
  const at = `${prefix}embeddings.`;
  yield { name: `${at}word_embeddings.weight`, shape: [vocabulary, embedding] };
  yield { name: `${at}position_embeddings.weight`, shape: [positions, embedding] };
  if (tokenTypes > 0) yield { name: `${at}token_type_embeddings.weight`, shape: [tokenTypes, embedding] };
  yield* norm(`${at}LayerNorm`, embedding);
  if (embedding !== hidden) yield* linear(`${prefix}embeddings_project`, hidden, embedding);
}

function* encoderLayer(encoder: EncoderSpec, layer: number): Generator<NeededTensor> {
  const { hidden, intermediate } = encoder;
  const names = layerNames(encoder, layer);
  for (const name of [names.query, names.key, names.value, names.attentionOutput]) yield* linear(name, hidden, hidden);
  yield* norm(names.attentionNorm, hidden);
  yield* linear(names.intermediate, intermediate, hidden);
  yield* linear(names.output, hidden, intermediate);
  yield* norm(names.outputNorm, hidden);
}

/** The tensors of a linear map. */
export function* linear(name: string, outputs: number, inputs: number): Generator<NeededTensor> {
  yield { name: `${name}.weight`, shape: [outputs, inputs] };
  yield { name: `${name}.bias`, shape: [outputs] };
}

/** The tensors of a layer normalization. */
export function* norm(name: string, size: number): Generator<NeededTensor> {
  yield { name: `${name}.weight`, shape: [size] };
  yield { name: `${name}.bias`, shape: [size] };
}

/** How deep a tensor lies: 0 for the embeddings, n for the encoder's n-th layer, one more than the layers for heads. */
export function depthOf({ family, prefix, layers }: EncoderSpec, name: string): number {
  const stack = `${prefix}${layerPlaces[family].stack}.`;
  if (name.startsWith(stack)) return Number.parseInt(name.slice(stack.length), 10) + 1;
  return name.startsWith(`${prefix}embeddings`) ? 0 : layers + 1;
}
