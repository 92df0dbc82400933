import { describe, expect, it } from 'vitest';
import { isCorpusFile } from '../../../src/extension/corpora/corpora-among.ts';

describe('a place of a corpus', () => {
  it.each([
    ['/corpora/ncbi', false],
    ['/corpora/bc5cdr.v2', false],
    ['/corpora/one.pubtator', true],
    ['/corpora/one.BioC.XML.gz', true],
  ])('%s is a single file: %s', (place, single) => {
    expect(isCorpusFile(place)).toBe(single);
  });
});
