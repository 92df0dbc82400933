import { randomOf } from '../../src/core/random.ts';
import { termsOf } from '../../src/onnx/dimension.ts';
import type { Shape } from '../../src/onnx/tensor.ts';
import type { Feed } from '../../src/runtime/session.ts';

/** The sizes of axes that a graph knows only by name. */
export type NamedSizes = Readonly<Record<string, number>>;

/** What a test feeds to a graph: a shape, as the graph declares it, and as many numbers as it has in a run. */
export interface Tensor {
  readonly type: 'float32' | 'int32';
  readonly shape: Shape;
  readonly numbers: (count: number) => Float32Array | Int32Array;
}

let made = 0;

/** Random floats in [low, high), the same in each run of the tests, so that none fails now and then. */
export function floats(shape: Shape, [low, high]: readonly [number, number] = [-2, 2]): Tensor {
  const seed = made++;
  const numbers = (count: number) => {
    const random = randomOf(seed, count);
    return Float32Array.from({ length: count }, () => low + (high - low) * random.uniform());
  };
  return { type: 'float32', shape, numbers };
}

/** Random floats where roots, logarithms and quotients are defined. */
export function positive(shape: Shape): Tensor {
  return floats(shape, [0.5, 2.5]);
}

/** Random odd multiples of an eighth in [-2, 2]: away from 0, where a function that compares with it has a corner. */
export function oddEighths(shape: Shape): Tensor {
  const { numbers } = floats(shape);
  const rounded = (count: number) => Float32Array.from(numbers(count), (value) => Math.floor(4 * value) / 4 + 0.125);
  return { type: 'float32', shape, numbers: rounded };
}

/** Given whole numbers, again and again. */
export function integers(values: readonly number[], shape: Shape): Tensor {
  const numbers = (count: number) =>
    Int32Array.from({ length: count }, (_, index) => values[index % values.length] ?? 0);
  return { type: 'int32', shape, numbers };
}

/** A tensor for a run in which named sizes are known. */
export function feedOf({ shape, numbers }: Tensor, sizes: NamedSizes): Feed {
  const known = sizesOf(shape, sizes);
  return { data: numbers(product(known)), shape: known };
}

/** A shape's sizes in such a run. */
export function sizesOf(shape: Shape, sizes: NamedSizes): readonly number[] {
  const sizeOf = (name: string) => {
    const size = sizes[name];
    if (size === undefined) throw new Error(`nothing tells the size ${name}`);
    return size;
  };
  return shape.map((size) =>
    termsOf(size).reduce((sum, { coefficient, names }) => sum + coefficient * product(names.map(sizeOf)), 0),
  );
}

function product(numbers: readonly number[]): number {
  return numbers.reduce((product, number) => product * number, 1);
}
