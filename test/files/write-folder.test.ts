import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { writeFolderDurably } from '../../src/files/write-folder.ts';

const root = mkdtempSync(path.join(tmpdir(), 'gerbera-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let count = 0;
function place(): string {
  const own = path.join(root, String(count++));
  mkdirSync(own);
  return path.join(own, 'out');
}
const fill = (name: string) => async (folder: string) => writeFileSync(path.join(folder, name), name);

describe('writing a folder', () => {
  it('makes it, and replaces the whole of it', async () => {
    const folder = place();
    await writeFolderDurably(folder, fill('a'));
    await writeFolderDurably(folder, fill('b'));
    expect(readdirSync(folder)).toEqual(['b']);
    expect(readdirSync(path.dirname(folder))).toEqual(['out']);
  });

  it('is as it was, and has nothing beside it, when filling fails', async () => {
    const folder = place();
    await writeFolderDurably(folder, fill('a'));
    const failing = writeFolderDurably(folder, async (partial) => {
      await fill('b')(partial);
      throw new UserError('x: line 2: wrong');
    });
    await expect(failing).rejects.toThrow('x: line 2: wrong');
    expect(readFileSync(path.join(folder, 'a'), 'utf8')).toBe('a');
    expect(readdirSync(path.dirname(folder))).toEqual(['out']);
  });

  it('names the folder where the system refuses it', async () => {
    const taken = place();
    writeFileSync(taken, '');
    await expect(writeFolderDurably(path.join(taken, 'out'), fill('a'))).rejects.toThrow(
      `${path.join(taken, 'out')}: `,
    );
  });
});
