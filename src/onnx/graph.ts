import { type Attributes, type Inputs, type OperationName, operations } from './operations.ts';

/** Element types in use, with the numbers of `TensorProto.DataType` in onnx.proto. */
export const elementTypes = { float32: 1, int32: 6, int64: 7 } as const;
export type ElementType = keyof typeof elementTypes;

/** A tensor inside a graph, known by its name. */
export type Value = string & { readonly brand: 'value' };

/** A graph's input or output; a dimension given by name is known only when the graph runs. */
export interface ValueInfo {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | string)[];
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
  readonly output: Value;
  readonly attributes: Attributes<K>;
}

/** A whole graph; nodes stand in the order of their evaluation. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

/** Builds a graph operation by operation. Every value exists before it is used, so the result is in order. */
export class GraphBuilder {
  private readonly nodes: GraphNode[] = [];
  private readonly constants = new Map<string, Constant>();
  private readonly inputs: ValueInfo[] = [];
  private readonly outputs: ValueInfo[] = [];
  private readonly names = new Set<string>();

  /** Declares an input that each run feeds. */
  input(name: string, type: ElementType, shape: ValueInfo['shape']): Value {
    this.inputs.push({ name, type, shape });
    return this.claim(name);
  }

  /** A float32 weight that lies outside the graph. */
  weight(name: string, shape: readonly number[], location: string, offset: number): Value {
    const byteLength = 4 * shape.reduce((product, size) => product * size, 1);
    const bytes = { kind: 'external', location, offset } as const;
    this.constants.set(name, { name, type: 'float32', shape, byteLength, bytes });
    return this.claim(name);
  }

  /** A float constant; a scalar unless a shape is given. Equal constants are one. */
  floats(values: readonly number[], shape: readonly number[] = []): Value {
    return this.literal('float32', shape, values, new Uint8Array(Float32Array.from(values).buffer));
  }

  /** A one-dimensional int64 constant, such as a shape. Equal constants are one. */
  integers(values: readonly number[]): Value {
    return this.literal('int64', [values.length], values, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  /** Adds an operation and gives its output, under `name` if one is wanted. */
  add<K extends OperationName>(
    operation: K,
    inputs: Inputs<K, Value>,
    attributes?: Attributes<K>,
    name = `${operation}_${this.nodes.length}`,
  ): Value {
    const values: readonly Value[] = inputs as readonly Value[];
    for (const input of values) {
      if (!this.names.has(input)) throw new Error(`${operation} reads ${input}, which is not in the graph`);
    }
    const output = this.claim(name);
    this.nodes.push({ operation, inputs: values, output, attributes: attributes ?? {} });
    return output;
  }

  /** Declares a value as an output of the graph, under its own name. */
  output(value: Value, type: ElementType, shape: ValueInfo['shape']): void {
    if (!this.names.has(value)) throw new Error(`the output ${value} is not in the graph`);
    this.outputs.push({ name: value, type, shape });
  }

  /** The graph so far. */
  build(): Graph {
    return { nodes: this.nodes, constants: [...this.constants.values()], inputs: this.inputs, outputs: this.outputs };
  }

  private literal(type: ElementType, shape: readonly number[], values: readonly number[], bytes: Uint8Array): Value {
    const name = `${type}[${shape}](${values})`;
    if (this.constants.has(name)) return name as Value;
    this.constants.set(name, { name, type, shape, byteLength: bytes.length, bytes: { kind: 'inline', bytes } });
    return this.claim(name);
  }

  private claim(name: string): Value {
    if (this.names.has(name)) throw new Error(`the graph has two values named ${name}`);
    this.names.add(name);
    return name as Value;
  }
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
