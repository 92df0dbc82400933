import { type Dimension, differenceOf, productOf, quotientOf, sumOf } from '../dimension.ts';
import type { Shape, TensorInfo } from '../tensor.ts';
import { axisOf, broadcast, commonType, constantsOf, type Inferences, requireType, sameShape } from './inference.ts';

type Unknown = () => Dimension;

export const shape: Inferences<'Shape' | 'Reshape' | 'Expand' | 'Transpose' | 'Concat' | 'Slice' | 'Pad'> = {
  Shape: ({ inputs: { x } }) => ({ y: { type: 'int64', shape: [x.shape.length], content: x.shape } }),
  Reshape: ({ inputs: { x, shape }, unknown }) => ({
    y: { type: x.type, shape: reshape(x.shape, shape, unknown), content: x.content },
  }),
  Expand: ({ inputs: { x, shape }, unknown }) => ({
    y: { type: x.type, shape: broadcast(x.shape, wantedShape(shape, unknown)) },
  }),
  Transpose: ({ inputs: { x }, attributes: { perm } }) => {
    const order = perm ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
    const permuted = order.map((axis) => x.shape[axis] ?? 0);
    if (order.length !== x.shape.length || !order.every((axis, _, all) => axis in x.shape && unique(all)))
      throw new Error(`[${order}] is no permutation of the axes`);
    return { y: { type: x.type, shape: permuted } };
  },
  Concat: ({ inputs, attributes: { axis } }) => {
    const [first, ...rest] = inputs;
    if (!first || axis === undefined) throw new Error('there is nothing to join, or no axis');
    const at = axisOf(axis, first.shape.length);
    const others = ({ shape }: TensorInfo) => shape.map((size, other) => (other === at ? 0 : size));
    if (rest.some((tensor) => !sameShape(others(tensor), others(first)))) throw new Error('the other axes differ');
    const size = sumOf(inputs.map((tensor) => tensor.shape[at] ?? 0));
    const contents = inputs.map(({ content }) => content);
    const content = contents.some((part) => !part) ? undefined : contents.flatMap((part) => part ?? []);
    return { y: { type: commonType(...inputs), shape: first.shape.with(at, size), content } };
  },
  Slice: ({ inputs: { x, starts, ends, axes }, unknown }) => {
    const sizes = [...x.shape];
    for (const [index, given] of constantsOf(axes, 'axes').entries()) {
      const axis = axisOf(given, sizes.length);
      const [start, end] = [starts.content?.[index], ends.content?.[index]];
      sizes[axis] = sliced(sizes[axis] ?? 0, start, end, unknown);
    }
    const whole = starts.content?.[0];
    const end = ends.content?.[0];
    const content =
      typeof whole === 'number' && typeof end === 'number' && x.shape.length === 1
        ? x.content?.slice(whole, end)
        : undefined;
    return { y: { type: x.type, shape: sizes, content } };
  },
  Pad: ({ inputs: { x, pads }, unknown }) => {
    requireType(x, 'float32');
    const rank = x.shape.length;
    if (pads.shape[0] !== 2 * rank) throw new Error('pads has no two numbers for each axis');
    const sizes = x.shape.map((size, axis) => {
      const [before, after] = [pads.content?.[axis], pads.content?.[rank + axis]];
      return before === undefined || after === undefined ? unknown() : sumOf([size, before, after]);
    });
    return { y: { type: x.type, shape: sizes } };
  },
};

function unique(axes: readonly number[]): boolean {
  return new Set(axes).size === axes.length;
}

/** The shape that a vector of integers holds. */
function wantedShape(vector: TensorInfo, unknown: Unknown): Shape {
  requireType(vector, 'int64');
  const [rank, ...others] = vector.shape;
  if (typeof rank !== 'number' || others.length > 0) throw new Error('a shape is a vector of known length');
  return vector.content ?? Array.from({ length: rank }, unknown);
}

/** 0 keeps the axis as it is, -1 takes what is left of the elements. */
function reshape(from: Shape, vector: TensorInfo, unknown: Unknown): Shape {
  const wanted = wantedShape(vector, unknown).map((size, axis) => (size === 0 ? (from[axis] ?? 0) : size));
  const total = productOf(from);
  const others = productOf(wanted.filter((size) => size !== -1));
  const open = wanted.indexOf(-1);
  if (open !== wanted.lastIndexOf(-1)) throw new Error('more than one size is left open');
  if (open >= 0) {
    const rest = quotientOf(total, others);
    if (rest === undefined && typeof total === 'number')
      throw new Error(`${total} elements are no ${wanted.join('x')}`);
    return wanted.with(open, rest ?? unknown());
  }
  if (vector.content && total !== others) throw new Error(`${total} and ${others} elements differ in number`);
  return wanted;
}

/**
 * The size of a slice. Limits given by name, and those of a size that is known by name, are taken to lie within it;
 * only a number as end of such a size tells nothing, as the size may be smaller.
 */
function sliced(
  size: Dimension,
  start: Dimension | undefined,
  end: Dimension | undefined,
  unknown: Unknown,
): Dimension {
  if (start === undefined || end === undefined) return unknown();
  if (typeof size === 'string' && typeof end === 'number' && end >= 0) return unknown();
  const limit = (at: Dimension): Dimension => {
    if (typeof at === 'string') return at;
    if (typeof size === 'number') return Math.min(Math.max(at < 0 ? at + size : at, 0), size);
    return at < 0 ? sumOf([size, at]) : at;
  };
  const difference = differenceOf(limit(end), limit(start));
  return typeof difference === 'number' ? Math.max(difference, 0) : difference;
}
