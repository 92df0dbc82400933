import { describe, expect, it } from 'vitest';
import { openTensorFile } from '../../src/checkpoint/checkpoint.ts';
import {
  float32,
  join,
  type Part,
  pickle,
  type TensorParts,
  tensor,
  torchLegacy,
  torchZip,
  unsigned,
  zip,
} from './build.ts';
import { readAll, refusal, write } from './scratch.ts';

const name = 'pytorch_model.bin';
const { text, short, int, tuple, list, dict, orderedDict, call, global } = pickle;
const six = float32(0, 1, 2, 3, 4, 5);
const view = (parts: Partial<TensorParts>) => tensor({ elements: 6, shape: [6], stride: [1], ...parts });

/** The same state dict in both forms, over a storage "0" with the floats 0 to 5. */
const forms: readonly (readonly [string, (root: Part) => Buffer])[] = [
  ['zip', (root) => torchZip(root, { 0: six })],
  ['zip with 64-bit fields', (root) => torchZip(root, { 0: six }, true)],
  ['legacy', (root) => torchLegacy(root, { 0: [6, six] })],
];

describe.each(forms)('a PyTorch file, %s form', (_, build) => {
  it.each<[string, Partial<TensorParts>, number[]]>([
    ['a whole storage', {}, [0, 1, 2, 3, 4, 5]],
    ['a matrix', { shape: [2, 3], stride: [3, 1] }, [0, 1, 2, 3, 4, 5]],
    ['a transposed matrix', { shape: [3, 2], stride: [1, 3] }, [0, 3, 1, 4, 2, 5]],
    ['a slice', { offset: 2, shape: [3], stride: [1] }, [2, 3, 4]],
    ['every second element', { offset: 1, shape: [3], stride: [2] }, [1, 3, 5]],
    ['a column', { offset: 1, shape: [2, 1], stride: [3, 1] }, [1, 4]],
    ['an expanded row', { shape: [2, 3], stride: [0, 1] }, [0, 1, 2, 0, 1, 2]],
    ['more elements than the storage has', { shape: [4, 2], stride: [0, 1] }, [0, 1, 0, 1, 0, 1, 0, 1]],
    ['overlapping windows', { shape: [3, 2], stride: [1, 1] }, [0, 1, 1, 2, 2, 3]],
    ['a scalar', { offset: 5, shape: [], stride: [] }, [5]],
    ['nothing', { offset: 6, shape: [0, 3], stride: [3, 1] }, []],
    ['a dimension of 1 with an odd stride', { shape: [1, 6], stride: [77, 1] }, [0, 1, 2, 3, 4, 5]],
  ])('reads %s', async (_, parts, values) => {
    const bytes = build(orderedDict(text('a'), view(parts)));
    expect(await readAll(name, bytes)).toEqual({ a: values });
  });

  it('shares a storage between tensors', async () => {
    const bytes = build(dict(text('a'), view({}), text('b'), view({ shape: [2], offset: 4 })));
    expect(await readAll(name, bytes)).toEqual({ a: [0, 1, 2, 3, 4, 5], b: [4, 5] });
  });

  it.each(['state_dict', 'model_state_dict', 'model'])('finds the tensors under %s', async (key) => {
    const inner = orderedDict(text('a'), view({ shape: [1] }));
    expect(await readAll(name, build(dict(text('epoch'), int(3), text(key), inner)))).toEqual({ a: [0] });
  });

  it('passes over what is no tensor', async () => {
    const rest = [text('version'), int(1), text('names'), list(text('x'), text('y')), text('none'), 'N', int(7), 0x88];
    expect(await readAll(name, build(dict(...rest, text('a'), view({ shape: [1] }))))).toEqual({ a: [0] });
  });

  it('passes over the attributes that a state dict carries', async () => {
    const metadata = dict(text('_metadata'), orderedDict(text(''), dict(text('version'), int(1))));
    const bytes = build(join(orderedDict(text('a'), view({ shape: [1] })), metadata, 'b'));
    expect(await readAll(name, bytes)).toEqual({ a: [0] });
  });

  it('reads the opcodes of protocol 4', async () => {
    const named = (module: string, name: string) => join(short(module), 0x94, short(name), 0x94, 0x93, 0x94);
    const id = join(
      '(',
      short('storage'),
      named('torch', 'FloatStorage'),
      short('0'),
      short('cpu'),
      'K',
      6,
      't',
      0x94,
      'Q',
    );
    const parts = join(id, 'K', 2, 'K', 3, 0x85, 'K', 1, 0x85, 0x89, named('collections', 'OrderedDict'), ')R');
    const value = join(named('torch._utils', '_rebuild_tensor_v2'), '(', parts, 't', 0x94, 'R', 0x94);
    const framed = join(pickle.proto(4), 0x95, unsigned(8, 1000), '}', 0x94, short('a'), 0x94, value, 's');
    expect(await readAll(name, build(framed))).toEqual({ a: [2, 3, 4] });
  });

  it('reads an OrderedDict as Python 2 wrote it', async () => {
    const pairs = list(list(join('U', 1, 'a'), view({ shape: [2] })));
    expect(await readAll(name, build(call(global('collections', 'OrderedDict'), pairs)))).toEqual({ a: [0, 1] });
  });

  it.each<[string, Part, RegExp]>([
    ['a tensor that reaches past its storage', view({ offset: 1 }), /tensor "a" reaches element 6 of a storage of 6/],
    ['a stride that reaches past it', view({ shape: [2, 2], stride: [5, 1] }), /tensor "a" reaches element 6/],
    [
      'a stride beyond all bounds',
      view({ shape: [2 ** 30, 2], stride: [2 ** 30, 2 ** 30] }),
      /tensor "a" reaches element/,
    ],
    [
      'a shape that overflows',
      view({ shape: [2 ** 30, 2 ** 30], stride: [0, 0] }),
      /tensor "a" has a shape that overflows/,
    ],
    [
      'a small storage made large',
      view({ shape: [2 ** 21], stride: [0] }),
      /repeats a storage of 6 elements to 2097152/,
    ],
    [
      'more strides than dimensions',
      view({ stride: [1, 1] }),
      /opcode REDUCE at byte \d+ makes a tensor whose shape and stride/,
    ],
    [
      'a negative offset',
      view({ offset: 0xffffffff }),
      /opcode REDUCE at byte \d+ calls torch\._utils\._rebuild_tensor_v2 with odd/,
    ],
    [
      'a storage of complex numbers',
      view({ storage: 'ComplexFloatStorage' }),
      /BINPERSID at byte \d+ refers to a torch\.ComplexFloatStorage/,
    ],
    [
      'a storage of two sizes',
      join(view({}), '0', view({ elements: 5 })),
      /describes storage "0" in a second, different way/,
    ],
    [
      'a storage of another size than the file has',
      view({ elements: 5, shape: [5] }),
      /storage.*"0".* (bytes; 5 elements of F32|has 6 elements)/,
    ],
    ['a storage that is not there', view({ key: '1' }), /"1", is missing|lists the storage "0", which no tensor uses/],
  ])('refuses %s', async (_, value, message) => {
    expect(await refusal(name, build(dict(text('a'), value)))).toMatch(message);
  });

  it.each<[string, Part]>([
    ['a list', list(int(1))],
    ['a number', int(1)],
    ['an empty dictionary', dict()],
    ['a tensor without a name', view({})],
  ])('says that %s is no state dict', async (_, root) => {
    expect(await refusal(name, build(root))).toMatch(/holds no state dict|not among the file's|no tensor uses/);
  });

  it('says that a name must be a string', async () => {
    expect(await refusal(name, build(dict(int(1), view({}))))).toContain('named by something other than a string');
  });

  it('reads no tensor before it is asked for', async () => {
    const bytes = build(dict(text('a'), view({})));
    const source = await openTensorFile(write(name, bytes));
    const changed = Buffer.from(bytes);
    changed.set(float32(9), bytes.indexOf(six));
    write(name, changed);
    expect([...source.read('a')]).toEqual([9, 1, 2, 3, 4, 5]);
    source.close();
  });
});

describe('types of PyTorch storages', () => {
  it.each<[string, string, string, number[] | undefined]>([
    ['DoubleStorage', 'F64', '000000000000f83f', [1.5]],
    ['FloatStorage', 'F32', '0000c03f', [1.5]],
    ['HalfStorage', 'F16', '003e', [1.5]],
    ['BFloat16Storage', 'BF16', 'c03f', [1.5]],
    ['LongStorage', 'I64', '0100000000000000', undefined],
    ['IntStorage', 'I32', '01000000', undefined],
    ['ShortStorage', 'I16', '0100', undefined],
    ['CharStorage', 'I8', '01', undefined],
    ['ByteStorage', 'U8', '01', undefined],
    ['BoolStorage', 'BOOL', '01', undefined],
  ])('%s', async (storage, type, hex, values) => {
    const root = dict(text('a'), tensor({ storage, elements: 1, shape: [1], stride: [1] }));
    const source = await openTensorFile(write(name, torchZip(root, { 0: Buffer.from(hex, 'hex') })));
    expect(source.tensors.get('a')).toMatchObject({ type, shape: [1] });
    if (values) expect([...source.read('a')]).toEqual(values);
    else expect(() => source.read('a')).toThrow(`tensor "a" is of type ${type}; a float type is needed`);
    source.close();
  });
});

describe('a PyTorch zip file', () => {
  const root = join(pickle.proto(2), dict(text('a'), view({})), pickle.stop);
  const entry = { name: 'm/data.pkl', data: root };
  const storage = { name: 'm/data/0', data: six };

  it.each<[string, Buffer, RegExp]>([
    ['without a pickle', zip([storage]), /no data\.pkl in it/],
    ['with two pickles', zip([entry, { name: 'n/data.pkl', data: root }]), /more than one data\.pkl/],
    ['with an entry twice', zip([entry, storage, storage]), /the entry "m\/data\/0" comes twice/],
    [
      'of a big-endian machine',
      zip([entry, storage, { name: 'm/byteorder', data: Buffer.from('big') }]),
      /byte order is "big"/,
    ],
    ['with encryption', zip([entry, { ...storage, flags: 0x801, claims: 12 }]), /the entry "m\/data\/0" is encrypted/],
    ['that lies about a size', zip([entry, { ...storage, claims: 2 ** 31 }]), /damaged|lies about its size/],
    [
      'whose entries overlap',
      zip([entry, storage, { name: 'm/data/1', data: six, at: zip([entry]).indexOf('PK\x01') }]),
      /overlap/,
    ],
    ['with an entry outside its folder', zip([entry, { name: '../data/0', data: six }]), /invalid relative path/],
    ['without its directory', zip([entry, storage]).subarray(0, 200), /damaged or truncated zip/],
    ['without a storage', zip([entry]), /the storage of tensor "a", data\/"0", is missing/],
    [
      'with a short storage',
      zip([entry, { ...storage, data: six.subarray(4) }]),
      /has 20 bytes; 6 elements of F32 are needed/,
    ],
  ])('%s is refused', async (_, bytes, message) => {
    expect(await refusal(name, bytes)).toMatch(message);
  });
});

describe('a PyTorch file before 1.6', () => {
  const root = dict(text('a'), view({}));

  it('takes views from its storages, as before 0.4', async () => {
    const id = tuple(text('0-2'), int(2), int(3));
    const viewed = dict(text('a'), view({ shape: [3], view: id }), text('b'), view({ view: 'N' }));
    expect(await readAll(name, torchLegacy(viewed, { 0: [6, six] }))).toEqual({ a: [2, 3, 4], b: [0, 1, 2, 3, 4, 5] });
    const outside = dict(text('a'), view({ view: tuple(text('0-2'), int(5), int(3)) }));
    expect(await refusal(name, torchLegacy(outside, { 0: [6, six] }))).toMatch(/BINPERSID .* view that reaches past/);
    const beyond = dict(text('a'), view({ shape: [5], view: id }));
    expect(await refusal(name, torchLegacy(beyond, { 0: [6, six] }))).toMatch(/reaches element 4 of a storage of 4/);
  });

  const other = (value: Part) => join(pickle.proto(2), value, pickle.stop);
  it.each<[string, Buffer, RegExp]>([
    ['another pickle', other(dict(text('a'), int(1))), /not a PyTorch checkpoint/],
    ['text', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n'), /Git LFS pointer/],
    ['a big-endian file', torchLegacy(root, { 0: [6, six] }, false), /byte order is "big"/],
    ['a storage cut short', torchLegacy(root, { 0: [6, six.subarray(1)] }), /storage "0" at byte \d+ is cut short/],
    ['no storages', torchLegacy(root), /storage "0" of tensor "a" is not among the file's storages/],
    ['a negative size', torchLegacy(root, { 0: [-1, six] }), /says it has -1 elements; its tensors say 6/],
    [
      'a storage that no tensor uses',
      torchLegacy(root, { 1: [6, six] }),
      /lists the storage "1", which no tensor uses/,
    ],
    ['a pickle cut short', torchLegacy(root).subarray(0, 70), /the pickle is cut short at byte 70; nothing was run/],
    ['a protocol from the future', join(0x80, 9, '.'), /opcode PROTO at byte 0 asks for protocol 9/],
  ])('refuses %s', async (_, bytes, message) => {
    expect(await refusal(name, bytes)).toMatch(message);
  });

  it('has storages that are listed once', async () => {
    const doubled = torchLegacy(root, { 0: [6, six] });
    const key = list(text('0'));
    const at = doubled.lastIndexOf(key);
    const bytes = join(
      doubled.subarray(0, at),
      list(text('0'), text('0')),
      doubled.subarray(at + key.length),
      unsigned(8, 6),
      six,
    );
    expect(await refusal(name, bytes)).toMatch(/storage "0" at byte \d+ is listed twice/);
  });
});
