import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { writeStreamDurably } from '../../src/files/write-stream.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-stream-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function place(name: string): string {
  const own = path.join(folder, String(count++));
  mkdirSync(own);
  return path.join(own, name);
}

async function* pieces(...given: readonly (string | Uint8Array | Error)[]) {
  for (const piece of given) {
    await turn();
    if (piece instanceof Error) throw piece;
    yield piece;
  }
}

describe('writing a stream', () => {
  it('writes texts and bytes in their order', async () => {
    const file = place('x.txt');
    await writeStreamDurably(file, pieces('µ', Buffer.from('b'), new Uint8Array([0x63]), '', '𝒟'));
    expect(readFileSync(file, 'utf8')).toBe('µbc𝒟');
    expect(readdirSync(path.dirname(file))).toEqual(['x.txt']);
  });

  it('writes an empty file of nothing', async () => {
    const file = place('x.txt');
    await writeStreamDurably(file, pieces());
    expect(readFileSync(file)).toHaveLength(0);
  });

  it('compresses by the ending, unless it is told', async () => {
    const zipped = place('x.GZ');
    await writeStreamDurably(zipped, pieces('abc', 'def'));
    expect(gunzipSync(readFileSync(zipped)).toString()).toBe('abcdef');
    const told = place('x.txt');
    await writeStreamDurably(told, pieces('abc'), { gzip: true });
    expect(gunzipSync(readFileSync(told)).toString()).toBe('abc');
    const plain = place('x.gz');
    await writeStreamDurably(plain, pieces('abc'), { gzip: false });
    expect(readFileSync(plain, 'utf8')).toBe('abc');
  });

  it('leaves what was there when the pieces fail, and no temporary file', async () => {
    const file = place('x.txt');
    writeFileSync(file, 'before');
    const failing = writeStreamDurably(file, pieces('a'.repeat(2 ** 20), new UserError('y: line 3: wrong')));
    await expect(failing).rejects.toThrow('y: line 3: wrong');
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect(readdirSync(path.dirname(file))).toEqual(['x.txt']);
  });

  it.each([false, true])('stops with the reason of its signal and leaves nothing (gzip: %s)', async (gzip) => {
    const file = place('x.txt');
    const stop = new AbortController();
    let ended = false;
    async function* endless() {
      try {
        for (let number = 0; ; number++) {
          await turn();
          if (number === 20) stop.abort(new Error('enough'));
          yield 'x'.repeat(2 ** 17);
        }
      } finally {
        ended = true;
      }
    }
    await expect(writeStreamDurably(file, endless(), { gzip, signal: stop.signal })).rejects.toThrow('enough');
    expect(readdirSync(path.dirname(file))).toEqual([]);
    await turn();
    expect(ended).toBe(true);
    await expect(writeStreamDurably(file, pieces('a'), { signal: stop.signal })).rejects.toThrow('enough');
  });

  it('asks for pieces no faster than the disk takes them', async () => {
    const file = place('x.txt');
    const total = 64 * 2 ** 20;
    const piece = new Uint8Array(2 ** 20);
    let most = 0;
    async function* many() {
      for (let given = 0; given < total; given += piece.length) {
        const written = statSync(`${file}.partial`, { throwIfNoEntry: false })?.size ?? 0;
        most = Math.max(most, given - written);
        yield piece;
      }
    }
    await writeStreamDurably(file, many());
    expect(readFileSync(file).length).toBe(total);
    expect(most).toBeLessThan(8 * 2 ** 20);
  });

  it('names the file where the system refuses it', async () => {
    const nowhere = path.join(folder, 'absent', 'x.txt');
    await expect(writeStreamDurably(nowhere, pieces('a'))).rejects.toThrow(UserError);
    await expect(writeStreamDurably(nowhere, pieces('a'))).rejects.toThrow(`${nowhere}: cannot be written: `);
    const taken = place('taken');
    mkdirSync(taken);
    await expect(writeStreamDurably(taken, pieces('a'))).rejects.toThrow(`${taken}: cannot be written: `);
    expect(existsSync(`${taken}.partial`)).toBe(false);
  });
});
