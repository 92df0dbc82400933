import { GraphBuilder } from '../onnx/builder.ts';
import type { Graph } from '../onnx/graph.ts';
import { addEncoder, type EncoderInputs, type GraphStyle } from './encoder.ts';
import { addHeads } from './heads.ts';
import type { EncoderSpec, HeadSpec, ModelSpec } from './spec.ts';
import type { GraphWeights } from './weights.ts';

/** Names of the graph's inputs; see `EncoderInputs` for what they hold. */
export const inputNames = {
  tokenIds: 'input_ids',
  positionIds: 'position_ids',
  attentionBias: 'attention_bias',
  positions: 'positions',
} as const;

/** Declares what an encoder reads as inputs of a graph. */
export function addEncoderInputs(graph: GraphBuilder): EncoderInputs {
  return {
    tokenIds: graph.input(inputNames.tokenIds, 'int32', ['batch', 'length']),
    positionIds: graph.input(inputNames.positionIds, 'int32', ['batch', 'length']),
    attentionBias: graph.input(inputNames.attentionBias, 'float32', ['batch', 1, 1, 'length']),
    positions: graph.input(inputNames.positions, 'int32', ['positions']),
  };
}

/**
 * A token classifier as a graph from token ids to the logits of some heads.
 * @param weightsOf the model's weights in the graph, as constants or fed.
 */
export function buildClassifier(
  spec: ModelSpec,
  heads: readonly HeadSpec[],
  weightsOf: (graph: GraphBuilder) => GraphWeights,
  style: GraphStyle,
): Graph {
  const graph = new GraphBuilder();
  const weights = weightsOf(graph);
  const hidden = addEncoder(graph, weights, spec.encoder, addEncoderInputs(graph), style);
  addHeads(graph, weights, spec, heads, hidden);
  return graph.build();
}

/** The name of the last hidden states among a graph's outputs. */
export const hiddenName = 'hidden';

/**
 * An encoder as a graph from token ids to the last hidden states of the wanted tokens, float32 [positions, hidden].
 * @param weightsOf the encoder's weights in the graph.
 */
export function buildEncoder(
  spec: EncoderSpec,
  weightsOf: (graph: GraphBuilder) => GraphWeights,
  style: GraphStyle,
): Graph {
  const graph = new GraphBuilder();
  graph.output(addEncoder(graph, weightsOf(graph), spec, addEncoderInputs(graph), style), hiddenName);
  return graph.build();
}
