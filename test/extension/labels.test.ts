import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasBareLabels } from '../../src/extension/labels.ts';
import { goldenFolder, missing } from '../support/shared.ts';

describe('a model whose labels do not tell its type', () => {
  it.each<[string, boolean, unknown]>([
    ['has marks alone', true, { id2label: { 0: 'B', 1: 'I', 2: 'O' } }],
    ['is a published GERBERA checkpoint without labels', true, { architectures: ['RoBERTaMultiNER2'] }],
    ['has no types in its labels', false, { id2label: { 0: 'O', 1: 'B-Disease', 2: 'I-Disease' } }],
    ['was told its type before', false, { id2label: { 0: 'B', 1: 'I', 2: 'O' }, gerbera: { type: 'Gene' } }],
    ['has heads with names', false, { gerbera: { labels: ['O', 'B', 'I'], heads: ['Gene'] } }],
    ['is no model', false, []],
  ])('%s: %s', (_, bare, config) => {
    expect(hasBareLabels(config)).toBe(bare);
  });

  describe.skipIf(missing(goldenFolder))(`in the golden data ${missing(goldenFolder) ?? ''}`, () => {
    it.each([
      ['bert-tiny', false],
      ['roberta-tiny', false],
      ['gerbera-roberta-tiny', true],
      ['gerbera-bert-tiny', true],
    ])('%s: %s', (name, bare) => {
      const config: unknown = JSON.parse(readFileSync(path.join(goldenFolder, name, 'config.json'), 'utf8'));
      expect(hasBareLabels(config)).toBe(bare);
    });
  });
});
