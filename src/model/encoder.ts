import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';
import type { Dropout } from './dropout.ts';
import { layerNames } from './layout.ts';
import type { EncoderSpec } from './spec.ts';
import type { GraphWeights } from './weights.ts';

/** What an encoder reads, in a batch of `batch` rows of `length` tokens. */
export interface EncoderInputs {
  /** int32 or int64 [batch, length]. */
  readonly tokenIds: Value;
  /** int32 or int64 [batch, length]: rows of the position embeddings. */
  readonly positionIds: Value;
  /** float32 [batch, 1, 1, length], added to attention scores: 0 for a token, a very negative number for padding. */
  readonly attentionBias: Value;
  /** int32 [positions]: flat indices of the tokens whose hidden states are wanted; all if not given. */
  readonly positions?: Value;
  /** int64 [batch, length]: the segment of each token, where there are such embeddings; the first if not given. */
  readonly tokenTypeIds?: Value;
}

/** How the graph is made for a device. */
export interface GraphStyle {
  /**
   * Whether attention scores are one operation of onnxruntime's own, which saves a transposition and a
   * multiplication: a few per cent on the CPU. On WebGPU it would fall back to the CPU.
   */
  readonly fusedScores: boolean;
}

/**
 * The encoder of BERT (Devlin et al., 2019, arXiv 1810.04805) and its relatives: RoBERTa (1907.11692) and DistilBERT
 * (1910.01108) differ in positions and names, ELECTRA (2003.10555) may have narrower embeddings.
 * @param drop what dropout does at each of its sites; nothing in use.
 * @returns the last hidden states of the wanted tokens, float32 [positions, hidden], or of all [batch · length, hidden]. Nothing mixes tokens after the
 *   last layer's attention, so what follows it is computed for these alone.
 */
export function addEncoder(
  graph: GraphBuilder,
  weights: GraphWeights,
  spec: EncoderSpec,
  inputs: EncoderInputs,
  style: GraphStyle,
  drop: Dropout = (x) => x,
): Value {
  const [attentionHeads, width] = [spec.attentionHeads, spec.hidden / spec.attentionHeads];
  const batchAndLength = graph.add('Shape', [inputs.tokenIds]);
  const byHead = graph.add('Concat', [batchAndLength, graph.integers([attentionHeads, width])], { axis: 0 });

  let x = addEmbeddings(graph, weights, spec, inputs, drop);
  for (let layer = 0; layer < spec.layers; layer++) {
    const names = layerNames(spec, layer);
    const split = (value: Value) => graph.add('Reshape', [value, byHead]);
    const query = split(weights.linear(x, names.query));
    const key = split(weights.linear(x, names.key));
    const value = split(weights.linear(x, names.value));
    const dropShares = (shares: Value) =>
      drop(shares, { name: `${layer}.attention`, rate: 'attention', rows: 'attention', width: attentionHeads });
    let context = addAttention(graph, { query, key, value }, inputs.attentionBias, spec, style, dropShares);
    const last = layer === spec.layers - 1;
    const dropRows = (values: Value, place: string) =>
      drop(values, {
        name: `${layer}.${place}`,
        rate: 'hidden',
        rows: last ? 'positions' : 'tokens',
        width: spec.hidden,
      });
    if (last && inputs.positions !== undefined) {
      context = graph.add('Gather', [context, inputs.positions], { axis: 0 });
      x = graph.add('Gather', [x, inputs.positions], { axis: 0 });
    }
    const mixed = weights.linear(context, names.attentionOutput);
    // DistilBERT alone drops nothing here.
    const kept = spec.family === 'distilbert' ? mixed : dropRows(mixed, 'attention.output');
    const y = weights.layerNorm(graph.add('Add', [kept, x]), names.attentionNorm, spec.layerNormEpsilon);
    const inner = addActivation(graph, weights.linear(y, names.intermediate), spec.activation);
    const fed = dropRows(weights.linear(inner, names.output), 'output');
    x = weights.layerNorm(graph.add('Add', [fed, y]), names.outputNorm, spec.layerNormEpsilon);
  }
  return x;
}

