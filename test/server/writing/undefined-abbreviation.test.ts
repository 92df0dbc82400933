import { describe, expect, it } from 'vitest';
import { applied, fixed, problemsOf, told } from './support.ts';

const code = 'undefinedAbbreviation';

describe('an abbreviation used before it is defined', () => {
  const text = 'We used PCR in mice. The polymerase chain reaction (PCR) is old. PCR works.';

  it('is told at its first use, and where it is defined', () => {
    expect(told(text, code)).toEqual(['PCR: “PCR” is used before it is defined as “polymerase chain reaction”.']);
    const [problem] = problemsOf(text, { codes: [code] });
    expect(text.slice(problem?.related[0]?.span.start)).toMatch(/^polymerase chain reaction \(PCR\)/);
  });

  it('is defined at its first use by the quick fix, in one edit of the text', () => {
    expect(fixed(text, code)).toBe('We used polymerase chain reaction (PCR) in mice. The PCR is old. PCR works.');
  });

  it('begins a sentence with a capital, and stands inside one without', () => {
    expect(fixed('PCR was used. The polymerase chain reaction (PCR) is old.', code)).toBe(
      'Polymerase chain reaction (PCR) was used. The PCR is old.',
    );
    expect(fixed('We used RBMs. Restricted Boltzmann machines (RBMs) are nets. They are restricted.', code)).toBe(
      'We used restricted Boltzmann machines (RBMs). RBMs are nets. They are restricted.',
    );
  });

  it.each([
    ['Immunoprecipitation (IP) was done.', 'IP', 'immunoprecipitation (IP)'],
    ['Magnetic resonance imaging (MRI) was done.', 'MRI', 'magnetic resonance imaging (MRI)'],
    ['Kaposi sarcoma (KS) is rare.', 'KS', 'Kaposi sarcoma (KS)'],
    ['World Health Organization (WHO) said so.', 'WHO', 'World Health Organization (WHO)'],
  ])('stands inside a sentence with the capitals of names alone: %s', (definition, form, written) => {
    const source = `They saw blots and ${form}. ${definition}`;
    expect(fixed(source, code)).toContain(`They saw blots and ${written}. ${form} `);
  });

  it('keeps emphasis whole', () => {
    expect(fixed('We used *PCR* here. The *polymerase chain reaction* (PCR) is old.', code)).toBe(
      'We used *polymerase chain reaction (PCR)* here. The PCR is old.',
    );
    expect(fixed('We used PCR here. The *polymerase* chain **reaction (PCR)** is old.', code)).toBeUndefined();
  });

  it('has its article set right where the abbreviation is spelt out', () => {
    expect(fixed('MRI was done. They got a magnetic resonance image (MRI) then.', code)).toBe(
      'Magnetic resonance image (MRI) was done. They got an MRI then.',
    );
  });

  it.each([
    ['its brackets hold more', 'We used PCR. The polymerase chain reaction (PCR; Sigma) is old.'],
    [
      'the long form has a link in it',
      'We used PCR. The [polymerase](http://a.example/b) chain reaction (PCR) is old.',
    ],
    ['the long form is a plural', 'We used a good PCR. Polymerase chain reactions (PCRs) are old.'],
    ['the article would be wrong', 'We used an MRI. The magnetic resonance image (MRI) is old.'],
  ])('has no fix where %s', (_, source) => {
    expect(told(source, code)).toHaveLength(1);
    expect(fixed(source, code)).toBeUndefined();
  });

  it.each([
    ['it is defined first', 'The polymerase chain reaction (PCR) is old. PCR works.'],
    ['it is part of another name', 'The anti-TNF drug and TNF-α. The tumor necrosis factor (TNF) is old.'],
    [
      'its sentence explains it',
      'PCR: the polymerase chain reaction is old. The polymerase chain reaction (PCR) is new.',
    ],
    ['it stands in a heading', '# PCR works\n\nThe polymerase chain reaction (PCR) is old.'],
    ['it stands in a table', '| PCR |\n|---|\n| PCR yes |\n\nThe polymerase chain reaction (PCR) is old.'],
    ['it stands in a caption', '**Figure 1.** PCR products.\n\nThe polymerase chain reaction (PCR) is old.'],
    ['it stands in code', 'Use `PCR` here. The polymerase chain reaction (PCR) is old.'],
    [
      'it is what the abstract defines',
      '## Abstract\n\nPolymerase chain reaction (PCR).\n\n## Introduction\n\nPCR works.',
    ],
    ['only the references have it', 'PCR works.\n\n## References\n\nA. The polymerase chain reaction (PCR). 1990.'],
  ])('is not told where %s', (_, source) => {
    expect(told(source, code)).toEqual([]);
  });

  it('is told in the body whatever the abstract defines, and in the abstract whatever the body does', () => {
    const body =
      '## Abstract\n\nPolymerase chain reaction (PCR).\n\n## Introduction\n\nPCR works. Polymerase chain reaction (PCR) is old.';
    const [problem] = problemsOf(body, { codes: [code] });
    expect(problem?.span.start).toBe(body.indexOf('PCR works'));
    const [fix] = problem!.fixes;
    expect(applied(body, fix!)).toBe(
      '## Abstract\n\nPolymerase chain reaction (PCR).\n\n## Introduction\n\nPolymerase chain reaction (PCR) works. PCR is old.',
    );
    expect(
      told('## Abstract\n\nPCR is new.\n\n## Introduction\n\nPolymerase chain reaction (PCR) is old. PCR.', code),
    ).toEqual([]);
  });
});
