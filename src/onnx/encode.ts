import protobuf from 'protobufjs/minimal.js';
import { UserError } from '../core/errors.ts';
import { type Constant, elementTypes, type Graph, type GraphNode, operatorSets, type ValueInfo } from './graph.ts';
import { operations } from './operations.ts';

/**
 * Version 10 of the intermediate representation, which goes with operator set 21. Field numbers below are those of
 * onnx.proto: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const irVersion = 10;

/** A protobuf message is read with 32-bit signed sizes (https://protobuf.dev/programming-guides/proto-limits/). */
const maximumBytes = 2 ** 31 - 1;

/** Protobuf wire types (https://protobuf.dev/programming-guides/encoding/#structure). */
const varint = 0;
const lengthDelimited = 2;
const fixed32 = 5;

/**
 * A graph as an ONNX `ModelProto`. Weights are made one after the other, straight into the result, so the most memory
 * held is the result and one weight.
 * @throws UserError if the result would exceed the 2 GB that a protobuf message can hold.
 */
export function encodeModel(graph: Graph): Uint8Array {
  const body = protobuf.Writer.create();
  for (const node of graph.nodes) nested(body, 1, (w) => writeNode(w, node));
  writeString(body, 2, 'gerbera');
  for (const input of graph.inputs) nested(body, 11, (w) => writeValueInfo(w, input));
  for (const output of graph.outputs) nested(body, 12, (w) => writeValueInfo(w, output));

  // GraphProto.initializer = 5; within TensorProto the raw bytes come last, so that they need not pass the writer.
  const tensors = graph.constants.map((constant) => {
    const fields = tensorFields(constant);
    const payload = constant.bytes.kind === 'made' ? constant.byteLength : 0;
    return { constant, payload, head: prefixed(5, fields, payload) };
  });
  const fields = body.finish();
  const graphLength = tensors.reduce((sum, { head, payload }) => sum + head.length + payload, fields.length);

  const model = protobuf.Writer.create();
  model.uint32(tag(1, varint)).int64(irVersion);
  writeString(model, 2, 'gerbera');
  for (const [domain, version] of operatorSets(graph)) {
    nested(model, 8, (w) => {
      writeString(w, 1, domain);
      w.uint32(tag(2, varint)).int64(version);
    });
  }
  // ModelProto.graph = 7 comes last for the same reason.
  const head = model.uint32(tag(7, lengthDelimited)).uint32(graphLength).finish();
  const total = head.length + graphLength;
  if (total > maximumBytes) {
    throw new UserError(
      `the model's weights take ${(total / 1e9).toFixed(1)} GB in float32; more than 2 GB cannot be loaded from this file format: save the checkpoint as float32 model.safetensors`,
    );
  }

  const out = new Uint8Array(total);
  out.set(head, 0);
  out.set(fields, head.length);
  let end = head.length + fields.length;
  for (const { constant, payload, head } of tensors) {
    out.set(head, end);
    end += head.length;
    if (constant.bytes.kind === 'made') {
      const bytes = constant.bytes.make();
      if (bytes.length !== payload) throw new Error(`${constant.name} is ${bytes.length} bytes, not ${payload}`);
      out.set(bytes, end);
      end += payload;
    }
  }
  return out;
}

/** NodeProto: input 1, output 2, name 3, op_type 4, attribute 5, domain 7. */
function writeNode(w: protobuf.Writer, { operation, inputs, output, attributes }: GraphNode): void {
  const { domain, attributes: kinds } = operations[operation];
  for (const input of inputs) writeString(w, 1, input);
  writeString(w, 2, output);
  writeString(w, 3, output);
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
 * TensorProto without its bytes: dims 1, data_type 2, name 8, then the tag and length of raw_data 9, or external_data 13
 * (StringStringEntryProto: key 1, value 2) and data_location 14 (EXTERNAL 1).
 */
function tensorFields({ name, type, shape, byteLength, bytes }: Constant): Uint8Array {
  const w = protobuf.Writer.create();
  for (const size of shape) w.uint32(tag(1, varint)).int64(size);
  w.uint32(tag(2, varint)).int32(elementTypes[type]);
  writeString(w, 8, name);
  if (bytes.kind === 'made') return w.uint32(tag(9, lengthDelimited)).uint32(byteLength).finish();
  const entries = { location: bytes.location, offset: String(bytes.offset), length: String(byteLength) };
  for (const [key, value] of Object.entries(entries)) {
    nested(w, 13, (entry) => {
      writeString(entry, 1, key);
      writeString(entry, 2, value);
    });
  }
  return w.uint32(tag(14, varint)).int32(1).finish();
}

/** The tag and length of a nested message, and its first fields; `payload` more bytes of it follow. */
function prefixed(field: number, fields: Uint8Array, payload: number): Uint8Array {
  const head = protobuf.Writer.create()
    .uint32(tag(field, lengthDelimited))
    .uint32(fields.length + payload)
    .finish();
  const out = new Uint8Array(head.length + fields.length);
  out.set(head, 0);
  out.set(fields, head.length);
  return out;
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
