import type { Dimension } from './dimension.ts';

/** Element types in use, with the numbers of `TensorProto.DataType` in onnx.proto. */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9 } as const;
export type ElementType = keyof typeof elementTypes;

export type Shape = readonly Dimension[];

/** What is known of a value before the graph runs. */
export interface TensorInfo {
  readonly type: ElementType;
  readonly shape: Shape;
  /** The elements of a vector of integers, where they are known: a shape, axes, indices. */
  readonly content?: readonly Dimension[] | undefined;
}

/** A tensor as a person reads it, such as `float32 [batch, 4]`. */
export function describeTensor({ type, shape }: TensorInfo): string {
  return `${type} [${shape.join(', ')}]`;
}
