import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { listTextFiles, type ReadTextOptions, readTexts } from '../../src/corpus/text.ts';
import { scratchFolder, write } from './files.ts';

const folder = scratchFolder();

async function documents(file: string, options?: ReadTextOptions): Promise<(readonly string[])[]> {
  const found: (readonly string[])[] = [];
  for await (const { paragraphs } of readTexts([file], options)) found.push(paragraphs);
  return found;
}

describe('text without labels', () => {
  it('has a paragraph on a line and an empty line between documents', async () => {
    const text = '\ufeffOne.\r\n  Two. \r\n\r\n\r\n \r\nThree.';
    for (const name of ['a.txt', 'a.txt.gz']) {
      expect(await documents(write(folder, name, text))).toEqual([['One.', 'Two.'], ['Three.']]);
    }
    expect(await documents(write(folder, 'empty.txt', '\n\n'))).toEqual([]);
  });

  it('in Markdown is the prose of one document', async () => {
    const text =
      '---\ntitle: A study\n---\n# Genes\n\nThe *BRCA1* gene [1](http://x.org/y),\nwhich is known.\n\n```\ncode\n```\n';
    const [paragraphs = [], ...others] = await documents(write(folder, 'b.md', text));
    expect(others).toEqual([]);
    expect(paragraphs).toContain('The BRCA1 gene 1, which is known.');
    expect(paragraphs).toContain('Genes');
    expect(paragraphs.join(' ')).not.toContain('code');
  });

  it('in a document that is too long to hold comes in parts', async () => {
    const paragraph = 'word '.repeat(1_000_000).trim();
    const found = await documents(write(folder, 'long.txt', `${paragraph}\n`.repeat(5)));
    expect(found.map(({ length }) => length)).toEqual([3, 2]);
  });

  it('in lines without an end is refused', async () => {
    const file = write(folder, 'endless.txt', Buffer.alloc(40 * 2 ** 20, 'a'));
    await expect(documents(file)).rejects.toThrow('line 1 has more than 32 MB');
  });

  it('tells of each file that has been read', async () => {
    const read: unknown[] = [];
    const file = write(folder, 'c.txt', 'One.\n\nTwo.\n');
    await documents(file, { onFile: (each) => read.push(each) });
    const sha256 = createHash('sha256').update('One.\n\nTwo.\n').digest('hex');
    expect(read).toEqual([{ file, sha256, documents: 2 }]);
  });

  it('is found in folders, below them too, by name', async () => {
    const place = path.join(folder, 'tree');
    for (const name of ['', 'b', 'b/.git', '.hidden', 'node_modules']) mkdirSync(path.join(place, name));
    const wanted = ['a.md', 'b/a.TXT', 'b/b.txt.gz', 'c.markdown'];
    for (const name of [...wanted, 'b/.git/x.txt', '.hidden/x.txt', 'node_modules/x.md', 'd.tsv.gz', 'e.json'])
      write(place, name, 'x');
    const found = await listTextFiles([place, path.join(place, 'a.md')]);
    expect(found).toEqual(wanted.map((name) => path.join(place, name)));
  });

  it.each([
    ['nowhere', 'no such file or folder'],
    ['d.json', 'not a text'],
    ['bare', 'there is no .txt or .md file in it'],
  ])('is not found in %s', async (name, expected) => {
    write(folder, 'd.json', '{}');
    mkdirSync(path.join(folder, 'bare'), { recursive: true });
    const listing = listTextFiles([path.join(folder, name)]);
    await expect(listing).rejects.toThrow(UserError);
    await expect(listing).rejects.toThrow(expected);
  });
});
