import type { GraphBuilder } from '../../onnx/builder.ts';
import type { Value } from '../../onnx/graph.ts';

/**
 * The summed cross-entropy of rows of logits, in nats: Σ -log softmax(z)[label]. With label smoothing ε (Szegedy et
 * al., 2016, section 7) the label has 1 - ε of the target and all classes share ε: of a row it is
 * -(1 - ε) log p[label] - ε/C Σ log p.
 * @param logits float32 [rows, classes].
 * @param labels int32 [rows]; -1 for a row that does not count.
 * @param style `logSoftmax`: whether there is one operation for the logarithm of a softmax.
 * @returns a scalar.
 */
export function addCrossEntropy(
  graph: GraphBuilder,
  logits: Value,
  labels: Value,
  labelSmoothing: number,
  { logSoftmax }: { readonly logSoftmax: boolean },
): Value {
  const log = logSoftmax ? graph.add('LogSoftmax', [logits], { axis: -1 }) : addLogOfSoftmax(graph, logits);
  const column = graph.add('Reshape', [labels, graph.integers([-1, 1])]);
  // -1 is the last class; it is not counted.
  const counted = graph.add('Cast', [graph.add('GreaterOrEqual', [column, graph.int32s([0])])], { to: 1 });
  let gained = graph.add('GatherElements', [log, column], { axis: 1 });
  if (labelSmoothing > 0) {
    const shared = graph.add('ReduceMean', [log, graph.integers([1])], { keepdims: 1 });
    gained = graph.add('Add', [
      graph.add('Mul', [gained, graph.floats([1 - labelSmoothing])]),
      graph.add('Mul', [shared, graph.floats([labelSmoothing])]),
    ]);
  }
  const sum = graph.add('ReduceSum', [graph.add('Mul', [gained, counted]), graph.integers([0, 1])], { keepdims: 0 });
  return graph.add('Neg', [sum]);
}

/** Two operations; what is too small for float32 becomes the smallest normal number, whose logarithm is finite. */
function addLogOfSoftmax(graph: GraphBuilder, logits: Value): Value {
  const shares = graph.add('Softmax', [logits], { axis: -1 });
  return graph.add('Log', [graph.add('Add', [shares, graph.floats([2 ** -126])])]);
}
