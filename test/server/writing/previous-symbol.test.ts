import { describe, expect, it } from 'vitest';
import type { Concept } from '../../../src/concepts/concept.ts';
import { applied, concept, type Given, mentionsIn, problemsOf, termsOf, told } from './support.ts';

const code = 'previousSymbol';
const source = 'The *SEPT1* gene. Then SEPT1 again.';
const septin = concept('HGNC:1', 'SEPTIN1', {
  species: 'NCBITaxon:9606',
  names: [{ text: 'SEPT1', kind: 'previous' }],
});

function given(text: string, symbol: string, meant: Concept, others: readonly Concept[] = []): Given {
  const mentions = mentionsIn(text, 'Gene', { [symbol]: meant });
  return { ...mentions, links: { linked: mentions.links.linked, terms: termsOf([meant, ...others]) } };
}

describe('a previous symbol of a gene', () => {
  it('is told once, with the approved one', () => {
    expect(told(source, code, given(source, 'SEPT1', septin))).toEqual([
      'SEPT1: “SEPT1” is a previous symbol of “SEPTIN1”.',
    ]);
  });

  it('is replaced everywhere or here', () => {
    const [problem] = problemsOf(source, { ...given(source, 'SEPT1', septin), codes: [code] });
    expect(problem?.fixes.map((fix) => [fix.title, applied(source, fix)])).toEqual([
      ['Write “SEPTIN1” everywhere (2 times)', 'The *SEPTIN1* gene. Then SEPTIN1 again.'],
      ['Write “SEPTIN1” here', 'The *SEPTIN1* gene. Then SEPT1 again.'],
    ]);
  });

  it('is told of a concept that was withdrawn for one other', () => {
    const withdrawn = concept('HGNC:2', 'SEPT1', { withdrawn: ['HGNC:1'] });
    expect(told(source, code, given(source, 'SEPT1', withdrawn, [septin]))).toHaveLength(1);
    const split = concept('HGNC:2', 'SEPT1', { withdrawn: ['HGNC:1', 'HGNC:3'] });
    expect(told(source, code, given(source, 'SEPT1', split, [septin]))).toEqual([]);
  });

  it('is not told where it is approved, a synonym as well, or a symbol of another gene of the species', () => {
    expect(told('The SEPTIN1 gene.', code, given('The SEPTIN1 gene.', 'SEPTIN1', septin))).toEqual([]);
    const names = [
      { text: 'SEPT1', kind: 'previous' as const },
      { text: 'SEPT1', kind: 'synonym' as const },
    ];
    expect(told(source, code, given(source, 'SEPT1', concept('HGNC:1', 'SEPTIN1', { names })))).toEqual([]);
    const rival = concept('HGNC:9', 'SEPT1', { species: 'NCBITaxon:9606' });
    expect(told(source, code, given(source, 'SEPT1', septin, [rival]))).toEqual([]);
    const mouse = concept('MGI:9', 'Sept1', { species: 'NCBITaxon:10090' });
    expect(told(source, code, given(source, 'SEPT1', septin, [mouse]))).toHaveLength(1);
  });

  it('is not told where the paper defines it as something else', () => {
    const text = 'The sepsis trial 1 (SEPT1) began. SEPT1 ended.';
    expect(told(text, code, given(text, 'SEPT1', septin))).toEqual([]);
  });

  it('is not told of other types, nor of full names', () => {
    const disease = mentionsIn(source, 'Disease', { SEPT1: septin });
    expect(told(source, code, disease)).toEqual([]);
    const named = concept('HGNC:1', 'SEPTIN1', { names: [{ text: 'septin one', kind: 'previous' }] });
    expect(told('The septin one.', code, given('The septin one.', 'septin one', named))).toEqual([]);
  });
});
