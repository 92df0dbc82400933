import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';
import type { Rules } from './rule.ts';
import { sumTo } from './shapes.ts';

/** Normalization along axes. */
export const normalization: Rules<'LayerNormalization' | 'Softmax' | 'LogSoftmax'> = {
  /**
   * y = x̂ · s + b with x̂ = (x - μ) r, where the mean μ and r = 1/√(σ² + ε) are those of the forward pass
   * (Ba et al., Layer Normalization, 2016, arXiv 1607.06450): with g = dy · s and means over the normalized axes,
   * dx = r (g - mean(g) - x̂ · mean(g · x̂)), ds = Σ dy · x̂, db = Σ dy.
   */
  LayerNormalization: ({ graph, dy, inputs, outputs: { mean, inverseDeviation }, attributes: { axis = -1 } }) => {
    const { x, scale, bias } = inputs;
    const rank = graph.shapeOf(x).length;
    const first = axis < 0 ? axis + rank : axis;
    const axes = graph.integers(Array.from({ length: rank - first }, (_, index) => first + index));
    const normal = () => graph.add('Mul', [graph.add('Sub', [x, mean]), inverseDeviation]);
    return {
      x: () => {
        const g = graph.add('Mul', [dy, scale]);
        const mean = graph.add('ReduceMean', [g, axes]);
        const slope = graph.add('ReduceMean', [graph.add('Mul', [g, normal()]), axes]);
        const centred = graph.add('Sub', [g, mean]);
        const straightened = graph.add('Sub', [centred, graph.add('Mul', [normal(), slope])]);
        return graph.add('Mul', [straightened, inverseDeviation]);
      },
      scale: () => sumTo(graph, graph.add('Mul', [dy, normal()]), scale),
      bias: () => sumTo(graph, dy, bias),
    };
  },

  /** y = eˣ / Σ eˣ: dx = y · (dy - Σ dy · y) */
  Softmax: ({ graph, dy, outputs: { y }, attributes: { axis = -1 } }) => ({
    x: () => {
      const sum = sumAlong(graph, graph.add('Mul', [dy, y]), axis);
      return graph.add('Mul', [y, graph.add('Sub', [dy, sum])]);
    },
  }),

  /** y = x - ln Σ eˣ: dx = dy - eʸ · Σ dy */
  LogSoftmax: ({ graph, dy, outputs: { y }, attributes: { axis = -1 } }) => ({
    x: () => {
      const share = graph.add('Mul', [graph.add('Exp', [y]), sumAlong(graph, dy, axis)]);
      return graph.add('Sub', [dy, share]);
    },
  }),
};

function sumAlong(graph: GraphBuilder, x: Value, axis: number): Value {
  return graph.add('ReduceSum', [x, graph.integers([axis])], { keepdims: 1 });
}
