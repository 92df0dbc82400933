import type { GraphBuilder } from '../onnx/builder.ts';
import { type Dimension, sumOf } from '../onnx/dimension.ts';
import type { Value } from '../onnx/graph.ts';
import { axisOf } from '../onnx/infer/inference.ts';
import type { Rules } from './rule.ts';
import { reshapeTo, shapeVector, sumTo } from './shapes.ts';

/** Operations that move elements, copy them or leave them out. */
export const shape: Rules<'Shape' | 'Reshape' | 'Expand' | 'Transpose' | 'Concat' | 'Slice' | 'Pad'> = {
  Shape: 'not differentiable',

  /** y = x in another shape: dx = dy in that of x */
  Reshape: ({ graph, dy, inputs: { x } }) => ({
    x: () => reshapeTo(graph, dy, graph.shapeOf(x), x),
    shape: undefined,
  }),

  /** y = copies of x: dx = the sum of dy over the copies */
  Expand: ({ graph, dy, inputs: { x } }) => ({ x: () => sumTo(graph, dy, x), shape: undefined }),

  /** y = x with its axes in another order: dx = dy with them in the order of x */
  Transpose: ({ graph, dy, inputs: { x }, attributes }) => ({
    x: () => {
      const axes = graph.shapeOf(x).map((_, axis) => axis);
      const perm = attributes.perm ?? axes.toReversed();
      return graph.add('Transpose', [dy], { perm: axes.map((axis) => perm.indexOf(axis)) });
    },
  }),

  /** y = x₁, x₂, … one after the other: dxᵢ = that part of dy */
  Concat: ({ graph, dy, inputs, attributes }) => {
    const axis = axisOf(attributes.axis ?? 0, graph.shapeOf(dy).length);
    const sizes = inputs.map((input) => graph.shapeOf(input)[axis] ?? 0);
    return inputs.map((_, index) => () => {
      const start = limit(graph, sizes.slice(0, index));
      const end = limit(graph, sizes.slice(0, index + 1));
      return graph.add('Slice', [dy, start, end, graph.integers([axis])]);
    });
  },

  /** y = x from starts to ends: dx = dy with zeros around it */
  Slice: ({ graph, dy, inputs: { x, starts, axes } }) => ({
    x: () => {
      const before = beforeSlice(graph, x, starts, axes);
      const [whole, part] = [graph.add('Shape', [x]), graph.add('Shape', [dy])];
      const after = graph.add('Sub', [graph.add('Sub', [whole, part]), before]);
      return graph.add('Pad', [dy, graph.add('Concat', [before, after], { axis: 0 })]);
    },
    starts: undefined,
    ends: undefined,
    axes: undefined,
  }),

  /** y = x with zeros around it: dx = dy without its edges */
  Pad: ({ graph, dy, inputs: { x, pads } }) => ({
    x: () => {
      const axes = graph.integers(graph.shapeOf(x).map((_, axis) => axis));
      const starts = graph.add('Gather', [pads, axes], { axis: 0 });
      const ends = graph.add('Add', [starts, graph.add('Shape', [x])]);
      return graph.add('Slice', [dy, starts, ends, axes]);
    },
    pads: undefined,
  }),
};

/** Where a part that comes after parts of some sizes begins. */
function limit(graph: GraphBuilder, sizes: readonly Dimension[]): Value {
  return shapeVector(graph, [sumOf(sizes)]);
}

/** How many elements of x come before a slice, along each axis. */
function beforeSlice(graph: GraphBuilder, x: Value, starts: Value, axes: Value): Value {
  const sizes = graph.shapeOf(x);
  const sliced = graph.literalOf(axes)?.map((axis) => axisOf(axis, sizes.length));
  const begins = graph.contentOf(starts);
  if (!sliced || !begins) throw new Error(`where the slice of ${x} starts is not known`);
  const before = sizes.map((size, axis): Dimension => {
    const start = sliced.includes(axis) ? (begins[sliced.indexOf(axis)] ?? 0) : 0;
    return typeof start === 'number' && start < 0 ? sumOf([size, start]) : start;
  });
  return shapeVector(graph, before);
}
