import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readExcerpt } from '../../../src/extension/evaluation/excerpt.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gerbera-excerpt-'));
afterAll(() => rmSync(folder, { recursive: true }));

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');
const write = (name: string, text: string | Uint8Array) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

describe('the text that is shown of a corpus', () => {
  it('is all of a file that is not long, compressed or not', async () => {
    const text = numbered(5000);
    const whole = { first: 1, text, whole: true };
    expect(await readExcerpt(write('plain.txt', text), 4000)).toEqual(whole);
    expect(await readExcerpt(write('packed.txt.gz', gzipSync(text)), 4000)).toEqual(whole);
  });

  it.each([1, 500, 25_000, 49_990, 50_000])('is the lines around line %i of a long file', async (line) => {
    const { first, text, whole } = await readExcerpt(write('long.txt', numbered(50_000)), line, 10_000);
    const lines = text.split('\n');
    expect(whole).toBe(false);
    expect(lines[line - first]).toBe(`line ${line}`);
    expect(lines[0]).toBe(`line ${first}`);
    expect(first).toBeGreaterThanOrEqual(line - 1000);
    expect(lines.length).toBeLessThanOrEqual(2001);
    expect(lines.length).toBeGreaterThanOrEqual(Math.min(1000, 50_000 - line));
  });

  it('is little where lines are long', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => `${index + 1} ${'x'.repeat(200_000)}`);
    const { first, text } = await readExcerpt(write('wide.txt', lines.join('\n')), 30, 1_000_000);
    expect(text.split('\n')[30 - first]).toMatch(/^30 x/);
    expect(text.length).toBeLessThan(4_000_000);
  });

  it('is refused where a file is no text', async () => {
    await expect(readExcerpt(write('binary.parquet', Buffer.from('PAR1\0\0\0')), 1)).rejects.toThrow(
      /binary\.parquet: line 1: binary data/,
    );
  });
});
