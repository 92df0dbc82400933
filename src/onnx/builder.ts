import { type Dimension, normalDimension } from './dimension.ts';
import { type DeclaredOutput, finishGraph } from './finish.ts';
import type { Constant, Graph, GraphNode, Value, ValueInfo } from './graph.ts';
import { inferOutputs } from './infer/infer.ts';
import { type Attributes, type ByOutput, byOutput, type Inputs, type OperationName, operations } from './operations.ts';
import { simplify } from './simplify.ts';
import type { ElementType, Shape, TensorInfo } from './tensor.ts';

/**
 * Builds a graph operation by operation. Every value exists before it is used, so the result is in order; its type and
 * shape are known; and equal operations on equal inputs are one.
 */
export class GraphBuilder {
  private readonly added: GraphNode[] = [];
  private readonly constants = new Map<string, Constant>();
  private readonly literals = new Map<string, readonly number[]>();
  private readonly declared: ValueInfo[] = [];
  private readonly outputs: DeclaredOutput[] = [];
  private readonly tensors = new Map<string, TensorInfo>();
  /** Nodes by what they compute, and by what they give. */
  private readonly computing = new Map<string, GraphNode>();
  private readonly giving = new Map<Value, GraphNode>();

  /** Declares an input that each run feeds. What no output needs is left out of the graph in the end. */
  input(name: string, type: ElementType, shape: Shape): Value {
    const info = { name, type, shape: shape.map(normalDimension) };
    this.declared.push(info);
    return this.claim(name, info);
  }

  /** A float32 weight that lies outside the graph. */
  weight(name: string, shape: readonly number[], location: string, offset: number): Value {
    const byteLength = 4 * shape.reduce((product, size) => product * size, 1);
    const bytes = { kind: 'external', location, offset } as const;
    const value = this.claim(name, { type: 'float32', shape });
    this.constants.set(name, { name, type: 'float32', shape, byteLength, bytes });
    return value;
  }

  /** A float constant; a scalar unless a shape is given. Equal constants are one. */
  floats(values: readonly number[], shape: readonly number[] = []): Value {
    return this.literal('float32', shape, values, new Uint8Array(Float32Array.from(values).buffer));
  }

  /** A one-dimensional int64 constant, such as a shape. Equal constants are one. */
  integers(values: readonly number[]): Value {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.literal('int64', [values.length], values, bytes);
  }

  /** An int32 constant, to compare or calculate with; a scalar unless a shape is given. Equal constants are one. */
  int32s(values: readonly number[], shape: readonly number[] = []): Value {
    return this.literal('int32', shape, values, new Uint8Array(Int32Array.from(values).buffer));
  }

  /**
   * Adds an operation and gives its first output, under `name` if one is wanted. Without a name this may be a value
   * that the graph already has, or a simpler operation with the same result.
   * @throws Error that names the operation, its inputs and their shapes, if these do not fit.
   */
  add<K extends OperationName>(
    operation: K,
    inputs: Inputs<K, Value>,
    attributes: Attributes<K> = {},
    name?: string,
  ): Value {
    const values = this.known(operation, inputs);
    const simpler = name === undefined ? simplify(this, operation, values, attributes) : undefined;
    if (simpler !== undefined) return simpler;
    const [first] = this.place(operation, values, attributes, name).outputs;
    if (first === undefined) throw new Error(`${operation} has no output`);
    return first;
  }

  /** Adds an operation and gives all its outputs by name. Those that nobody uses cost nothing. */
  addAll<K extends OperationName>(
    operation: K,
    inputs: Inputs<K, Value>,
    attributes: Attributes<K> = {},
    name?: string,
  ): ByOutput<K, Value> {
    return byOutput(operation, this.place(operation, this.known(operation, inputs), attributes, name).outputs);
  }

  /** Declares a value as an output of the graph, under its own name or another. */
  output(value: Value, name: string = value): void {
    const { type, shape } = this.infoOf(value);
    if (this.outputs.some(({ info }) => info.name === name)) throw new Error(`the graph has two outputs named ${name}`);
    if (name !== value) this.claim(name, { type, shape });
    this.outputs.push({ value, info: { name, type, shape } });
  }

  /** The graph of what its outputs need. */
  build(): Graph {
    const { added: nodes, declared: inputs, outputs } = this;
    return finishGraph({ nodes, constants: [...this.constants.values()], inputs, outputs });
  }

  typeOf(value: Value): ElementType {
    return this.infoOf(value).type;
  }

  shapeOf(value: Value): Shape {
    return this.infoOf(value).shape;
  }

  /** The elements of a vector of integers, where they are known. */
  contentOf(value: Value): readonly Dimension[] | undefined {
    return this.infoOf(value).content;
  }

  /** The numbers of a constant that was given as such. */
  literalOf(value: Value): readonly number[] | undefined {
    return this.literals.get(value);
  }

  /** The node that gives a value; undefined for inputs and constants. */
  nodeOf(value: Value): GraphNode | undefined {
    return this.giving.get(value);
  }

  /** All nodes so far, in order. */
  get nodes(): readonly GraphNode[] {
    return this.added;
  }

  /** The inputs so far. */
  get inputs(): readonly ValueInfo[] {
    return this.declared;
  }

  private known<K extends OperationName>(operation: K, inputs: Inputs<K, Value>): readonly Value[] {
    const values = inputs as readonly Value[];
    for (const input of values) {
      if (!this.tensors.has(input)) throw new Error(`${operation} reads ${input}, which is not in the graph`);
    }
    return values;
  }

  private place<K extends OperationName>(
    operation: K,
    inputs: readonly Value[],
    attributes: Attributes<K>,
    name: string | undefined,
  ): GraphNode {
    const sorted = Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([operation, inputs, sorted]);
    const equal = this.computing.get(key);
    if (equal && name === undefined) return equal;

    const base = name ?? `${operation}_${this.added.length}`;
    const tensors = inputs.map((input) => this.infoOf(input));
    let unknowns = 0;
    const inferred: Readonly<Record<string, TensorInfo>> = inferOutputs(operation, inputs, tensors, attributes, () => {
      return `${base}?${unknowns++}`;
    });
    const names: readonly string[] = operations[operation].outputs;
    const outputs = names.map((output, index) => {
      const tensor = inferred[output];
      if (!tensor) throw new Error(`nothing tells the shape of ${output} of ${operation}`);
      return this.claim(index === 0 ? base : `${base}.${output}`, tensor);
    });
    const node: GraphNode = { operation, inputs, outputs, attributes };
    this.added.push(node);
    if (!equal) this.computing.set(key, node);
    for (const output of outputs) this.giving.set(output, node);
    return node;
  }

  private literal(type: ElementType, shape: readonly number[], values: readonly number[], bytes: Uint8Array): Value {
    const name = `${type}[${shape}](${values})`;
    if (this.constants.has(name)) return name as Value;
    const content = type !== 'float32' && shape.length < 2 ? values : undefined;
    const value = this.claim(name, { type, shape, content });
    this.constants.set(name, { name, type, shape, byteLength: bytes.length, bytes: { kind: 'inline', bytes } });
    this.literals.set(name, values);
    return value;
  }

  private infoOf(value: Value): TensorInfo {
    const info = this.tensors.get(value);
    if (!info) throw new Error(`${value} is not in the graph`);
    return info;
  }

  private claim(name: string, info: TensorInfo): Value {
    if (this.tensors.has(name)) throw new Error(`the graph has two values named ${name}`);
    this.tensors.set(name, info);
    return name as Value;
  }
}
