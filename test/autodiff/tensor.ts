import { randomOf } from '../../src/core/random.ts';
import { type Dimension, termsOf } from '../../src/onnx/dimension.ts';
import type { Shape } from '../../src/onnx/tensor.ts';
import type { Feed } from '../../src/runtime/session.ts';

/** What a test feeds to a graph, and as what the graph declares it: some sizes may be known there only by name. */
export interface Tensor {
  readonly feed: Feed;
  readonly type: 'float32' | 'int32';
  readonly shape: Shape;
}

/** A shape to be fed; a pair is a size that the graph knows only by name. */
export type Sizes = readonly (number | readonly [name: string, size: number])[];

/**
 * Random floats in [low, high), the same in each run, so that no test fails now and then.
 */
export function floats(sizes: Sizes, [low, high]: readonly [number, number] = [-2, 2]): Tensor {
  const { feedShape, shape } = shapesOf(sizes);
  const random = randomOf(JSON.stringify(sizes), low, high, made++);
  const data = Float32Array.from({ length: product(feedShape) }, () => low + (high - low) * random.uniform());
  return { feed: { data, shape: feedShape }, type: 'float32', shape };
}

let made = 0;

/** Random multiples of a quarter in [-2, 2], shifted: away from where a function that compares has its corners. */
export function quarters(sizes: Sizes, shift = 0): Tensor {
  const tensor = floats(sizes);
  const data = Float32Array.from(tensor.feed.data, (value) => Math.round(4 * value) / 4 + shift);
  return { ...tensor, feed: { ...tensor.feed, data } };
}

/** Given whole numbers. */
export function integers(values: readonly number[], sizes: Sizes): Tensor {
  const { feedShape, shape } = shapesOf(sizes);
  return { feed: { data: Int32Array.from(values), shape: feedShape }, type: 'int32', shape };
}

/** A shape's sizes in a run that is fed some tensors. */
export function sizesOf(shape: Shape, fed: Readonly<Record<string, Tensor>>): readonly number[] {
  const named = new Map<Dimension, number>();
  for (const { feed, shape } of Object.values(fed)) {
    for (const [axis, size] of shape.entries()) named.set(size, feed.shape[axis] ?? 0);
  }
  const sizeOf = (name: string) => {
    const size = named.get(name);
    if (size === undefined) throw new Error(`no input tells the size ${name}`);
    return size;
  };
  return shape.map((size) =>
    termsOf(size).reduce((sum, { coefficient, names }) => sum + coefficient * product(names.map(sizeOf)), 0),
  );
}

function shapesOf(sizes: Sizes) {
  return {
    feedShape: sizes.map((size) => (typeof size === 'number' ? size : size[1])),
    shape: sizes.map((size) => (typeof size === 'number' ? size : size[0])),
  };
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((product, number) => product * number, 1);
}
