import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileCache } from '../../../src/transfer/cache/file-cache.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (size: number) => Buffer.alloc(size, 7);
const only = () => path.join(folder, readdirSync(folder)[0] ?? '');

describe('what was measured of corpora', () => {
  it('is had again by what it was computed from, and by nothing else', async () => {
    const cache = new FileCache(path.join(folder, 'new'));
    expect(await cache.get('pair', ['a', 1])).toBeUndefined();
    await cache.put('pair', ['a', 1], Buffer.from('found'));
    expect(String(await new FileCache(path.join(folder, 'new')).get('pair', ['a', 1]))).toBe('found');
    expect(await cache.get('pair', ['a', 2])).toBeUndefined();
    expect(await cache.get('features', ['a', 1])).toBeUndefined();
    await cache.put('pair', ['a', 1], Buffer.from('replaced'));
    expect(String(await cache.get('pair', ['a', 1]))).toBe('replaced');
  });

  it.each([
    ['cut off', (content: Buffer) => content.subarray(0, 40)],
    ['changed', (content: Buffer) => Buffer.concat([Buffer.from('x'), content.subarray(1)])],
    ['empty', () => Buffer.alloc(0)],
  ])('is as if it were not there where its file is %s', async (_, damage) => {
    const cache = new FileCache(folder);
    await cache.put('pair', 'key', bytes(100));
    writeFileSync(only(), damage(readFileSync(only())));
    expect(await cache.get('pair', 'key')).toBeUndefined();
    await cache.put('pair', 'key', bytes(100));
    expect(await cache.get('pair', 'key')).toEqual(bytes(100));
  });

  it('takes no more than its bound, what was not used for longest going first', async () => {
    const cache = new FileCache(folder);
    for (const [index, key] of ['oldest', 'used', 'newer'].entries()) {
      const before = new Set(readdirSync(folder));
      await cache.put('features', key, bytes(1000));
      const file = readdirSync(folder).find((name) => !before.has(name)) ?? '';
      utimesSync(path.join(folder, file), 1000 + index, 1000 + index);
    }
    await cache.get('features', 'used');
    await new FileCache(folder, 3200).put('features', 'newest', bytes(1000));
    const kept = await Promise.all(
      ['oldest', 'used', 'newer', 'newest'].map(async (key) => (await cache.get('features', key)) !== undefined),
    );
    expect(kept).toEqual([false, true, true, true]);
  });

  it('is not spoilt by several that write at once, nor by what a killed process left', async () => {
    const left = path.join(folder, 'pair-0.partial');
    writeFileSync(left, 'half');
    utimesSync(left, 1000, 1000);
    const caches = Array.from({ length: 8 }, () => new FileCache(folder));
    await Promise.all(caches.map((cache, index) => cache.put('pair', 'key', bytes(10_000 + index))));
    expect((await caches[0]?.get('pair', 'key'))?.length).toBeGreaterThanOrEqual(10_000);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('is not kept, and nothing breaks, where its folder cannot be written', async () => {
    const file = path.join(folder, 'a file');
    writeFileSync(file, '');
    const cache = new FileCache(file);
    await cache.put('pair', 'key', bytes(1));
    expect(await cache.get('pair', 'key')).toBeUndefined();
  });
});
