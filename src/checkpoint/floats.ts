import { UserError } from '../core/errors.ts';
import { quoted } from '../core/quote.ts';
import type { BinaryFile } from './file.ts';
import type { TensorType } from './tensors.ts';

/** Bytes of one element of each type. */
export const elementBytes: Readonly<Record<TensorType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  F8_E4M3FNUZ: 1,
  F8_E5M2FNUZ: 1,
  F8_E8M0: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
};

export function isTensorType(name: unknown): name is TensorType {
  return typeof name === 'string' && Object.hasOwn(elementBytes, name);
}

/** How many elements are converted at a time, so that a tensor is never held twice. */
const chunk = 1 << 18;

/**
 * `count` elements of a float type, little-endian from `offset`, as float32.
 * @param tensor its name, for the message.
 * @throws UserError if the type is not a float type or the file is too short.
 */
export function readFloats(
  file: BinaryFile,
  offset: number,
  type: TensorType,
  count: number,
  tensor: string,
): Float32Array {
  const size = elementBytes[type];
  if (offset + count * size > file.size) {
    throw new UserError(
      `${file.path}: tensor ${quoted(tensor)} is cut short: it ends at byte ${offset + count * size} of ${file.size}`,
    );
  }
  if (type === 'F32') {
    const values = new Float32Array(count);
    file.readInto(new Uint8Array(values.buffer), offset);
    return values;
  }
  const decode = decoder(type);
  if (!decode) {
    throw new UserError(`${file.path}: tensor ${quoted(tensor)} is of type ${type}; a float type is needed`);
  }
  const values = new Float32Array(count);
  for (let start = 0; start < count; start += chunk) {
    const length = Math.min(chunk, count - start);
    decode(file.read(offset + start * size, length * size), values.subarray(start, start + length));
  }
  return values;
}

type Decode = (bytes: Buffer<ArrayBuffer>, values: Float32Array) => void;

function decoder(type: TensorType): Decode | undefined {
  switch (type) {
    case 'F64':
      return (bytes, values) => values.set(new Float64Array(bytes.buffer, bytes.byteOffset, values.length));
    case 'BF16':
      return (bytes, values) => {
        // bfloat16 is the upper half of a float32.
        const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, values.length);
        const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
        for (let i = 0; i < values.length; i++) words[i] = halves[i]! << 16;
      };
    case 'F16':
      return (bytes, values) => {
        const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, values.length);
        const table = floatTable('F16');
        for (let i = 0; i < values.length; i++) values[i] = table[halves[i]!]!;
      };
    case 'F8_E4M3':
    case 'F8_E5M2':
    case 'F8_E4M3FNUZ':
    case 'F8_E5M2FNUZ':
    case 'F8_E8M0':
      return (bytes, values) => {
        const table = floatTable(type);
        for (let i = 0; i < values.length; i++) values[i] = table[bytes[i]!]!;
      };
    default:
      return undefined;
  }
}

/** How a small float type lays out its bits: sign, exponent, mantissa from the highest down. */
interface Layout {
  readonly bits: number;
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /**
   * What the codes at the edge mean: `ieee` has infinities and NaNs at the largest exponent; `finite` has one NaN, all
   * ones (OCP FP8 E4M3); `unsigned zero` has one NaN, at minus zero.
   */
  readonly edge: 'ieee' | 'finite' | 'unsigned zero';
}

type TabledType = 'F16' | 'F8_E4M3' | 'F8_E5M2' | 'F8_E4M3FNUZ' | 'F8_E5M2FNUZ' | 'F8_E8M0';

/**
 * IEEE 754 binary16; OCP 8-bit floating point (arXiv 2209.05433); the FNUZ variants of arXiv 2206.02915. E8M0, the
 * scale type of the OCP microscaling formats, is an exponent alone and is handled apart.
 */
const layouts: Readonly<Record<Exclude<TabledType, 'F8_E8M0'>, Layout>> = {
  F16: { bits: 16, exponentBits: 5, mantissaBits: 10, bias: 15, edge: 'ieee' },
  F8_E5M2: { bits: 8, exponentBits: 5, mantissaBits: 2, bias: 15, edge: 'ieee' },
  F8_E4M3: { bits: 8, exponentBits: 4, mantissaBits: 3, bias: 7, edge: 'finite' },
  F8_E5M2FNUZ: { bits: 8, exponentBits: 5, mantissaBits: 2, bias: 16, edge: 'unsigned zero' },
  F8_E4M3FNUZ: { bits: 8, exponentBits: 4, mantissaBits: 3, bias: 8, edge: 'unsigned zero' },
};

const tables = new Map<TabledType, Float32Array>();

/** The value of every code of a small float type; each table is made once. */
function floatTable(type: TabledType): Float32Array {
  const known = tables.get(type);
  if (known) return known;
  const table =
    type === 'F8_E8M0'
      ? Float32Array.from({ length: 256 }, (_, code) => (code === 255 ? Number.NaN : 2 ** (code - 127)))
      : Float32Array.from({ length: 2 ** layouts[type].bits }, (_, code) => decodeFloat(code, layouts[type]));
  tables.set(type, table);
  return table;
}

function decodeFloat(code: number, { bits, exponentBits, mantissaBits, bias, edge }: Layout): number {
  const sign = code >> (bits - 1) ? -1 : 1;
  const exponent = (code >> mantissaBits) & (2 ** exponentBits - 1);
  const mantissa = code & (2 ** mantissaBits - 1);
  const largest = exponent === 2 ** exponentBits - 1;
  if (edge === 'ieee' && largest) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (edge === 'finite' && largest && mantissa === 2 ** mantissaBits - 1) return Number.NaN;
  if (edge === 'unsigned zero' && code === 2 ** (bits - 1)) return Number.NaN;
  const fraction = mantissa / 2 ** mantissaBits;
  return sign * (exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias));
}
