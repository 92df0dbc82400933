import { type Attributes, type OperationName, operations } from './operations.ts';
import type { ElementType, Shape } from './tensor.ts';

/** A tensor inside a graph, known by its name. */
export type Value = string & { readonly brand: 'value' };

/** A graph's input or output; a dimension given by name is known only when the graph runs. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

/** The bytes of a constant, little-endian and row-major. */
export type ConstantBytes =
  | { readonly kind: 'inline'; readonly bytes: Uint8Array }
  /** ONNX external data: a place in a file, or in what the session is given under that name. */
  | { readonly kind: 'external'; readonly location: string; readonly offset: number };

/** A tensor that is part of the model: a weight, or a shape or number that an operation takes as input. */
export interface Constant {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly byteLength: number;
  readonly bytes: ConstantBytes;
}

/** One operation in a graph. */
export interface GraphNode<K extends OperationName = OperationName> {
  readonly operation: K;
  readonly inputs: readonly Value[];
  /** In the operation's order; in a finished graph, those at the end that nobody reads are left out. */
  readonly outputs: readonly Value[];
  readonly attributes: Attributes<K>;
}

/** A whole graph; nodes stand in the order of their evaluation. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

/** The operator sets that a graph needs, as `[domain, version]`. */
export function operatorSets(graph: Graph): readonly (readonly [domain: string, version: number])[] {
  const contributed = graph.nodes.some(({ operation }) => operations[operation].domain === 'com.microsoft');
  return contributed
    ? [
        ['', 21],
        ['com.microsoft', 1],
      ]
    : [['', 21]];
}
