import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';
import type { Attributes, ByInput, ByOutput, OperationName } from '../onnx/operations.ts';

/** An operation in a graph and the derivative by what it gives. */
export interface Differentiated<K extends OperationName> {
  /** The graph that has the operation, to which the derivatives are added. */
  readonly graph: GraphBuilder;
  readonly inputs: ByInput<K, Value>;
  readonly outputs: ByOutput<K, Value>;
  readonly attributes: Attributes<K>;
  /** The adjoint of the first output, of its shape. */
  readonly dy: Value;
}

/** Computes the derivative by an input, of its shape, when it is wanted; none flows through indices and shapes. */
export type Adjoint = (() => Value) | undefined;

/** The derivatives by an operation's inputs, from that by its first output. */
export type Rule<K extends OperationName> = (operation: Differentiated<K>) => ByInput<K, Adjoint>;

/** A rule for each operation. */
export type Rules<K extends OperationName> = { readonly [N in K]: Rule<N> | 'not differentiable' };
