import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { readText } from '../../src/cli/read-text.ts';
import { UserError } from '../../src/core/errors.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

const never = new AbortController().signal;

function read(bytes: Uint8Array): Promise<string> {
  const file = path.join(folder, 'text');
  writeFileSync(file, bytes);
  return readText(file, never);
}

describe('reading a text', () => {
  it('keeps the byte order mark and line ends, so that offsets are those of the file', async () => {
    expect(await read(Buffer.from('\ufeffa\r\nb\u0301 😀'))).toBe('\ufeffa\r\nb\u0301 😀');
    expect(await read(new Uint8Array())).toBe('');
  });

  it('puts together characters that are cut between chunks', async () => {
    const bytes = Buffer.from('β-catenin 😀 日本語');
    const stream = Readable.from([...bytes].map((byte) => Buffer.of(byte)));
    expect(await readText(stream, never)).toBe('β-catenin 😀 日本語');
  });

  it.each([
    ['Latin-1', Buffer.from('na\xefve', 'latin1')],
    ['cut short', Buffer.from('β').subarray(0, 1)],
    ['binary', Buffer.from('PK\x03\x04\x00\x00')],
    ['UTF-16', Buffer.from('\ufeffpaper', 'utf16le')],
  ])('refuses %s', async (_, bytes) => {
    await expect(read(bytes)).rejects.toThrow('is not text in UTF-8');
  });

  it('refuses what is too large before it fills the memory', async () => {
    let sent = 0;
    const endless = new Readable({
      read() {
        sent += 2 ** 20;
        this.push(Buffer.alloc(2 ** 20, 'a'));
      },
    });
    await expect(readText(endless, never)).rejects.toThrow(UserError);
    expect(sent).toBeLessThan(2 ** 28);
    expect(endless.destroyed).toBe(true);
  });

  it('stops waiting for input when it is told to', async () => {
    const stop = new AbortController();
    const reading = readText(new PassThrough(), stop.signal);
    stop.abort(new Error('stopped'));
    await expect(reading).rejects.toThrow('stopped');
  });
});
