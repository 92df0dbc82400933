import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPapers } from '../../../src/server/closed/find-papers.ts';
import { type Limits, limits } from '../../../src/server/closed/limits.ts';

let root: string;
const names = [
  'b.md',
  'a.txt',
  'C.MARKDOWN',
  'program.ts',
  '.hidden.md',
  '.git/a.md',
  'node_modules/x/README.md',
  'drafts/d.md',
  'drafts/deep/e.md',
];

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'gerbera-find-'));
  for (const name of names) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), '0123456789');
  }
  writeFileSync(path.join(root, 'empty.md'), '');
  symlinkSync(root, path.join(root, 'loop'));
  symlinkSync(path.join(root, 'b.md'), path.join(root, 'link.md'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function find(changed: Partial<Limits> = {}, isExcluded: (file: string) => boolean = () => false) {
  const { papers, limited } = await findPapers([{ path: root, isExcluded }], { ...limits, ...changed }, () => false);
  return { names: papers.map((paper) => path.relative(root, paper.path).replaceAll('\\', '/')), limited };
}

describe('the papers in a folder', () => {
  it('are Markdown and text files that are neither hidden nor links, those at the top first', async () => {
    const found = ['C.MARKDOWN', 'a.txt', 'b.md', 'drafts/d.md', 'drafts/deep/e.md'];
    expect(await find()).toEqual({ names: found, limited: false });
  });

  it('are none of what is excluded', async () => {
    expect((await find({}, (file) => file.endsWith('drafts'))).names).toEqual(['C.MARKDOWN', 'a.txt', 'b.md']);
  });

  it.each<[string, Partial<Limits>, number]>([
    ['files', { files: 2 }, 2],
    ['bytes of all', { allBytes: 35 }, 3],
    ['folders in folders', { depth: 1 }, 4],
  ])('are limited in their number by %s, which is told', async (_, changed, count) => {
    const { names, limited } = await find(changed);
    expect([names.length, limited]).toEqual([count, true]);
  });

  it('are limited by what is looked at', async () => {
    expect((await find({ entries: 3 })).limited).toBe(true);
  });

  it('are not those that are too large', async () => {
    expect(await find({ bytes: 9 })).toEqual({ names: [], limited: false });
  });

  it('are none where there is no such folder, or nobody waits any more', async () => {
    const nowhere = { path: path.join(root, 'nowhere'), isExcluded: () => false };
    expect((await findPapers([nowhere], limits, () => false)).papers).toEqual([]);
    expect((await findPapers([{ ...nowhere, path: root }], limits, () => true)).papers).toEqual([]);
  });

  it('are those of a folder of the workspace inside another one once, as its own', async () => {
    const outer = { path: root, isExcluded: () => false };
    const inner = { path: path.join(root, 'drafts'), isExcluded: () => false };
    const { papers } = await findPapers([outer, inner], limits, () => false);
    const drafts = papers.filter((paper) => paper.path.includes('drafts'));
    expect(drafts.map(({ folder }) => folder)).toEqual([inner, inner]);
  });
});
