import { describe, expect, it } from 'vitest';
import { fixed, told } from './support.ts';

const code = 'unusedAbbreviation';

describe('an abbreviation that is never used', () => {
  it('is told, and its brackets removed by the quick fix', () => {
    const source = 'We used the polymerase chain reaction (PCR) here.';
    expect(told(source, code)).toEqual(['PCR: “PCR” is defined but never used.']);
    expect(fixed(source, code)).toBe('We used the polymerase chain reaction here.');
    expect(fixed('We used the polymerase chain\nreaction\n(PCR).', code)).toBe(
      'We used the polymerase chain\nreaction.',
    );
  });

  it('has no fix where the brackets hold more', () => {
    expect(fixed('We used the polymerase chain reaction (PCR; see Fig. 1).', code)).toBeUndefined();
  });

  it.each([
    ['in the text', 'PCR works.'],
    ['as a plural', 'PCRs work.'],
    ['in another name', 'An RT-PCR works.'],
    ['in a heading', '# PCR works'],
    ['in a table', '| PCR | a |\n|---|---|\n| b | c |'],
    ['in a formula', 'So $x_{PCR} = 1$.'],
    ['in code', 'So `PCR` is.'],
    ['with markup inside', 'So P*CR* is.'],
  ])('is used %s', (_, use) => {
    expect(told(`We used the polymerase chain reaction (PCR) here.\n\n${use}`, code)).toEqual([]);
  });

  it.each([
    ['tumor necrosis factor α (TNFα)', 'TNF-α'],
    ['interleukin 6 (IL-6)', 'IL6'],
    ['sodium-glucose transporter 2 inhibitors (SGLT2i’s)', 'SGLT2i'],
  ])('is used where a hyphen or the plural differs: %s and %s', (definition, use) => {
    expect(told(`We gave ${definition}. The ${use} was high.`, code)).toEqual([]);
    expect(told(`We gave ${definition}.`, code)).toHaveLength(1);
  });

  it('is not used where its letters are in another word', () => {
    expect(told('We used the polymerase chain reaction (PCR). The APCR works.', code)).toHaveLength(1);
  });

  it('is to be used in the abstract if the body defines it anew', () => {
    const abstract = '## Abstract\n\nPolymerase chain reaction (PCR).\n\n## Introduction\n\n';
    expect(told(`${abstract}PCR works.`, code)).toEqual([]);
    expect(told(`${abstract}Polymerase chain reaction (PCR). PCR works.`, code)).toHaveLength(1);
  });

  it('is left alone if it is the symbol of a gene, or explained by its brackets', () => {
    expect(told('Mutations in lamin A (*LMNA*) are known.', code)).toEqual([]);
    expect(told('So *double sex (dsx)* is known.', code)).toEqual([]);
    expect(told('Each RGBA (red, green, blue, alpha) pixel.', code)).toEqual([]);
    const source = 'Mutations in lamin A (LMNA) are known.';
    const entity = {
      start: source.indexOf('LMNA'),
      end: source.indexOf('LMNA') + 4,
      type: 'Gene',
      mention: 'LMNA',
      score: 1,
    };
    expect(told(source, code, { entities: [entity] })).toEqual([]);
    expect(told(source, code)).toHaveLength(1);
  });
});