/** Token, position and, where there are any, type embeddings (every token is of type 0): [batch · length, hidden]. */
function addEmbeddings(
  graph: GraphBuilder,
  weights: GraphWeights,
  spec: EncoderSpec,
  { tokenIds, positionIds, tokenTypeIds }: EncoderInputs,
  drop: Dropout,
): Value {
  const at = `${spec.prefix}embeddings.`;
  let places = weights.get(`${at}position_embeddings.weight`);
  const types = spec.tokenTypes > 0 ? weights.get(`${at}token_type_embeddings.weight`) : undefined;
  if (types && !tokenTypeIds) {
    // Both are constants, so onnxruntime adds them once, when it loads the model.
    places = graph.add('Add', [places, graph.add('Gather', [types, graph.integers([0])], { axis: 0 })]);
  }
  const tokens = graph.add('Gather', [weights.get(`${at}word_embeddings.weight`), tokenIds], { axis: 0 });
  let sum = graph.add('Add', [tokens, graph.add('Gather', [places, positionIds], { axis: 0 })]);
  if (types && tokenTypeIds) sum = graph.add('Add', [sum, graph.add('Gather', [types, tokenTypeIds], { axis: 0 })]);
  const normal = weights.layerNorm(sum, `${at}LayerNorm`, spec.layerNormEpsilon);
  const rows = graph.add('Reshape', [normal, graph.integers([-1, spec.embedding])]);
  const flat = drop(rows, { name: 'embeddings', rate: 'hidden', rows: 'tokens', width: spec.embedding });
  return spec.embedding === spec.hidden ? flat : weights.linear(flat, `${spec.prefix}embeddings_project`);
}

interface Projections {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
}

/**
 * Scaled dot-product attention (Vaswani et al., 2017, equation 1): softmax(q kᵀ / √width + bias) v.
 * @param projections each [batch, length, heads, width].
 * @returns the contexts, [batch · length, hidden].
 */
function addAttention(
  graph: GraphBuilder,
  { query, key, value }: Projections,
  bias: Value,
  { hidden, attentionHeads }: EncoderSpec,
  { fusedScores }: GraphStyle,
  dropShares: (shares: Value) => Value,
): Value {
  const scale = 1 / Math.sqrt(hidden / attentionHeads);
  const headsFirst = (x: Value) => graph.add('Transpose', [x], { perm: [0, 2, 1, 3] });
  const q = headsFirst(query);
  let scores: Value;
  if (fusedScores) {
    scores = graph.add('FusedMatMul', [q, headsFirst(key)], { transB: 1, alpha: scale });
  } else {
    const product = graph.add('MatMul', [q, graph.add('Transpose', [key], { perm: [0, 2, 3, 1] })]);
    scores = graph.add('Mul', [product, graph.floats([scale])]);
  }
  const shares = graph.add('Softmax', [graph.add('Add', [scores, bias])], { axis: -1 });
  const contexts = headsFirst(graph.add('MatMul', [dropShares(shares), headsFirst(value)]));
  return graph.add('Reshape', [contexts, graph.integers([-1, hidden])]);
}

/** GELU (Hendrycks & Gimpel, 2016, arXiv 1606.08415), exact or by tanh; ReLU; SiLU, x · σ(x). */
export function addActivation(graph: GraphBuilder, x: Value, activation: EncoderSpec['activation']): Value {
  switch (activation) {
    case 'gelu':
      return graph.add('Gelu', [x], { approximate: 'none' });
    case 'gelu_new':
      return graph.add('Gelu', [x], { approximate: 'tanh' });
    case 'relu':
      return graph.add('Relu', [x]);
    case 'silu':
      return graph.add('Mul', [x, graph.add('Sigmoid', [x])]);
  }
}
