import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openTensorFile } from '../../src/checkpoint/checkpoint.ts';
import { float32, join, safetensors } from './build.ts';
import { readAll, refusal, write } from './scratch.ts';

const name = 'model.safetensors';
const one = (dtype: string, shape: unknown, data_offsets: unknown) => ({ a: { dtype, shape, data_offsets } });

describe('safetensors', () => {
  it('reads tensors of any rank in any order, empty ones too, past metadata and padding', async () => {
    const header = {
      second: { dtype: 'F32', shape: [2, 1], data_offsets: [4, 12] },
      __metadata__: { format: 'pt' },
      first: { dtype: 'F32', shape: [], data_offsets: [0, 4] },
      empty: { dtype: 'F32', shape: [3, 0], data_offsets: [4, 4] },
    };
    expect(await readAll(name, safetensors(`${JSON.stringify(header)}     `, float32(1, 2, 3)))).toEqual({
      first: [1],
      second: [2, 3],
      empty: [],
    });
  });

  const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
  it.each<[string, string, number[]]>([
    ['F64', '000000000000f03f9a9999999999b9bf', [1, Math.fround(-0.1)]],
    ['F32', '0000803fcdccccbd', [1, Math.fround(-0.1)]],
    ['F16', '003cff7b010000fc007e0080', [1, 65504, 2 ** -24, -infinity, nan, -0]],
    ['BF16', '803f01c0807fc07f', [1, -2.015625, infinity, nan]],
    ['F8_E4M3', '387e01b87f0880', [1, 448, 2 ** -9, -1, nan, 2 ** -6, -0]],
    ['F8_E5M2', '3c7b01fc7d04', [1, 57344, 2 ** -16, -infinity, nan, 2 ** -14]],
    ['F8_E4M3FNUZ', '407f01c080', [1, 240, 2 ** -10, -1, nan]],
    ['F8_E5M2FNUZ', '407f01c080', [1, 57344, 2 ** -17, -1, nan]],
    ['F8_E8M0', '7f8000feff', [1, 2, 2 ** -127, 2 ** 127, nan]],
  ])('reads %s', async (dtype, hex, values) => {
    const data = Buffer.from(hex, 'hex');
    const { a } = await readAll(name, safetensors(one(dtype, [values.length], [0, data.length]), data));
    expect(a).toEqual(values);
  });

  it('converts tensors of more than one chunk', async () => {
    const count = 300_000;
    const halves = Uint16Array.from({ length: count }, (_, i) => 0x3c00 + (i % 1000));
    const { a } = await readAll(name, safetensors(one('F16', [count], [0, 2 * count]), new Uint8Array(halves.buffer)));
    expect(a).toHaveLength(count);
    expect(a?.[count - 1]).toBe(1 + ((count - 1) % 1000) / 1024);
  });

  it.each(['I64', 'I32', 'I16', 'I8', 'U64', 'U32', 'U16', 'U8', 'BOOL'])(
    'lists %s and does not read it',
    async (dtype) => {
      const data = Buffer.alloc({ 6: 8, 3: 4, 1: 2 }[dtype.slice(1, 2)] ?? 1);
      const source = await openTensorFile(write(name, safetensors(one(dtype, [1], [0, data.length]), data)));
      expect(source.tensors.get('a')).toMatchObject({ name: 'a', type: dtype, shape: [1] });
      expect(() => source.read('a')).toThrow(/model\.safetensors: tensor "a" is of type .*; a float type is needed/);
      expect(() => source.read('b')).toThrow(/model\.safetensors: there is no tensor "b"/);
      source.close();
      source.close();
    },
  );

  it('reads no tensor before it is asked for', async () => {
    const file = write(name, safetensors(one('F32', [1], [0, 4]), float32(1)));
    const source = await openTensorFile(file);
    write(name, safetensors(one('F32', [1], [0, 4]), float32(7)));
    expect([...source.read('a')]).toEqual([7]);
    write(name, safetensors(one('F32', [1], [0, 4])));
    expect(() => source.read('a')).toThrow(/became shorter/);
    source.close();
  });

  it('opens a file larger than any read and reads its last tensor', async () => {
    const size = 2 ** 34;
    const header = {
      large: { dtype: 'F32', shape: [size / 4], data_offsets: [0, size] },
      small: { dtype: 'F32', shape: [2], data_offsets: [size, size + 8] },
    };
    const head = safetensors(header);
    const file = write(name, head);
    const descriptor = openSync(file, 'r+');
    ftruncateSync(descriptor, head.length + size + 8);
    writeSync(descriptor, float32(3, 4), 0, 8, head.length + size);
    closeSync(descriptor);
    const source = await openTensorFile(file);
    expect([...source.read('small')]).toEqual([3, 4]);
    source.close();
    write(name, '');
  });

  const four = float32(1);
  it.each<[string, Buffer, RegExp]>([
    ['an empty file', Buffer.alloc(0), /the file is empty/],
    ['less than a header length', Buffer.alloc(5), /cut short after 5 bytes/],
    ['a header longer than the file', safetensors('{}', four, 7), /header claims 7 bytes, the file has 14/],
    [
      'a header of absurd length',
      safetensors('{}', four, 2n ** 63n),
      /header claims 9223372036854775808 bytes; at most/,
    ],
    ['a header that is not UTF-8', join(3, '\0\0\0\0\0\0\0', '{\xff}'), /not UTF-8/],
    ['a header that is no object', safetensors('[]'), /does not start with \{/],
    ['a header that is not JSON', safetensors('{"a":}'), /header is wrong at byte 13: expected a value/],
    ['a header of nested arrays', safetensors(`{"a":${'['.repeat(1e6)}`), /nested more than 3 deep/],
    [
      'a tensor that comes twice',
      safetensors(`{"a":${JSON.stringify(one('F32', [1], [0, 4]).a)},"\\u0061":1}`, four),
      /the key "a" comes twice/,
    ],
    [
      'metadata that are not strings',
      safetensors({ __metadata__: { a: 1 } }),
      /__metadata__ is not an object of strings/,
    ],
    ['an entry that is no object', safetensors({ a: 1 }), /tensor "a": its entry is not an object/],
    ['an unknown type', safetensors(one('F4', [8], [0, 4]), four), /tensor "a": the type "F4" is not supported/],
    [
      'a name of the object prototype as type',
      safetensors(one('toString', [1], [0, 4]), four),
      /"toString" is not supported/,
    ],
    ['no type', safetensors({ a: { shape: [1], data_offsets: [0, 4] } }, four), /tensor "a": it has no dtype/],
    ['a negative dimension', safetensors(one('F32', [-1], [0, 4]), four), /tensor "a": its shape is not/],
    ['a fractional dimension', safetensors(one('F32', [0.5], [0, 4]), four), /tensor "a": its shape is not/],
    ['offsets that are not a pair', safetensors(one('F32', [1], [0]), four), /tensor "a": its data_offsets/],
    ['offsets that run backwards', safetensors(one('F32', [1], [4, 0]), four), /\[4, 0\] run backwards/],
    ['offsets past what a double holds', safetensors(one('F32', [1], [0, 1e300]), four), /that can be addressed/],
    ['offsets past the end', safetensors(one('F32', [2], [0, 8]), four), /tensor "a" ends at byte .*; cut short\?/],
    [
      'a shape that takes more than its offsets',
      safetensors(one('F32', [2], [0, 4]), four),
      /\[2\] in F32 takes 8 bytes, its data_offsets span 4/,
    ],
    ['a shape that overflows', safetensors(one('F32', [2 ** 40, 2 ** 40], [0, 4]), four), /takes too many bytes/],
    [
      'a shape that overflows to nothing',
      safetensors(one('F32', [2 ** 32, 2 ** 32, 4], [0, 0])),
      /takes too many bytes/,
    ],
    [
      'tensors that overlap',
      safetensors({ ...one('F32', [1], [0, 4]), b: { dtype: 'F16', shape: [1], data_offsets: [2, 4] } }, four),
      /tensors "a" and "b" overlap/,
    ],
    ['a hole', safetensors(one('F16', [1], [2, 4]), four), /2 bytes before tensor "a" belong to no tensor/],
    ['bytes left over', safetensors(one('F16', [1], [0, 2]), four), /2 bytes at its end belong to no tensor/],
    ['a name with line breaks in it', safetensors({ 'a\nb\u2028': 1 }), /tensor "a\\nb\\u2028": its entry/],
  ])('refuses %s', async (_, bytes, message) => {
    expect(await refusal(name, bytes)).toMatch(message);
  });

  it('names a missing file and a folder in place of a file', async () => {
    await expect(openTensorFile('/nowhere/model.safetensors')).rejects.toThrow(
      '/nowhere/model.safetensors: no such file',
    );
    await expect(openTensorFile(import.meta.dirname)).rejects.toThrow('not a file');
  });
});
