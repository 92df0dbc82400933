import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';
import { axisOf } from '../onnx/infer/inference.ts';
import type { Rules } from './rule.ts';
import { countAlong, expandTo, reshapeTo } from './shapes.ts';

/** Sums over axes. */
export const reduction: Rules<'ReduceSum' | 'ReduceMean' | 'ReduceSumSquare' | 'CumSum'> = {
  /** y = Σ x: dx = dy for each term */
  ReduceSum: ({ graph, dy, inputs: { x, axes } }) => ({
    x: () => expandTo(graph, withAxes(graph, dy, x, axes), graph.shapeOf(x), x),
    axes: undefined,
  }),

  /** y = Σ x / n: dx = dy / n for each term */
  ReduceMean: ({ graph, dy, inputs: { x, axes } }) => ({
    x: () => {
      const share = graph.add('Div', [dy, countAlong(graph, x, axesOf(graph, axes))]);
      return expandTo(graph, withAxes(graph, share, x, axes), graph.shapeOf(x), x);
    },
    axes: undefined,
  }),

  /** y = Σ x²: dx = 2 x · dy */
  ReduceSumSquare: ({ graph, dy, inputs: { x, axes } }) => ({
    x: () => {
      const twice = graph.add('Mul', [withAxes(graph, dy, x, axes), graph.floats([2])]);
      return graph.add('Mul', [x, twice]);
    },
    axes: undefined,
  }),

  /** yᵢ = Σ xⱼ for j ≤ i: dxⱼ = Σ dyᵢ for i ≥ j, and the other way round */
  CumSum: ({ graph, dy, inputs: { axis }, attributes: { reverse = 0 } }) => ({
    x: () => graph.add('CumSum', [dy, axis], { reverse: 1 - reverse }),
    axis: undefined,
  }),
};

function axesOf(graph: GraphBuilder, axes: Value): readonly number[] {
  const numbers = graph.literalOf(axes);
  if (!numbers) throw new Error(`the axes ${axes} are no constant`);
  return numbers;
}

/** The adjoint of a sum with the axes that were summed over, each of size 1. */
function withAxes(graph: GraphBuilder, dy: Value, x: Value, axes: Value): Value {
  const shape = graph.shapeOf(x);
  const reduced = axesOf(graph, axes).map((axis) => axisOf(axis, shape.length));
  return reshapeTo(
    graph,
    dy,
    shape.map((size, axis) => (reduced.includes(axis) ? 1 : size)),
  );
}
