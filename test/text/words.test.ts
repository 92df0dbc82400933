import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIntoWords } from '../../src/text/words.ts';

const cut = (text: string): string[] => splitIntoWords(text).map((word) => word.text);

describe('cutting words', () => {
  it.each([
    ['IL-2 and 0.05', ['IL', '-', '2', 'and', '0', '.', '05']],
    ["Parkinson's 5'-UTR", ['Parkinson', "'", 's', '5', "'", '-', 'UTR']],
    ['Ca2+, 10(-6) M', ['Ca2', '+', ',', '10', '(', '-', '6', ')', 'M']],
    ['β-catenin 5 µM', ['β', '-', 'catenin', '5', 'µM']],
    ['+/- 5% <10 a_b', ['+', '/', '-', '5', '%', '<', '10', 'a', '_', 'b']],
    ['p53–MDM2—x', ['p53', '–', 'MDM2', '—', 'x']],
  ])('cuts %s at white space and punctuation, as the corpora do', (text, words) => {
    expect(cut(text)).toEqual(words);
  });

  it('keeps combining marks and emoji sequences with their base', () => {
    expect(cut('naïve e\u0301tude x\u0338')).toEqual(['naïve', 'e\u0301tude', 'x\u0338']);
    expect(cut('a👩‍🔬b 🇩🇪🇫🇷 👍🏽 ≠\u0338')).toEqual(['a', '👩‍🔬', 'b', '🇩🇪', '🇫🇷', '👍🏽', '≠\u0338']);
  });

  it('reads through soft hyphens, takes Han characters singly, and leaves out control characters and lone surrogates', () => {
    expect(cut('can\u00adcer')).toEqual(['can\u00adcer']);
    expect(cut('肺癌と')).toEqual(['肺', '癌', 'と']);
    expect(cut('a\u0000b\ud800c\u200bd')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('tells which words white space precedes', () => {
    expect(splitIntoWords(' A-T x').map((word) => word.spaced)).toEqual([true, false, false, true]);
  });

  it('gives exact, ordered, disjoint offsets for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let end = 0;
        for (const word of splitIntoWords(text)) {
          expect(word.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(word.start, word.end)).toBe(word.text);
          expect(/\s/u.test(word.text)).toBe(false);
          end = word.end;
        }
        expect(
          splitIntoWords(text)
            .map((word) => word.text)
            .join(''),
        ).toBe([...splitIntoWords(text)].map((word) => text.slice(word.start, word.end)).join(''));
      }),
    );
  });

  it('loses no letter or digit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(
          cut(text)
            .join('')
            .match(/[\p{L}\p{N}]/gu),
        ).toEqual(text.match(/[\p{L}\p{N}]/gu));
      }),
    );
  });
});
