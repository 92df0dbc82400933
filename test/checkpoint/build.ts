import { crc32 } from 'node:zlib';

/** Parts of a binary file; strings are Latin-1, a number is one byte. */
export type Part = Uint8Array | string | number;

export function join(...parts: readonly Part[]): Buffer {
  return Buffer.concat(
    parts.map((part) =>
      typeof part === 'number' ? Buffer.of(part) : typeof part === 'string' ? Buffer.from(part, 'latin1') : part,
    ),
  );
}

/** A little-endian integer; a negative one in two's complement. */
export function unsigned(size: 1 | 2 | 4 | 8, value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  return bytes.subarray(0, size);
}

export function float32(...values: readonly number[]): Buffer {
  return Buffer.from(Float32Array.from(values).buffer);
}

/** A safetensors file with this header, as an object or as raw text, and these data. */
export function safetensors(header: unknown, data: Uint8Array = Buffer.alloc(0), length?: number | bigint): Buffer {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  return join(unsigned(8, length ?? text.length), text, data);
}

export interface ZipEntry {
  readonly name: string;
  readonly data: Uint8Array;
  /** 8 is deflate. */
  readonly method?: number;
  /** What the directory says of the size before compression. */
  readonly claims?: number;
  /** Where the directory says that the entry starts. */
  readonly at?: number;
  readonly flags?: number;
}

/** A zip file (APPNOTE.TXT), with 64-bit sizes and offsets throughout if asked. */
export function zip(entries: readonly ZipEntry[], zip64 = false): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, method = 0, claims = data.length, at = offset, flags = 0x800 } of entries) {
    const common = [unsigned(2, flags), unsigned(2, method), unsigned(4, 0), unsigned(4, crc32(data))];
    const narrow = 0xffffffff;
    const sizes = [unsigned(4, zip64 ? narrow : data.length), unsigned(4, zip64 ? narrow : claims)];
    const wide = zip64 ? [unsigned(8, claims), unsigned(8, data.length)] : [];
    const localExtra = zip64 ? join(unsigned(2, 1), unsigned(2, 16), ...wide) : Buffer.alloc(0);
    const extra = zip64 ? join(unsigned(2, 1), unsigned(2, 24), ...wide, unsigned(8, at)) : Buffer.alloc(0);
    const file = join(
      ...['PK\x03\x04', unsigned(2, 45), ...common, ...sizes, unsigned(2, name.length), unsigned(2, localExtra.length)],
      ...[name, localExtra, data],
    );
    directory.push(
      join(
        ...['PK\x01\x02', unsigned(2, 45), unsigned(2, 45), ...common, ...sizes],
        ...[unsigned(2, name.length), unsigned(2, extra.length), unsigned(2, 0), unsigned(2, 0), unsigned(2, 0)],
        ...[unsigned(4, 0), unsigned(4, zip64 ? narrow : at), name, extra],
      ),
    );
    files.push(file);
    offset += file.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const count = entries.length;
  const wideEnd = join(
    ...['PK\x06\x06', unsigned(8, 44), unsigned(2, 45), unsigned(2, 45), unsigned(4, 0), unsigned(4, 0)],
    ...[unsigned(8, count), unsigned(8, count), unsigned(8, size), unsigned(8, offset)],
    ...['PK\x06\x07', unsigned(4, 0), unsigned(8, offset + size), unsigned(4, 1)],
  );
  const end = zip64
    ? join('PK\x05\x06', unsigned(4, 0), unsigned(2, 0xffff), unsigned(2, 0xffff), unsigned(8, -1))
    : join(
        'PK\x05\x06',
        unsigned(4, 0),
        unsigned(2, count),
        unsigned(2, count),
        unsigned(4, size),
        unsigned(4, offset),
      );
  return join(...files, ...directory, zip64 ? wideEnd : '', end, unsigned(2, 0));
}

/** The opcodes of a pickle, enough for state dicts and for attacks on their reader. */
export const pickle = {
  proto: (version: number) => join(0x80, version),
  stop: '.',
  global: (module: string, name: string) => `c${module}\n${name}\n`,
  text: (value: string) => join('X', unsigned(4, Buffer.byteLength(value)), Buffer.from(value)),
  short: (value: string) => join(0x8c, value.length, value),
  int: (value: number) => join('J', unsigned(4, value)),
  tuple: (...items: readonly Part[]) => join('(', ...items, 't'),
  list: (...items: readonly Part[]) => join('](', ...items, 'e'),
  dict: (...items: readonly Part[]) => join('}(', ...items, 'u'),
  call: (callable: Part, ...items: readonly Part[]) => join(callable, pickle.tuple(...items), 'R'),
  orderedDict: (...items: readonly Part[]) =>
    join(pickle.call(pickle.global('collections', 'OrderedDict')), '(', ...items, 'u'),
};

export interface TensorParts {
  readonly storage?: string;
  readonly key?: string;
  readonly elements: number;
  readonly offset?: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  /** The last item of the persistent id, as files of PyTorch before 0.4 have it. */
  readonly view?: Part;
}

/** A call of `_rebuild_tensor_v2`. */
export function tensor({
  storage = 'FloatStorage',
  key = '0',
  elements,
  offset = 0,
  shape,
  stride,
  view,
}: TensorParts): Buffer {
  const { text, int, tuple, global } = pickle;
  const id = tuple(text('storage'), global('torch', storage), text(key), text('cpu'), int(elements), view ?? '');
  return pickle.call(
    global('torch._utils', '_rebuild_tensor_v2'),
    ...[id, 'Q', int(offset), tuple(...shape.map(int)), tuple(...stride.map(int)), 0x89, pickle.orderedDict()],
  );
}

/** A zip checkpoint around a pickled value (without PROTO and STOP). */
export function torchZip(root: Part, storages: Readonly<Record<string, Uint8Array>> = {}, zip64 = false): Buffer {
  return zip(
    [
      { name: 'm/data.pkl', data: join(pickle.proto(2), root, pickle.stop) },
      { name: 'm/byteorder', data: Buffer.from('little') },
      ...Object.entries(storages).map(([key, data]) => ({ name: `m/data/${key}`, data })),
      { name: 'm/version', data: Buffer.from('3\n') },
    ],
    zip64,
  );
}

/** A checkpoint of the form before PyTorch 1.6 around a pickled value; `elements` and data of each storage. */
export function torchLegacy(
  root: Part,
  storages: Readonly<Record<string, readonly [elements: number, data: Uint8Array]>> = {},
  littleEndian = true,
): Buffer {
  const one = (...parts: readonly Part[]) => join(pickle.proto(2), ...parts, pickle.stop);
  const magic = Buffer.from('6cfc9c46f9206aa85019', 'hex');
  return join(
    one(0x8a, 10, magic),
    one(pickle.int(1001)),
    one(pickle.dict(pickle.text('little_endian'), littleEndian ? 0x88 : 0x89)),
    one(root),
    one(pickle.list(...Object.keys(storages).map(pickle.text))),
    ...Object.values(storages).flatMap(([elements, data]) => [unsigned(8, elements), data]),
  );
}
