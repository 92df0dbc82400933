import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StageConfig } from '../../../src/train/config/config.ts';
import { startOptions } from '../../../src/train/run/open-model.ts';
import { readCorpora } from '../../../src/train/sources/corpus-data.ts';
import { startModel } from '../../../src/train/start/start-model.ts';
import { configFor, gerberaStages, workshop } from '../run/fixtures.ts';

describe('batches of sentences', () => {
  it('are of like length where that is asked for', async () => {
    const shop = workshop();
    const { model } = await startModel(startOptions(configFor(shop, 'out'), ['Disease', 'General'], shop.base));
    const padding = async (batch: StageConfig['batch']) => {
      const config = configFor(shop, 'out', [{ ...gerberaStages[0]!, batch }]);
      const data = await readCorpora(config, undefined);
      const { statistics } = (await data.stage(config.stages[0]!, model)).epoch(0);
      return 1 - statistics.tokens / statistics.paddedTokens;
    };
    expect(await padding({ sentences: 16, alike: true })).toBeLessThan((await padding({ sentences: 16 })) - 0.1);
  });
});

describe('the devel part of a corpus', () => {
  it('without a mention of what is learnt chooses no weights: the first would pass for the best', async () => {
    const shop = workshop();
    writeFileSync(path.join(shop.target, 'devel.tsv'), 'w1\tO\nw2\tB-Gene\n');
    const config = configFor(shop, 'out');
    await expect(readCorpora(config, undefined)).rejects.toThrow(/devel\.tsv: there is no mention of Disease in it/);
    const stages = config.stages.map((stage) => ({ ...stage, select: { keep: 'last', corpora: ['target'] } as const }));
    await expect(readCorpora({ ...config, stages }, undefined)).resolves.toMatchObject({
      heads: ['Disease', 'General'],
    });
  });
});

describe('the sentences of a corpus', () => {
  it.each([
    [false, 4, 4],
    [true, 2, 4],
    ['everywhere', 2, 2],
  ] as const)(
    'where only those with mentions are wanted (%s): those of a type that is learnt',
    async (only, train, devel) => {
      const shop = workshop();
      const text = ['w1\tB-A\nw2\tO', 'w1\tB-A\nw3\tB-B', 'w3\tB-B', 'w2\tO'].join('\n\n');
      for (const part of ['train', 'devel']) writeFileSync(path.join(shop.target, `${part}.tsv`), text);
      const target = { folder: shop.target, heads: { A: 'Gene' }, fraction: 1, onlyWithMentions: only };
      const config = configFor(shop, 'out');
      const { files } = await readCorpora({ ...config, corpora: { ...config.corpora, target } }, undefined);
      for (const [part, sentences] of Object.entries({ train, devel })) {
        const file = files.find((each) => each.id === 'target' && each.part === part);
        expect(file).toMatchObject({ sentences, mentions: { Gene: 2 } });
      }
    },
  );
});
