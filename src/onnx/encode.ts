import protobuf from 'protobufjs/minimal.js';
import { type Constant, type Graph, type GraphNode, operatorSets, type ValueInfo } from './graph.ts';
import { operations } from './operations.ts';
import { elementTypes } from './tensor.ts';

/**
 * Version 10 of the intermediate representation, which goes with operator set 21. Field numbers below are those of
 * onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const irVersion = 10;

/** Protobuf wire types (https://protobuf.dev/programming-guides/encoding/#structure). */
const varint = 0;
const lengthDelimited = 2;
const fixed32 = 5;

/** A graph as an ONNX `ModelProto`: ir_version 1, producer_name 2, graph 7, opset_import 8 (domain 1, version 2). */
export function encodeModel(graph: Graph): Uint8Array {
  const w = protobuf.Writer.create();
  w.uint32(tag(1, varint)).int64(irVersion);
  writeString(w, 2, 'gerbera');
  nested(w, 7, (g) => writeGraph(g, graph));
  for (const [domain, version] of operatorSets(graph)) {
    nested(w, 8, (set) => {
      writeString(set, 1, domain);
      set.uint32(tag(2, varint)).int64(version);
    });
  }
  return w.finish();
}

/** GraphProto: node 1, name 2, initializer 5, input 11, output 12. */
function writeGraph(w: protobuf.Writer, { nodes, constants, inputs, outputs }: Graph): void {
  for (const node of leavesLast(nodes)) nested(w, 1, (n) => writeNode(n, node));
  writeString(w, 2, 'gerbera');
  for (const constant of constants) nested(w, 5, (t) => writeTensor(t, constant));
  for (const input of inputs) nested(w, 11, (i) => writeValueInfo(i, input));
  for (const output of outputs) nested(w, 12, (o) => writeValueInfo(o, output));
}

/**
 * The same nodes in an order that makes onnxruntime evaluate them in the given one. It goes from the last operation that
 * nobody reads to what that needs, then on to the one before it (`Graph::ReverseDFSFrom`): given as they are, the
 * gradients of all weights would wait for the whole backward pass, and what they are made of would fill the memory.
 */
function leavesLast(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const read = new Set(nodes.flatMap(({ inputs }) => inputs));
  const isLeaf = ({ outputs }: GraphNode) => !outputs.some((output) => read.has(output));
  return [...nodes.filter((node) => !isLeaf(node)), ...nodes.filter(isLeaf).reverse()];
}

/** NodeProto: input 1, output 2, name 3, op_type 4, attribute 5, domain 7. */
function writeNode(w: protobuf.Writer, { operation, inputs, outputs, attributes }: GraphNode): void {
  const { domain, attributes: kinds } = operations[operation];
  for (const input of inputs) writeString(w, 1, input);
  for (const output of outputs) writeString(w, 2, output);
  writeString(w, 3, outputs[0] ?? '');
  writeString(w, 4, operation);
  for (const [name, value] of Object.entries(attributes)) {
    const kind = (kinds as Readonly<Record<string, string>>)[name];
    nested(w, 5, (a) => writeAttribute(a, name, kind, value));
  }
  if (domain !== 'ai.onnx') writeString(w, 7, domain);
}

/** AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20 (FLOAT 1, INT 2, STRING 3, INTS 7). */
function writeAttribute(w: protobuf.Writer, name: string, kind: string | undefined, value: unknown): void {
  writeString(w, 1, name);
  if (kind === 'float' && typeof value === 'number')
    w.uint32(tag(2, fixed32)).float(value).uint32(tag(20, varint)).int32(1);
  else if (kind === 'int' && typeof value === 'number')
    w.uint32(tag(3, varint)).int64(value).uint32(tag(20, varint)).int32(2);
  else if (kind === 'string' && typeof value === 'string') {
    writeString(w, 4, value);
    w.uint32(tag(20, varint)).int32(3);
  } else if (kind === 'ints' && Array.isArray(value)) {
    for (const item of value) w.uint32(tag(8, varint)).int64(item);
    w.uint32(tag(20, varint)).int32(7);
  } else throw new Error(`the attribute ${name} is no ${kind}`);
}

/** ValueInfoProto: name 1, type 2 -> TypeProto.tensor_type 1 -> elem_type 1, shape 2 -> dim 1 -> value 1 or param 2. */
function writeValueInfo(w: protobuf.Writer, { name, type, shape }: ValueInfo): void {
  writeString(w, 1, name);
  nested(w, 2, (typeProto) =>
    nested(typeProto, 1, (tensorType) => {
      tensorType.uint32(tag(1, varint)).int32(elementTypes[type]);
      nested(tensorType, 2, (shapeProto) => {
        for (const size of shape) {
          nested(shapeProto, 1, (dimension) => {
            if (typeof size === 'number') dimension.uint32(tag(1, varint)).int64(size);
            else writeString(dimension, 2, size);
          });
        }
      });
    }),
  );
}

/**
 * TensorProto: dims 1, data_type 2, name 8, then raw_data 9, or external_data 13 (StringStringEntryProto: key 1, value
 * 2) and data_location 14 (EXTERNAL 1).
 */
function writeTensor(w: protobuf.Writer, { name, type, shape, byteLength, bytes }: Constant): void {
  for (const size of shape) w.uint32(tag(1, varint)).int64(size);
  w.uint32(tag(2, varint)).int32(elementTypes[type]);
  writeString(w, 8, name);
  if (bytes.kind === 'inline') {
    w.uint32(tag(9, lengthDelimited)).bytes(bytes.bytes);
    return;
  }
  const entries = { location: bytes.location, offset: String(bytes.offset), length: String(byteLength) };
  for (const [key, value] of Object.entries(entries)) {
    nested(w, 13, (entry) => {
      writeString(entry, 1, key);
      writeString(entry, 2, value);
    });
  }
  w.uint32(tag(14, varint)).int32(1);
}

function nested(w: protobuf.Writer, field: number, write: (w: protobuf.Writer) => void): void {
  write(w.uint32(tag(field, lengthDelimited)).fork());
  w.ldelim();
}

function writeString(w: protobuf.Writer, field: number, text: string): void {
  w.uint32(tag(field, lengthDelimited)).string(text);
}

function tag(field: number, wireType: number): number {
  return ((field << 3) | wireType) >>> 0;
}
