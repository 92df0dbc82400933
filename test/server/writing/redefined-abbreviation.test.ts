import { describe, expect, it } from 'vitest';
import { fixed, problemsOf, told } from './support.ts';

const code = 'redefinedAbbreviation';

describe('an abbreviation that is defined twice', () => {
  const text = 'The polymerase chain reaction (PCR) is old. We used a *polymerase chain reaction* (PCR) here.';

  it('is told at its second definition, and where the first one is', () => {
    expect(told(text, code)).toEqual(['polymerase chain reaction* (PCR): “PCR” is defined already.']);
    const [problem] = problemsOf(text, { codes: [code] });
    expect(problem?.related[0]?.span.start).toBe(text.indexOf('polymerase'));
  });

  it('is written alone by the quick fix', () => {
    expect(fixed(text, code)).toBe('The polymerase chain reaction (PCR) is old. We used a PCR here.');
    expect(fixed('The PCR (polymerase chain reaction) is old. The PCR (polymerase chain reaction) is new.', code)).toBe(
      'The PCR (polymerase chain reaction) is old. The PCR is new.',
    );
  });

  it('has no fix where a word would be joined to the short form', () => {
    expect(fixed('A tumor necrosis factor (TNF). A tumor necrosis factor (TNF)induced one.', code)).toBeUndefined();
    expect(fixed('A tumor necrosis factor (TNF). A tumor necrosis factor (TNF)-induced one.', code)).toBe(
      'A tumor necrosis factor (TNF). A TNF-induced one.',
    );
  });

  it('is the same in singular and plural', () => {
    expect(
      told('A quantitative trait locus (QTL) is here. Quantitative trait loci (QTLs) are there.', code),
    ).toHaveLength(1);
  });

  it('is told to have two meanings where the long forms differ, without a fix', () => {
    const source = 'By computed tomography (CT) it was seen. The calcitonin (CT) rose.';
    expect(told(source, code)).toEqual([
      'calcitonin (CT): “CT” stands for “calcitonin” here, but for “computed tomography” before.',
    ]);
    expect(fixed(source, code)).toBeUndefined();
  });

  it('has one meaning where long forms differ in one word of many, two where they differ in one of few', () => {
    const drugs =
      'A non-steroidal anti-inflammatory drug (NSAID). A non-steroidal anti-inflammatory medication (NSAID).';
    expect(told(drugs, code)[0]).toMatch(/is defined already/);
    expect(told('An acute myeloid leukemia (AML). An acute monocytic leukemia (AML).', code)[0]).toMatch(/but for/);
  });

  it.each([
    [
      'abstract and body',
      '## Abstract\n\nPolymerase chain reaction (PCR).\n\n## Background\n\nPolymerase chain reaction (PCR).',
    ],
    [
      'front matter and body',
      '---\nabstract: Polymerase chain reaction (PCR) works.\n---\n\nPolymerase chain reaction (PCR).',
    ],
    [
      'a title and an abstract of front matter',
      '---\ntitle: Polymerase chain reaction (PCR)\nabstract: |\n  Polymerase chain reaction (PCR) works.\n---\n\nText.',
    ],
    [
      'an abstract with a label in its text, and the body below a heading that is but emphasised',
      '**Abstract.** Polymerase chain reaction (PCR).\n\n**1 | INTRODUCTION**\n\nPolymerase chain reaction (PCR).',
    ],
    [
      'a labelled abstract and the paragraph behind it',
      'Abstract: Polymerase chain reaction (PCR).\n\nPolymerase chain reaction (PCR).',
    ],
    [
      'a heading that is but emphasised, and the body',
      '*2.1 | Polymerase chain reaction (PCR)*\n\nPolymerase chain reaction (PCR).',
    ],
    [
      'what stands between the title and the introduction, and the body',
      '# A title\n\n*Background.* Polymerase chain reaction (PCR).\n\n## 1 Introduction\n\nPolymerase chain reaction (PCR).',
    ],
    ['body and a note', 'Polymerase chain reaction (PCR).\n\n*Note.* Polymerase chain reaction (PCR).'],
    [
      'body and acknowledgements',
      'Polymerase chain reaction (PCR).\n\nAcknowledgements: Polymerase chain reaction (PCR).',
    ],
    ['a heading and the body', '## Polymerase chain reaction (PCR)\n\nPolymerase chain reaction (PCR).'],
    ['body and a caption', 'Polymerase chain reaction (PCR).\n\nFig. 2: Polymerase chain reaction (PCR).'],
    [
      'body and a table',
      'Polymerase chain reaction (PCR).\n\n| Polymerase chain reaction (PCR) | b |\n|---|---|\n| a | b |',
    ],
    [
      'body and a list of abbreviations',
      'Polymerase chain reaction (PCR).\n\n## Abbreviations\n\nPCR (polymerase chain reaction).',
    ],
  ])('may be defined in %s', (_, source) => {
    expect(told(source, code)).toEqual([]);
  });

  it('is told where both are in the parts of a labelled abstract', () => {
    const source =
      '**Abstract**\n\n**Background:** Polymerase chain reaction (PCR).\n\n**Methods:** Polymerase chain reaction (PCR).';
    expect(told(source, code)).toHaveLength(1);
    expect(told(source.replace('**Abstract**\n\n**Background:**', '**Abstract.**'), code)).toHaveLength(1);
  });

  it('has zones in plain text, too, where headings are but lines', () => {
    const source =
      'A title\n\nAbstract\n\nPolymerase chain reaction (PCR).\n\nIntroduction\n\nPolymerase chain reaction (PCR).\n';
    expect(told(source, code, { language: 'plaintext' })).toEqual([]);
    expect(told(`${source}Polymerase chain reaction (PCR).`, code, { language: 'plaintext' })).toHaveLength(1);
  });

  it('knows the parts of a structured abstract from the sections of the paper', () => {
    const part = (name: string) => `## ${name}\n\nPolymerase chain reaction (PCR) of ${name}.\n\n`;
    const source = `## Abstract\n\n${part('Background')}${part('Results')}${part('Introduction')}${part('Results')}`;
    expect(problemsOf(source, { codes: [code] }).map(({ span }) => span.start)).toEqual([
      source.indexOf('Polymerase', source.indexOf('## Results')),
      source.lastIndexOf('Polymerase'),
    ]);
  });
});
