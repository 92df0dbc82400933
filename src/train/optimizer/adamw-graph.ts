import { GraphBuilder } from '../../onnx/builder.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { OptimizerOptions } from './options.ts';

/** Names of the inputs and outputs of the graphs of an update, apart from the weights, which have their own. */
export const updateNames = {
  /** Gathered gradients, in the shape of the weight. */
  gradient: (weight: string) => `gathered:${weight}`,
  firstMoments: (weight: string) => `first:${weight}`,
  secondMoments: (weight: string) => `second:${weight}`,
  /** What all gradients are multiplied by, a scalar. */
  clipping: 'clipping',
  /** `UpdateFactors` of the weights of a group, scalars. */
  decay: (group: string) => `decay:${group}`,
  step: (group: string) => `step:${group}`,
  epsilon: (group: string) => `epsilon:${group}`,
  /** What weight and moments become. */
  next: (tensor: string) => `next:${tensor}`,
  /** The L2 norm of all gradients together. */
  norm: 'norm',
};

/**
 * The L2 norm of gradients as if they were one vector: √Σ g². By the names of {@link updateNames}, float32.
 * @param shapes of the weights, at least one.
 */
export function buildNormGraph(shapes: ReadonlyMap<string, readonly number[]>): Graph {
  const graph = new GraphBuilder();
  const squares = [...shapes].map(([name, shape]) => {
    const gradient = graph.input(updateNames.gradient(name), 'float32', shape);
    const axes = graph.integers(shape.map((_, axis) => axis));
    return graph.add('ReduceSumSquare', [gradient, axes], { keepdims: 0 });
  });
  const [first, ...others] = squares;
  if (first === undefined) throw new Error('no weight is trained');
  const sum = others.reduce((total, square) => graph.add('Add', [total, square]), first);
  graph.output(graph.add('Sqrt', [sum]), updateNames.norm);
  return graph.build();
}

/** A weight of an update graph. */
export interface GraphWeight {
  readonly shape: readonly number[];
  /** Weights of one group share their factors. */
  readonly group: string;
}

/**
 * An update of AdamW, as `updateWeight` takes it: for the gradient g times `clipping`
 *
 *     m ← β₁ m + (1 - β₁) g     v ← β₂ v + (1 - β₂) g²     p ← decay · p - step · m / (√v + ε)
 *
 * By the names of {@link updateNames}, float32. Each output may overwrite what it is the next of: what it overwrites is
 * read before, and not by the operation that gives the output.
 */
export function buildUpdateGraph(
  weights: ReadonlyMap<string, GraphWeight>,
  { beta1, beta2 }: Pick<OptimizerOptions, 'beta1' | 'beta2'>,
): Graph {
  const graph = new GraphBuilder();
  const scalar = (name: string) => graph.input(name, 'float32', []);
  const clipping = scalar(updateNames.clipping);
  const share1 = graph.add('Mul', [clipping, graph.floats([1 - beta1])]);
  const share2 = graph.add('Mul', [graph.add('Mul', [clipping, clipping]), graph.floats([1 - beta2])]);
  const groups = new Map(
    [...new Set([...weights.values()].map(({ group }) => group))].map((group) => [
      group,
      {
        decay: scalar(updateNames.decay(group)),
        step: scalar(updateNames.step(group)),
        epsilon: scalar(updateNames.epsilon(group)),
      },
    ]),
  );
  for (const [name, { shape, group }] of weights) {
    const factors = groups.get(group);
    if (!factors) throw new Error(`${name} is of no group`);
    const input = (tensor: string) => graph.input(tensor, 'float32', shape);
    const gradient = input(updateNames.gradient(name));
    const first = graph.add('Add', [
      graph.add('Mul', [input(updateNames.firstMoments(name)), graph.floats([beta1])]),
      graph.add('Mul', [gradient, share1]),
    ]);
    const second = graph.add('Add', [
      graph.add('Mul', [input(updateNames.secondMoments(name)), graph.floats([beta2])]),
      graph.add('Mul', [graph.add('Mul', [gradient, gradient]), share2]),
    ]);
    const change = graph.add('Div', [
      graph.add('Mul', [first, factors.step]),
      graph.add('Add', [graph.add('Sqrt', [second]), factors.epsilon]),
    ]);
    const value = graph.add('Sub', [graph.add('Mul', [input(name), factors.decay]), change]);
    graph.output(value, updateNames.next(name));
    graph.output(first, updateNames.next(updateNames.firstMoments(name)));
    graph.output(second, updateNames.next(updateNames.secondMoments(name)));
  }
  return graph.build();
}
