import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';
import { type HeadNames, linearHeadName, ownHeadNames, pairNames, twoLayerNames } from './layout.ts';
import type { HeadSpec, ModelSpec } from './spec.ts';
import type { GraphWeights } from './weights.ts';

/** The name of a head's logits among a graph's outputs. */
export function logitsName({ name }: HeadSpec): string {
  return `logits:${name}`;
}

/**
 * Adds heads to a graph, each as an output [positions, labels] under {@link logitsName}.
 * @param x the hidden states of the tokens to classify, float32 [positions, hidden].
 */
export function addHeads(
  graph: GraphBuilder,
  weights: GraphWeights,
  spec: ModelSpec,
  heads: readonly HeadSpec[],
  x: Value,
): void {
  const logitsOf = headMaker(graph, weights, spec, x);
  for (const head of heads) graph.output(logitsOf(head));
}

/** What adds a head to a graph and gives its logits, [rows, labels], for hidden states x [rows, hidden]. */
export function headMaker(
  graph: GraphBuilder,
  weights: GraphWeights,
  { kind }: ModelSpec,
  x: Value,
): (head: HeadSpec) => Value {
  return {
    linear: (head: HeadSpec) => weights.linear(x, linearHeadName, logitsName(head)),
    'multi-head': (head: HeadSpec) => addTwoLayers(graph, weights, x, ownHeadNames(head), logitsName(head)),
    'gerbera-pair': pairHeads(graph, weights, x),
  }[kind];
}

/**
 * The logits of a head on its own, as training needs them: [rows, labels].
 * @param x the hidden states of this head's tokens, float32 [rows, hidden].
 */
export function addTrainedHead(
  graph: GraphBuilder,
  weights: GraphWeights,
  kind: ModelSpec['kind'],
  head: HeadSpec,
  x: Value,
): Value {
  if (kind === 'linear') return weights.linear(x, linearHeadName);
  return addTwoLayers(graph, weights, x, twoLayerNames(kind, head));
}

/**
 * The heads of GERBERA's published models (Yin, Kim et al., 2024): two classifiers over one encoder, of which
 * evaluation reads the biomedical one. Their code adds the other's logits for an input of zeros, a constant.
 */
function pairHeads(graph: GraphBuilder, weights: GraphWeights, x: Value): (head: HeadSpec) => Value {
  let bio: Value | undefined;
  const onText = (names: HeadNames, head: string) => addTwoLayers(graph, weights, x, names, `logits:${head}`);
  const bioOnText = () => {
    bio ??= onText(pairNames.bio, 'bio');
    return bio;
  };
  return (head) => {
    if (head.name === 'bio') return bioOnText();
    if (head.name === 'general') return onText(pairNames.general, 'general');
    const { dense, output } = pairNames.general;
    // W · 0 + b is the bias alone.
    const bias = graph.add('Reshape', [weights.get(`${dense}.bias`), graph.integers([1, -1])]);
    const constant = weights.linear(graph.add('Relu', [bias]), output);
    return graph.add('Add', [bioOnText(), constant], undefined, logitsName(head));
  };
}

function addTwoLayers(
  graph: GraphBuilder,
  weights: GraphWeights,
  x: Value,
  { dense, output }: HeadNames,
  name?: string,
): Value {
  return weights.linear(graph.add('Relu', [weights.linear(x, dense)]), output, name);
}
