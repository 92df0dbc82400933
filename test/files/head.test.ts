import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { headOf } from '../../src/files/head.ts';
import { scratchFolder } from '../corpus/files.ts';

const folder = scratchFolder();

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe('the head of a file', () => {
  const long = `{"text": "${'word '.repeat(40_000)}"}\n`;

  it('is its first 64 KB where lines are shorter', async () => {
    const lines = 'a line\n'.repeat(20_000);
    expect(await headOf(written('lines', lines))).toBe(lines.slice(0, 2 ** 16));
    expect(await headOf(written('short', 'a'))).toBe('a');
    expect(await headOf(written('empty', ''))).toBe('');
  });

  it('holds a first line that is longer, compressed or not', async () => {
    expect((await headOf(written('long', long))).startsWith(long)).toBe(true);
    expect((await headOf(written('long.gz', gzipSync(long)))).startsWith(long)).toBe(true);
  });

  it('ends where a line has no end', async () => {
    expect(await headOf(written('endless', 'x'.repeat(2 ** 23)))).toHaveLength(2 ** 22);
  });
});
