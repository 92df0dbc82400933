import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { UserError } from '../../src/core/errors.ts';
import { float32, pickle, safetensors, tensor, torchLegacy, torchZip } from './build.ts';
import { scratch } from './scratch.ts';

let folders = 0;
/** A new model folder; what is neither text nor bytes is written as JSON. */
function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = path.join(scratch, `model-${folders++}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    const plain = typeof content === 'string' || content instanceof Uint8Array;
    writeFileSync(path.join(folder, name), plain ? content : JSON.stringify(content));
  }
  return folder;
}

/** Weights with one tensor of one element, in each form. */
const weights = {
  safetensors: (name: string, value: number) =>
    safetensors({ [name]: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, float32(value)),
  zip: (name: string, value: number) =>
    torchZip(pickle.dict(pickle.text(name), tensor({ elements: 1, shape: [1], stride: [1] })), { 0: float32(value) }),
  legacy: (name: string, value: number) =>
    torchLegacy(pickle.dict(pickle.text(name), tensor({ elements: 1, shape: [1], stride: [1] })), {
      0: [1, float32(value)],
    }),
};
const config = { 'config.json': { model_type: 'bert' } };
const index = (weight_map: unknown) => ({ metadata: { total_size: 8 }, weight_map });

async function read(files: Readonly<Record<string, unknown>>) {
  const folder = folderOf({ ...config, ...files });
  const checkpoint = await openCheckpoint(folder);
  const tensors = Object.fromEntries(
    [...checkpoint.source.tensors.keys()].map((name) => [name, [...checkpoint.source.read(name)]]),
  );
  checkpoint.source.close();
  checkpoint.source.close();
  return { files: checkpoint.weightFiles.map((file) => path.relative(folder, file)), tensors };
}

describe('a model folder', () => {
  it('is opened with its configuration', async () => {
    const folder = folderOf({ ...config, 'model.safetensors': weights.safetensors('a', 1) });
    const checkpoint = await openCheckpoint(folder);
    expect(checkpoint).toMatchObject({
      folder,
      configFile: path.join(folder, 'config.json'),
      config: { model_type: 'bert' },
    });
    checkpoint.source.close();
  });

  it('gives its weights in the order: safetensors, their index, PyTorch, its index', async () => {
    const all = {
      'model.safetensors': weights.safetensors('a', 1),
      'model.safetensors.index.json': index({ a: 'shard.safetensors' }),
      'shard.safetensors': weights.safetensors('a', 2),
      'pytorch_model.bin': weights.zip('a', 3),
      'pytorch_model.bin.index.json': index({ a: 'shard.bin' }),
      'shard.bin': weights.legacy('a', 4),
    };
    const order = Object.keys(all).filter((name) => !name.startsWith('shard'));
    for (const [i, first] of order.entries()) {
      const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !order.slice(0, i).includes(name)));
      expect((await read(kept)).tensors, first).toEqual({ a: [i + 1] });
    }
  });

  it.each(['zip', 'legacy', 'safetensors'] as const)('may hold a pytorch_model.bin of the %s form', async (form) => {
    expect(await read({ 'pytorch_model.bin': weights[form]('a', 5) })).toEqual({
      files: ['pytorch_model.bin'],
      tensors: { a: [5] },
    });
  });

  it('may hold its weights in shards, each of any form', async () => {
    const files = {
      'pytorch_model.bin.index.json': index({ a: '1.bin', b: '2.bin', c: '3.bin' }),
      '1.bin': weights.zip('a', 1),
      '2.bin': weights.legacy('b', 2),
      '3.bin': weights.safetensors('c', 3),
    };
    expect(await read(files)).toEqual({ files: ['1.bin', '2.bin', '3.bin'], tensors: { a: [1], b: [2], c: [3] } });
  });

  const one = { '1.safetensors': weights.safetensors('a', 1) };
  const sharded = (map: unknown) => ({ 'model.safetensors.index.json': index(map), ...one });
  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['no weights', {}, /no weights in it: expected model\.safetensors, .* or pytorch_model\.bin\.index\.json$/],
    [
      'a configuration that is not JSON',
      { 'config.json': '{\n"a": tru\n}' },
      /config\.json: line 2, column 6: invalid JSON/,
    ],
    ['a configuration that is a list', { 'config.json': [] }, /config\.json: expected a JSON object, found an array/],
    ['a configuration that is not UTF-8', { 'config.json': Buffer.of(0x7b, 0xff) }, /config\.json: not UTF-8 text/],
    ['an empty file of weights', { 'model.safetensors': '' }, /model\.safetensors: the file is empty/],
    [
      'weights that Git LFS left out',
      { 'model.safetensors': 'version https://git-lfs.github.com/spec/v1\n' },
      /a Git LFS pointer/,
    ],
    [
      'a missing shard',
      sharded({ a: '1.safetensors', b: '2.safetensors' }),
      /2\.safetensors: no such file, but model\.safetensors\.index\.json names it/,
    ],
    [
      'a shard without its tensor',
      sharded({ b: '1.safetensors' }),
      /1\.safetensors: there is no tensor "b", which model\.safetensors\.index\.json places there/,
    ],
    [
      'two shards with one tensor',
      {
        ...sharded({ a: '1.safetensors', b: '2.safetensors' }),
        '2.safetensors': safetensors({
          a: { dtype: 'F32', shape: [0], data_offsets: [0, 0] },
          b: { dtype: 'F32', shape: [0], data_offsets: [0, 0] },
        }),
      },
      /2\.safetensors: tensor "a" is in another shard, too/,
    ],
    [
      'a shard outside the folder',
      sharded({ a: '../1.safetensors' }),
      /tensor "a" is said to be in "\.\.\/1\.safetensors"; it must be in a file of the same folder/,
    ],
    [
      'a shard under Windows outside the folder',
      sharded({ a: '..\\1.safetensors' }),
      /must be in a file of the same folder/,
    ],
    ['a shard at an absolute path', sharded({ a: '/etc/passwd' }), /must be in a file of the same folder/],
    ['a shard that is the folder above', sharded({ a: '..' }), /must be in a file of the same folder/],
    ['a shard without a name', sharded({ a: 1 }), /something unnamed/],
    ['an index of nothing', sharded({}), /index\.json: names no tensors/],
    ['an index without a map', { 'model.safetensors.index.json': {} }, /there is no "weight_map" object in it/],
    [
      'an index that is not JSON',
      { 'model.safetensors.index.json': '{' },
      /index\.json: line 1, column 2: invalid JSON/,
    ],
    [
      'too many shards',
      sharded(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [i, `${i}`]))),
      /names more than 1000 files/,
    ],
  ])('is refused with %s', async (_, files, message) => {
    const before = openFiles();
    const folder = folderOf({ ...config, ...files });
    const thrown = await openCheckpoint(folder).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(UserError);
    expect((thrown as UserError).message).toContain(folder);
    expect((thrown as UserError).message).toMatch(message);
    expect(openFiles()).toBe(before);
  });

  it('is refused without config.json, or if it is no folder', async () => {
    const folder = folderOf({ 'model.safetensors': weights.safetensors('a', 1) });
    await expect(openCheckpoint(folder)).rejects.toThrow(
      'config.json: no such file; a model is a folder with config.json',
    );
    await expect(openCheckpoint(path.join(folder, 'nowhere'))).rejects.toThrow('nowhere: no such folder');
    await expect(openCheckpoint(path.join(folder, 'model.safetensors'))).rejects.toThrow('not a folder');
  });
});

/** How many files this process has open, where the system tells. */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}
