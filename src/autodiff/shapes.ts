import type { GraphBuilder } from '../onnx/builder.ts';
import { type Dimension, productOf, quotientOf, termsOf } from '../onnx/dimension.ts';
import type { Value } from '../onnx/graph.ts';
import { axisOf, sameShape } from '../onnx/infer/inference.ts';
import { elementTypes, type Shape } from '../onnx/tensor.ts';

/**
 * Undoes broadcasting: the derivative by what was repeated is the sum over its copies.
 * @param like the value as it was before it was broadcast.
 */
export function sumTo(graph: GraphBuilder, x: Value, like: Value): Value {
  const [shape, wanted] = [graph.shapeOf(x), graph.shapeOf(like)];
  const added = shape.length - wanted.length;
  const copied = shape.flatMap((size, axis) =>
    axis < added || (wanted[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  if (copied.length === 0) return x;
  const keepdims = copied.some((axis) => axis >= added) ? 1 : 0;
  return reshapeTo(graph, graph.add('ReduceSum', [x, graph.integers(copied)], { keepdims }), wanted, like);
}

/** The same elements in another shape. `like` is a value of that shape. */
export function reshapeTo(graph: GraphBuilder, x: Value, shape: Shape, like?: Value): Value {
  if (sameShape(graph.shapeOf(x), shape)) return x;
  // One size may be left to the operation, so a shape with one unknown size is a constant.
  const open = shape.findLastIndex((size) => typeof size === 'string');
  if (open < 0) return graph.add('Reshape', [x, shapeVector(graph, shape)]);
  const others = shape.filter((_, axis) => axis !== open);
  const rest = quotientOf(productOf(graph.shapeOf(x)), productOf(others));
  const wanted = rest === shape[open] ? shape.with(open, -1) : shape;
  return graph.add('Reshape', [x, shapeVector(graph, wanted, like)]);
}

/** Copies x along axes of size 1 and before the first, to a shape. `like` is a value of the result's shape. */
export function expandTo(graph: GraphBuilder, x: Value, shape: Shape, like?: Value): Value {
  return graph.add('Expand', [x, shapeVector(graph, shape, like)]);
}

/** Float zeros in the shape of a value; by Expand, since WebGPU has no ConstantOfShape. */
export function zerosLike(graph: GraphBuilder, like: Value): Value {
  return expandTo(graph, graph.floats([0]), graph.shapeOf(like), like);
}

/**
 * A shape as int64 vector. Sizes known only by name are taken from the graph's inputs, so that no result of the forward
 * pass is kept for its shape alone; from `like` where no input has them.
 */
export function shapeVector(graph: GraphBuilder, shape: Shape, like?: Value): Value {
  const parts: Value[] = [];
  let numbers: number[] = [];
  for (const size of shape) {
    if (typeof size === 'number') {
      numbers.push(size);
      continue;
    }
    const known = sizeVector(graph, size);
    if (known === undefined) {
      if (like === undefined) throw new Error(`no input tells the size ${size}`);
      return graph.add('Shape', [like]);
    }
    if (numbers.length > 0) parts.push(graph.integers(numbers));
    numbers = [];
    parts.push(known);
  }
  if (numbers.length > 0 || parts.length === 0) parts.push(graph.integers(numbers));
  return graph.add('Concat', parts, { axis: 0 });
}

/** How many elements lie along some axes of x, as float scalar. */
export function countAlong(graph: GraphBuilder, x: Value, axes: readonly number[]): Value {
  const shape = graph.shapeOf(x);
  const sizes = axes.map((axis) => shape[axisOf(axis, shape.length)] ?? 1);
  const count = productOf(sizes);
  if (typeof count === 'number') return graph.floats([count]);
  const vector =
    sizeVector(graph, count) ??
    axes
      .map((axis) => graph.add('Gather', [graph.add('Shape', [x]), graph.integers([axis])]))
      .reduce((product, size) => graph.add('Mul', [product, size]));
  const scalar = graph.add('Reshape', [vector, graph.integers([])]);
  return graph.add('Cast', [scalar], { to: elementTypes.float32 });
}

/** A size as int64 [1], from the graph's inputs. */
export function sizeVector(graph: GraphBuilder, size: Dimension): Value | undefined {
  if (typeof size === 'number') return graph.integers([size]);
  const whole = inputSize(graph, size);
  if (whole !== undefined) return whole;
  const terms = termsOf(size).map(({ coefficient, names }) => {
    const factors = names.map((name) => inputSize(graph, name));
    if (coefficient !== 1 || names.length === 0) factors.push(graph.integers([coefficient]));
    return reduceKnown(factors, (a, b) => graph.add('Mul', [a, b]));
  });
  return reduceKnown(terms, (a, b) => graph.add('Add', [a, b]));
}

function inputSize(graph: GraphBuilder, size: Dimension): Value | undefined {
  for (const { name, shape } of graph.inputs) {
    const axis = shape.indexOf(size);
    if (axis >= 0)
      return graph.add('Gather', [graph.add('Shape', [name as Value]), graph.integers([axis])], { axis: 0 });
  }
  return undefined;
}

function reduceKnown(values: readonly (Value | undefined)[], join: (a: Value, b: Value) => Value): Value | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? known.reduce(join) : undefined;
}
