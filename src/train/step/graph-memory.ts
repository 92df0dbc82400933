import { termsOf } from '../../onnx/dimension.ts';
import type { Constant, Graph, GraphNode } from '../../onnx/graph.ts';
import { inferOutputs } from '../../onnx/infer/infer.ts';
import { type OperationName, operations } from '../../onnx/operations.ts';
import type { ElementType, Shape, TensorInfo } from '../../onnx/tensor.ts';

const bytesOf: Readonly<Record<ElementType, number>> = { float32: 4, int32: 4, int64: 8, bool: 1 };

/** Operations whose result is their input under another shape. */
const views: ReadonlySet<OperationName> = new Set(['Reshape']);

/** Operations that onnxruntime lets write over an input that nobody reads after them. */
const inPlace: ReadonlySet<OperationName> = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Neg',
  'Sqrt',
  'Exp',
  'Log',
  'Erf',
  'Tanh',
  'Relu',
  'Sigmoid',
  'Softmax',
]);

/** Memory of values in use at once, and which values stay to the end. */
interface Block {
  readonly bytes: number;
  /** Reads that are still to come. */
  readers: number;
  /** An input, a constant, or an output: not freed during the run. */
  readonly kept: boolean;
}

/**
 * The largest number of bytes that a run of a graph on the CPU holds at once beside its inputs: its outputs and all that
 * it computes on the way, each from the operation that gives it to the last that reads it.
 * @param sizes of the axes that the graph's inputs have by name.
 */
export function workingMemory(graph: Graph, sizes: Readonly<Record<string, number>>): number {
  const tensors = new Map<string, TensorInfo>();
  const blocks = new Map<string, Block>();
  for (const { name, type, shape } of graph.inputs) tensors.set(name, { type, shape: sizesOf(shape, sizes) });
  for (const constant of graph.constants) tensors.set(constant.name, constantInfo(constant));
  for (const name of tensors.keys()) blocks.set(name, { bytes: 0, readers: 0, kept: true });

  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const readers = new Map<string, number>();
  for (const { inputs } of graph.nodes) for (const name of inputs) readers.set(name, (readers.get(name) ?? 0) + 1);

  let [held, most] = [0, 0];
  for (const node of graph.nodes) {
    const infos = inferred(node, tensors);
    const read = node.inputs.map((name) => blockOf(blocks, name));
    for (const [index, name] of node.outputs.entries()) {
      const info = infos[index];
      if (!info) throw new Error(`nothing tells the size of ${name}`);
      tensors.set(name, info);
      const bytes = bytesOf[info.type] * countOf(info.shape);
      const own = readers.get(name) ?? 0;
      const kept = outputs.has(name);
      const [first] = read;
      const reused = kept ? undefined : reusable(node, read, bytes);
      const shared = views.has(node.operation) ? first : reused;
      if (shared) {
        shared.readers += own;
        blocks.set(name, shared);
      } else {
        blocks.set(name, { bytes, readers: own, kept });
        held += bytes;
      }
    }
    most = Math.max(most, held);
    for (const block of read) {
      block.readers--;
      if (block.readers === 0 && !block.kept) held -= block.bytes;
    }
  }
  return most;
}

/** An input that the operation may write over: it is read here for the last time and as large. */
function reusable({ operation }: GraphNode, read: readonly Block[], bytes: number): Block | undefined {
  if (!inPlace.has(operation)) return undefined;
  return read.find(
    (block) => !block.kept && block.bytes === bytes && block.readers === read.filter((other) => other === block).length,
  );
}

function blockOf(blocks: ReadonlyMap<string, Block>, name: string): Block {
  const block = blocks.get(name);
  if (!block) throw new Error(`${name} is read before it is there`);
  return block;
}

function inferred<K extends OperationName>(
  { operation, inputs, attributes, outputs }: GraphNode<K>,
  tensors: ReadonlyMap<string, TensorInfo>,
): readonly (TensorInfo | undefined)[] {
  const given = inputs.map((name) => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`${operation} reads ${name}, which is not in the graph`);
    return tensor;
  });
  const found: Readonly<Record<string, TensorInfo>> = inferOutputs(operation, inputs, given, attributes, () => {
    throw new Error(`only a run tells the size of ${outputs[0]}`);
  });
  return operations[operation].outputs.map((output) => found[output]);
}

function constantInfo({ type, shape, bytes }: Constant): TensorInfo {
  if (bytes.kind !== 'inline' || type === 'float32' || type === 'bool') return { type, shape };
  const { buffer, byteOffset, byteLength } = bytes.bytes.slice();
  const content =
    type === 'int64'
      ? Array.from(new BigInt64Array(buffer, byteOffset, byteLength / 8), Number)
      : [...new Int32Array(buffer, byteOffset, byteLength / 4)];
  return { type, shape, content };
}

/** A shape whose sizes are numbers. */
function sizesOf(shape: Shape, sizes: Readonly<Record<string, number>>): number[] {
  return shape.map((dimension) =>
    termsOf(dimension).reduce((sum, { coefficient, names }) => {
      return sum + names.reduce((product, name) => product * sizeOf(name, sizes), coefficient);
    }, 0),
  );
}

function sizeOf(name: string, sizes: Readonly<Record<string, number>>): number {
  const size = sizes[name];
  if (size === undefined) throw new Error(`nothing tells the size of the axis ${name}`);
  return size;
}

function countOf(shape: Shape): number {
  return sizesOf(shape, {}).reduce((product, size) => product * size, 1);
}
