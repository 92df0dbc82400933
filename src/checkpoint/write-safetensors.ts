import { UserError } from '../core/errors.ts';
import { quoted } from '../core/quote.ts';
import { writeDurably } from '../files/durable.ts';
import { toHalf } from './half.ts';
import { elementCount } from './shape.ts';

/** A tensor to write, row-major; `[]` is the shape of a scalar. */
export interface WritableTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Element types that tensors are written in. */
export type WritableType = 'F32' | 'F16';

export interface WriteOptions {
  /** `F32` if not given. */
  readonly type?: WritableType;
  /** Free texts for the header; `format: pt`, which transformers asks for, if not given. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Elements that are converted to float16 at a time. */
const chunk = 1 << 18;

/**
 * Writes tensors in the safetensors format (https://huggingface.co/docs/safetensors): a header of a multiple of eight
 * bytes, padded with spaces, with the metadata first, then the tensors in the order of their names, without holes.
 * The file is written durably: see `writeDurably`.
 * @throws UserError naming the file if it cannot be written, or a tensor of which float16 would make an infinity.
 */
export function writeSafetensors(file: string, tensors: readonly WritableTensor[], options: WriteOptions = {}): void {
  const { type = 'F32', metadata = { format: 'pt' } } = options;
  const ordered = tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const header = new Map<string, unknown>([['__metadata__', metadata]]);
  let end = 0;
  for (const { name, shape, values } of ordered) {
    if (header.has(name)) throw new Error(`${file}: the tensor ${quoted(name)} comes twice`);
    if (elementCount(shape) !== values.length) {
      throw new Error(`${file}: the tensor ${quoted(name)} [${shape.join(', ')}] has ${values.length} elements`);
    }
    const start = end;
    end += values.length * (type === 'F32' ? 4 : 2);
    header.set(name, { dtype: type, shape, data_offsets: [start, end] });
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 7, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  writeDurably(file, (sink) => {
    sink.write(length);
    sink.write(padded);
    for (const { name, values } of ordered) {
      if (type === 'F32') sink.write(bytesOf(values));
      else for (const part of halves(file, name, values)) sink.write(bytesOf(part));
    }
  });
}

function* halves(file: string, name: string, values: Float32Array): Generator<Uint16Array> {
  for (let start = 0; start < values.length; start += chunk) {
    const part = Uint16Array.from(values.subarray(start, start + chunk), toHalf);
    const lost = part.findIndex((code, index) => (code & 0x7fff) === 0x7c00 && Number.isFinite(values[start + index]));
    if (lost >= 0) {
      throw new UserError(
        `${file}: the tensor ${quoted(name)} holds ${values[start + lost]}, which float16 cannot; write float32`,
      );
    }
    yield part;
  }
}

/** The bytes of an array, little-endian as on every platform that onnxruntime runs on. */
function bytesOf(array: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
