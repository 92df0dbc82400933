import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPretrainingText } from '../../../src/train/sources/text-data.ts';
import { configFor, workshop } from '../run/fixtures.ts';

describe('text to pretrain on', () => {
  it('names the paths where there is no text', async () => {
    const shop = workshop();
    writeFileSync(shop.at('empty.txt'), '\n \n');
    const text = { paths: [shop.at('empty.txt')], mask: 0.15, heldOut: 0.1 };
    await expect(readPretrainingText(configFor(shop, 'out'), text, undefined)).rejects.toThrow(
      `${shop.at('empty.txt')}: there is no text in it to train on`,
    );
  });
});
