import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSentences } from '../../src/text/reader.ts';
import { prose } from '../support/prose.ts';

describe('plain text', () => {
  it.each<[string, string, string[]]>([
    [
      'wrapped lines',
      'Mutations in\nBRCA1 cause\nbreast cancer. They\nare common.\n\nNext.',
      ['Mutations in BRCA1 cause breast cancer.', 'They are common.', 'Next.'],
    ],
    ['a wrapped genus', 'We grew the strains of\nE. coli in broth.', ['We grew the strains of E. coli in broth.']],
    [
      'section names',
      'ABSTRACT\nWe did it.\nMethods\nRats were used.\n1. Introduction\nCells grow.',
      ['ABSTRACT', 'We did it.', 'Methods', 'Rats were used.', '1.Introduction', 'Cells grow.'].map((s) =>
        s.replace('1.I', '1. I'),
      ),
    ],
    ['list items', '- one\n- two\n  more\n\n1) first\n2) second', ['- one', '- two more', '1) first', '2) second']],
    [
      'a short first line',
      'Taste testing\nPrevious efforts to map loci for bitter taste have utilized consumption tests of mice.',
      ['Taste testing', 'Previous efforts to map loci for bitter taste have utilized consumption tests of mice.'],
    ],
    ['Markdown characters', 'the *BRCA1* gene `x`', ['the *BRCA1* gene `x`']],
    [
      'addresses',
      'See https://x.org/a_b. Mail a.b@c.org or doi 10.1186/1471-2156-6-32.',
      ['See⟂ .', 'Mail⟂ or doi⟂ .'],
    ],
    ['CRLF, CR and form feeds', 'one\r\ntwo\rthree\r\n\r\nfour\f\nfive', ['one two three', 'four', 'five']],
    ['nothing', '', []],
    ['white space', ' \n\t\r\n', []],
  ])('%s', (_, source, expected) => {
    expect(prose(source, 'plaintext')).toEqual(expected);
  });

  it('gives words that stand in the source as they are, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (source) => {
        for (const { words, start, end } of readSentences(source, 'plaintext')) {
          expect(words.length).toBeGreaterThan(0);
          expect([start, end]).toEqual([words[0]!.start, words.at(-1)!.end]);
          for (const word of words) expect(source.slice(word.start, word.end)).toBe(word.text);
        }
      }),
    );
  });
});
