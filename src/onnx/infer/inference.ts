import type { Dimension } from '../dimension.ts';
import type { Attributes, ByInput, ByOutput, OperationName } from '../operations.ts';
import type { ElementType, Shape, TensorInfo } from '../tensor.ts';

/** What makes the inputs of one operation. */
export interface InferenceInput<K extends OperationName> {
  readonly inputs: ByInput<K, TensorInfo>;
  readonly attributes: Attributes<K>;
  /** A new name, for the size of an axis that only running the graph can tell. */
  readonly unknown: () => Dimension;
}

/**
 * Tells an operation's outputs from its inputs. A size that is known by name counts as different from every other name
 * and from every number, so nothing is broadcast by chance.
 * @throws Error that says what does not fit.
 */
export type Inference<K extends OperationName> = (input: InferenceInput<K>) => ByOutput<K, TensorInfo>;

export type Inferences<K extends OperationName> = { readonly [N in K]: Inference<N> };

export function requireType({ type }: TensorInfo, ...types: readonly ElementType[]): void {
  if (!types.includes(type)) throw new Error(`${type} is not ${types.join(' or ')}`);
}

/** The type that all tensors have. */
export function commonType(...tensors: readonly TensorInfo[]): ElementType {
  const [type = 'float32', ...others] = new Set(tensors.map((tensor) => tensor.type));
  if (others.length > 0) throw new Error('the element types differ');
  return type;
}

/** The shape of shapes broadcast together: https://github.com/onnx/onnx/blob/main/docs/Broadcasting.md */
export function broadcast(...shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[shape.length - rank + axis] ?? 1);
    const [size = 1, ...others] = new Set(sizes.filter((size) => size !== 1));
    if (others.length > 0) throw new Error(`${[size, ...others].join(' and ')} do not broadcast`);
    return size;
  });
}

/** An axis as a number from 0; negative ones count from the end. */
export function axisOf(axis: number, rank: number): number {
  const found = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || found < 0 || found >= rank) throw new Error(`there is no axis ${axis}`);
  return found;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/** A vector's elements as numbers. */
export function constantsOf({ content }: TensorInfo, what: string): readonly number[] {
  const numbers = content?.filter((size) => typeof size === 'number');
  if (!content || numbers?.length !== content.length) throw new Error(`${what} must be constants`);
  return numbers;
}
