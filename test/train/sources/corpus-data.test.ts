import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCorpora } from '../../../src/train/sources/corpus-data.ts';
import { configFor, workshop } from '../run/fixtures.ts';

describe('the training sentences of a corpus', () => {
  it.each([
    [false, 4],
    [true, 2],
  ])('where only those with mentions are wanted (%s): those of a type that is learnt', async (only, sentences) => {
    const shop = workshop();
    const text = ['w1\tB-A\nw2\tO', 'w1\tB-A\nw3\tB-B', 'w3\tB-B', 'w2\tO'].join('\n\n');
    for (const part of ['train', 'devel']) writeFileSync(path.join(shop.target, `${part}.tsv`), text);
    const target = { folder: shop.target, heads: { A: 'Gene' }, fraction: 1, onlyWithMentions: only };
    const config = configFor(shop, 'out');
    const { files } = await readCorpora({ ...config, corpora: { ...config.corpora, target } }, undefined);
    expect(files.find(({ id, part }) => id === 'target' && part === 'train')).toMatchObject({
      sentences,
      mentions: { Gene: 2 },
    });
  });
});
