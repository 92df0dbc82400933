import { addEncoder } from '../../model/encoder.ts';
import { masked } from '../../model/feeds.ts';
import { headMaker } from '../../model/heads.ts';
import type { EncoderSpec, HeadSpec, ModelSpec } from '../../model/spec.ts';
import { GraphWeights } from '../../model/weights.ts';
import { GraphBuilder } from '../../onnx/builder.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import { elementTypes } from '../../onnx/tensor.ts';

/** What the graphs of token classifiers call their inputs, in transformers and optimum. */
export const inputNames = {
  ids: 'input_ids',
  mask: 'attention_mask',
  types: 'token_type_ids',
} as const;

/** The name of a head's logits: `logits` where it is the only one, as optimum has it. */
export function outputName(head: HeadSpec, heads: readonly HeadSpec[]): string {
  return heads.length === 1 ? 'logits' : `logits.${head.name}`;
}

/** The inputs of a model's graph, in order: those that its tokenizer gives in transformers. */
export function inputsOf({ family }: EncoderSpec): readonly string[] {
  const { ids, mask, types } = inputNames;
  return family === 'bert' || family === 'electra' ? [ids, mask, types] : [ids, mask];
}

/**
 * A token classifier as a graph for other programs: int64 inputs [batch, length] with the names of transformers, standard
 * operations alone, and float32 logits [batch, length, labels] of each head.
 * @param place puts a weight into the graph.
 */
export function portableGraph(
  spec: ModelSpec,
  heads: readonly HeadSpec[],
  place: (graph: GraphBuilder, name: string) => Value,
): Graph {
  const graph = new GraphBuilder();
  const weights = new GraphWeights(graph, (name) => place(graph, name));
  const input = (name: string) => graph.input(name, 'int64', ['batch', 'length']);
  const [tokenIds, mask] = [input(inputNames.ids), input(inputNames.mask)];
  const types = inputsOf(spec.encoder).includes(inputNames.types) ? input(inputNames.types) : undefined;
  const hidden = addEncoder(
    graph,
    weights,
    spec.encoder,
    {
      tokenIds,
      positionIds: addPositionIds(graph, tokenIds, spec.encoder),
      attentionBias: addAttentionBias(graph, mask),
      ...(types === undefined ? {} : { tokenTypeIds: types }),
    },
    { fusedScores: false },
  );
  const logitsOf = headMaker(graph, weights, spec, hidden);
  const rows = graph.add('Shape', [tokenIds]);
  for (const head of heads) {
    const shape = graph.add('Concat', [rows, graph.integers([head.labels.length])], { axis: 0 });
    graph.output(graph.add('Reshape', [logitsOf(head), shape], {}, outputName(head, heads)));
  }
  return graph.build();
}

/** A token's index or, for RoBERTa, the number of tokens so far that are not padding, plus the padding token's id. */
function addPositionIds(graph: GraphBuilder, ids: Value, { family, padId }: EncoderSpec): Value {
  const [one, zero, along] = [graph.integers([1]), graph.integers([0]), graph.int32s([1])];
  if (family !== 'roberta') {
    const ones = graph.add('Expand', [one, graph.add('Shape', [ids])]);
    return graph.add('Sub', [graph.add('CumSum', [ones, along]), one]);
  }
  const pad = graph.integers([padId]);
  const [above, below] = [graph.add('GreaterOrEqual', [ids, pad]), graph.add('GreaterOrEqual', [pad, ids])];
  const kept = graph.add('Where', [above, graph.add('Where', [below, zero, one]), one]);
  return graph.add('Add', [graph.add('Mul', [graph.add('CumSum', [kept, along]), kept]), pad]);
}

/** 0 for a token and a very negative number for padding, float32 [batch, 1, 1, length]. */
function addAttentionBias(graph: GraphBuilder, mask: Value): Value {
  const kept = graph.add('Cast', [mask], { to: elementTypes.float32 });
  const bias = graph.add('Mul', [graph.add('Sub', [graph.floats([1]), kept]), graph.floats([masked])]);
  return graph.add('Reshape', [bias, graph.integers([0, 1, 1, -1])]);
}
