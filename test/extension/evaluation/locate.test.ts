import { describe, expect, it } from 'vitest';
import type { ErrorContext, FilePlace, PlacedMention } from '../../../src/evaluate/report/report.ts';
import { isUnmoved, locate } from '../../../src/extension/evaluation/locate.ts';

const at = (lines: readonly string[]) => (line: number) => lines[line];
const mention = (text: string, place: Partial<FilePlace>): PlacedMention => ({
  type: 'Gene',
  text,
  place: { file: 'corpus', line: 1, endLine: 1, ...place },
});
const around = (text: string, gold: string): ErrorContext => {
  const start = text.indexOf(gold);
  return { text, gold: [start, start + gold.length] };
};
const cut = (lines: readonly string[], { line, character, endCharacter }: ReturnType<typeof locate>) =>
  lines[line]?.slice(character, endCharacter);

describe('the place of an error in its file', () => {
  it('is the one that the file tells', () => {
    const place = { line: 2, column: 4, endLine: 2, endColumn: 9 };
    expect(locate({ context: { text: '' } }, 'gold', mention('BRCA1', place), () => '')).toEqual({
      line: 1,
      character: 4,
      endLine: 1,
      endCharacter: 9,
    });
  });

  it.each([
    ['as it is', '{"text": "BRCA1 and BRCA1 loss", "id": 1}', 'and BRCA1 loss'],
    ['escaped as in JSON', '{"text": "a \\"new\\" \\u03b2 BRCA1 loss of BRCA1"}', '"new" β BRCA1 loss'],
    ['escaped as in XML', '<text>p &lt; 0.05 &amp; BRCA1 loss; BRCA1</text>', 'p < 0.05 & BRCA1 loss'],
    ['between dots that say that more follows', '"the BRCA1 loss, BRCA1"', '… the BRCA1 loss …'],
  ])('is found by the words around it, %s', (_, line, context) => {
    const gold = mention('BRCA1', {});
    const place = locate({ context: around(context, 'BRCA1') }, 'gold', gold, at([line]));
    expect(cut([line], place)).toBe('BRCA1');
    expect(line.slice(place.endCharacter)).toMatch(/^ loss/);
  });

  it('is found in a list of words', () => {
    const line = '{"tokens": ["BRCA1", "and", "BRCA1", "gene", "loss"]}';
    const gold = mention('BRCA1 gene', {});
    const place = locate({ context: around('and BRCA1 gene loss', 'BRCA1 gene') }, 'gold', gold, at([line]));
    expect(cut([line], place)).toBe('BRCA1", "gene');
  });

  it('is found by its own words where those around it are not there', () => {
    const lines = ['', '{"token": "p53&amp;x"}'];
    const place = locate(
      { context: around('other p53&x', 'p53&x') },
      'gold',
      mention('p53&x', { line: 2, endLine: 2 }),
      at(lines),
    );
    expect(cut(lines, place)).toBe('p53&amp;x');
  });

  it('is the whole line where it cannot be told', () => {
    const lines = ['  BRCA1 BRCA1 '];
    const place = locate({ context: { text: 'BRCA1', gold: [0, 5] } }, 'gold', mention('BRCA1', {}), at(lines));
    expect(cut(lines, place)).toBe('BRCA1 BRCA1');
  });

  it('is all lines of words that stand on one each', () => {
    const lines = ['breast\tB-Disease', 'cancer\tI-Disease', '.\tO'];
    const found = mention('breast cancer', { line: 1, endLine: 2 });
    expect(locate({ context: around('breast cancer .', 'breast cancer') }, 'gold', found, at(lines))).toEqual({
      line: 0,
      character: 0,
      endLine: 1,
      endCharacter: lines[1]?.length,
    });
  });
});

describe('a file that has changed since it was evaluated', () => {
  const gold = mention('BRCA1 gene', { line: 2, column: 4, endLine: 2, endColumn: 14 });
  it.each([
    ['the same', ['x', 'the BRCA1 gene'], true],
    ['words a line each', ['x', 'the BRCA1\tB-Gene', 'gene\tI-Gene'], true],
    ['lines put before', ['x', '', 'the BRCA1 gene'], false],
    ['words put before', ['x', 'of the BRCA1 gene'], false],
    ['shorter', ['x'], false],
  ])('is found out by the mention that stands there no longer: %s', (_, lines, unmoved) => {
    expect(isUnmoved(gold, at(lines))).toBe(unmoved);
  });

  it('is not suspected where the text is escaped', () => {
    expect(isUnmoved(mention('β "new"', {}), at(['{"text": "\\u03b2 \\"new\\""}']))).toBe(true);
  });
});
