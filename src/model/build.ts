import { type Graph, GraphBuilder } from '../onnx/graph.ts';
import { addEncoder, type GraphStyle } from './encoder.ts';
import { addHeads } from './heads.ts';
import type { HeadSpec, ModelSpec } from './spec.ts';
import type { WeightStore } from './weight-store.ts';
import { GraphWeights } from './weights.ts';

/** Names of the graph's inputs; see `EncoderInputs` for what they hold. */
export const inputNames = {
  tokenIds: 'input_ids',
  positionIds: 'position_ids',
  attentionBias: 'attention_bias',
  positions: 'positions',
} as const;

/** A token classifier as a graph from token ids to the logits of some heads. */
export function buildClassifier(
  spec: ModelSpec,
  heads: readonly HeadSpec[],
  store: WeightStore,
  style: GraphStyle,
): Graph {
  const graph = new GraphBuilder();
  const inputs = {
    tokenIds: graph.input(inputNames.tokenIds, 'int32', ['batch', 'length']),
    positionIds: graph.input(inputNames.positionIds, 'int32', ['batch', 'length']),
    attentionBias: graph.input(inputNames.attentionBias, 'float32', ['batch', 1, 1, 'length']),
    positions: graph.input(inputNames.positions, 'int32', ['positions']),
  };
  const weights = new GraphWeights(graph, store);
  const hidden = addEncoder(graph, weights, spec.encoder, inputs, style);
  addHeads(graph, weights, spec, heads, hidden);
  return graph.build();
}
