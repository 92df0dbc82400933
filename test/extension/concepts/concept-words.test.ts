import { describe, expect, it } from 'vitest';
import {
  conceptLine,
  isSafeAddress,
  linkWords,
  matching,
  noIcons,
  pagesOf,
} from '../../../src/extension/concepts/concept-words.ts';
import type { ConceptChoice, MentionChoices } from '../../../src/protocol.ts';

const stroke: ConceptChoice = {
  ...{ concept: 'MESH:D020521', identifiers: ['MESH:D020521', 'DOID:6713'], name: 'Stroke' },
  ...{ description: 'cerebrovascular accident, CVA', score: 0.914 },
};
const fever: ConceptChoice = {
  ...{ concept: 'MESH:D005334', identifiers: ['MESH:D005334'], name: 'Fever' },
  ...{ description: '', score: 0.2 },
};
const choices = (more: Partial<MentionChoices>): MentionChoices => ({
  ...{ mention: 'CVA', type: 'Disease', candidates: [stroke, fever], linked: [], chosen: false },
  ...more,
});

describe('a concept in a list', () => {
  it('has its name, its identifiers, its score and more names', () => {
    expect(conceptLine(stroke)).toEqual({
      label: 'Stroke',
      description: 'MESH:D020521 · DOID:6713 · score 0.91',
      detail: 'cerebrovascular accident, CVA',
    });
  });

  it('is marked if the mention is linked to it, and has no score if it was searched for', () => {
    const { score: _, ...searched } = fever;
    expect(conceptLine(searched, true)).toEqual({ label: '$(check) Fever', description: 'MESH:D005334' });
  });

  it('makes no icons and no lines of the texts of a terminology', () => {
    expect(noIcons('a $(trash)\nb')).toBe('a $ (trash) b');
    expect(conceptLine({ ...fever, name: '$(check) Fever' }).label).toBe('$ (check) Fever');
  });

  it.each([
    ['stroke', ['Stroke']],
    ['doid:67', ['Stroke']],
    ['cva accident', ['Stroke']],
    ['e', ['Stroke', 'Fever']],
    ['stroke fever', []],
  ])('fits “%s” by all of its words', (typed, names) => {
    expect(matching([stroke, fever], typed).map(({ name }) => name)).toEqual(names);
  });
});

describe('what a mention is linked to', () => {
  it.each([
    [{}, 'none is sure enough'],
    [{ chosen: true }, 'none, as you chose'],
    [{ linked: ['DOID:6713'] }, 'Stroke'],
    [{ linked: ['MESH:D005334'], chosen: true }, 'Fever, as you chose'],
    [{ linked: ['X:1'], chosen: true }, 'X:1, as you chose'],
  ])('is told: %j', (more, words) => {
    expect(linkWords(choices(more))).toBe(words);
  });
});

describe('pages of concepts', () => {
  it('are those of identifiers whose terminology has one', () => {
    expect(
      pagesOf(['MESH:D020521', 'NOWHERE:1', 'NCBIGene:672']).map(({ title, address }) => [title, address]),
    ).toEqual([
      ['MeSH', 'https://meshb.nlm.nih.gov/record/ui?ui=D020521'],
      ['NCBI Gene', 'https://www.ncbi.nlm.nih.gov/gene/672'],
    ]);
  });

  it.each([
    ['https://www.ncbi.nlm.nih.gov/gene/672', true],
    ['http://www.ncbi.nlm.nih.gov/gene/672', false],
    ['command:workbench.action.quit', false],
    ['file:///etc/passwd', false],
    ['javascript:alert(1)', false],
    ['https:', false],
    ['https://a b', false],
    ['', false],
  ])('are opened only at addresses of https: %s', (address, safe) => {
    expect(isSafeAddress(address)).toBe(safe);
  });
});
