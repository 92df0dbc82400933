import { describe, expect, it } from 'vitest';
import { windowEnd } from '../../src/text/blocks.ts';
import { readSentences } from '../../src/text/reader.ts';

const units = [
  '[',
  '[[]',
  '[a][b] ',
  '[a](b) ',
  '*',
  'a*',
  '_a',
  '**a** ',
  '~a',
  '`',
  '- ',
  '> ',
  '1. ',
  '$a ',
  'a <!--a ',
  '![',
  '[^',
  '^[',
];
const more = [
  '{%',
  '{{',
  '{#',
  '\\(',
  '\\begin{a}',
  '@a ',
  'a@',
  '[@a;',
  'www.a ',
  '===\n',
  '- a\n',
  '> a\n',
  '|a',
  '\n',
  '. ',
  'e.g. ',
  'a',
];

describe('texts that nobody writes', () => {
  it.each([...units, ...more])('reads 40,000 characters of %j in linear time', (unit) => {
    const source = unit.repeat(Math.ceil(40_000 / unit.length));
    for (const language of ['markdown', 'plaintext'] as const) {
      // A quadratic reader takes longer than a test may.
      expect(readSentences(source, language)).toBeInstanceOf(Array);
    }
  });

  it('reads markup past the limit as text, at its own place', () => {
    const source = `BRCA1 ${'[x '.repeat(9000)}TP53`;
    const words = readSentences(source, 'markdown').flatMap((sentence) => sentence.words);
    expect(words.length).toBe(18_002);
    for (const { text, start, end } of words) expect(source.slice(start, end)).toBe(text);
  });

  it('parses few lines at once where they are short, and no part of one where they are long', () => {
    expect(windowEnd('=\n'.repeat(10_000), 0)).toBe(512);
    expect(windowEnd('=\r\n'.repeat(10_000), 3)).toBe(3 + 256 * 3);
    expect(windowEnd(`${'a'.repeat(100_000)}\nb`, 0)).toBe(100_001);
    expect(windowEnd(`${'a'.repeat(99)}\n`.repeat(200), 0)).toBe(8200);
  });

  it('reads a line of a megabyte', () => {
    const source = 'The *BRCA1* gene (p53) binds. '.repeat(33_000);
    const sentences = readSentences(source, 'markdown');
    expect(sentences.length).toBe(33_000);
    const last = sentences.at(-1)!;
    expect(source.slice(last.start, last.end)).toBe('The *BRCA1* gene (p53) binds.');
  });

  it.each(['', '\ufeff', '\n', '---\n---', '---\ntitle: x', '\u0000', '\ud800', '\r'])('reads %j', (source) => {
    expect(() => [...readSentences(source, 'markdown'), ...readSentences(source, 'plaintext')]).not.toThrow();
  });
});
