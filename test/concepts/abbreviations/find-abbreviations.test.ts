import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findAbbreviations } from '../../../src/concepts/abbreviations/find-abbreviations.ts';
import type { Language } from '../../../src/core/words.ts';
import { readSentences } from '../../../src/text/reader.ts';

function pairs(source: string, language: Language = 'plaintext'): string[] {
  return findAbbreviations(readSentences(source, language)).map(
    ({ shortForm, longForm }) => `${shortForm} = ${longForm}`,
  );
}

describe('definitions of abbreviations', () => {
  it.each([
    ['by the polymerase chain reaction (PCR) and', 'PCR = polymerase chain reaction'],
    ['by PCR (polymerase chain reaction) and', 'PCR = polymerase chain reaction'],
    ['by the polymerase chain reaction [PCR] and', 'PCR = polymerase chain reaction'],
    ['neural progenitor cells (NPCs) were', 'NPCs = neural progenitor cells'],
    ['patients with multiple myeloma (MM) were', 'MM = multiple myeloma'],
    ['patients with heat shock factor (HSF; Sigma) were', 'HSF = heat shock factor'],
    ['the body mass index (BMI, see Methods) was', 'BMI = body mass index'],
    ['the body mass index (hereafter referred to as “BMI”) was', 'BMI = body mass index'],
    ['the body mass index (i.e., BMI) was', 'BMI = body mass index'],
    ['tumour necrosis factor alpha (TNF-α) was', 'TNF-α = tumour necrosis factor alpha'],
    ['interferon-γ (IFNg) was', 'IFNg = interferon-γ'],
    ['interleukin 2 (IL-2) was', 'IL-2 = interleukin 2'],
    ['X-box binding protein (XBP1) was', 'XBP1 = X-box binding protein'],
    ['poly(ADP-ribose) polymerase (PARP) was', 'PARP = poly(ADP-ribose) polymerase'],
    ['treated with 3-methyladenine (3MA) for', '3MA = 3-methyladenine'],
    ['after in vitro fertilization (IVF) the', 'IVF = in vitro fertilization'],
    ['of anti-tumor necrosis factor (TNF) drugs', 'TNF = tumor necrosis factor'],
    ['with acute lymphoblastic leukemia (ALL) were', 'ALL = acute lymphoblastic leukemia'],
    ['nitric oxide (NO) was', 'NO = nitric oxide'],
    ['wild type (wt) mice', 'wt = wild type'],
    ['the PCR-restriction fragment length polymorphism (RFLP) was', 'RFLP = restriction fragment length polymorphism'],
    ['3,4-methylenedioxymethamphetamine (MDMA) was', 'MDMA = 3,4-methylenedioxymethamphetamine'],
  ])('%s', (text, pair) => {
    expect(pairs(text)).toEqual([pair]);
  });

  it('finds one inside the brackets, and inside the long form, of another', () => {
    expect(pairs('tumour necrosis factor (TNF)-related apoptosis-inducing ligand (TRAIL) was')).toEqual([
      'TNF = tumour necrosis factor',
      'TRAIL = tumour necrosis factor (TNF)-related apoptosis-inducing ligand',
    ]);
    expect(pairs('cells (fed fetal bovine serum (FBS) daily) grew')).toEqual(['FBS = fetal bovine serum']);
  });

  it.each([
    'as shown before (Fig. 2A) and (see Table 1)',
    'in five mice (n = 5) and cells (p < 0.05)',
    'ten micrograms (10 mg) in millimolar solution (mM)',
    'as they said (Smith 2004) and (e.g., sheep)',
    'the first item (i) and the second (ii)',
    'painted black (bold) or yellow (both)',
    'patients in the trial (placebo) were',
    'of poly(A) and GluR-B(Q) receptors',
    'the strain DBA/2J (D2) and',
    'the T2Rs (Tas2rs) were',
    'the protein TNF (TNF) was',
    'an unclosed (PCR bracket, and another) one',
    'mice; controls (MC) were',
    'the mean value long corridors (MC) were',
    'by PCR (fast polymerase chain reaction) and',
    'the number of tests (n=T) was',
    'dystrophy, myotonic dystrophy (DM) was',
    'in dexamethasone- (Dex-) treated',
    'an echo time (TE) and a repetition time (TR) of',
  ])('finds none in: %s', (text) => {
    expect(pairs(text)).toEqual([]);
  });

  it('never reaches across a sentence, a formula or a citation', () => {
    expect(pairs('Polymerase chain. Reaction (PCR) was')).toEqual([]);
    expect(pairs('Polymerase chain $x$ reaction (PCR) was', 'markdown')).toEqual([]);
    expect(pairs('polymerase chain reaction (PCR [@smith]) was', 'markdown')).toEqual([
      'PCR = polymerase chain reaction',
    ]);
  });

  it('gives places in the source, markup and all', () => {
    const source = 'By *polymerase chain* reaction (**PCR**; see below) it was.';
    const [found] = findAbbreviations(readSentences(source, 'markdown'));
    const slice = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
    expect(slice(found!.short)).toBe('PCR');
    expect(slice(found!.long)).toBe('polymerase chain* reaction');
    expect(slice(found!.brackets)).toBe('(**PCR**; see below)');
    expect(found).toMatchObject({
      shortForm: 'PCR',
      longForm: 'polymerase chain reaction',
      shortInside: true,
      sentence: 0,
    });
  });

  it('takes any text, and finds in it only what stands there', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      'PCR',
      'polymerase',
      'chain',
      'α',
      ' ',
      '-',
      ',',
      ';',
      'é',
      '*',
      '😀',
      '3',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 40 }), (pieces) => {
        const source = pieces.join('');
        for (const { short, long, brackets, shortInside } of findAbbreviations(readSentences(source, 'plaintext'))) {
          const [inside, outside] = shortInside ? [short, long] : [long, short];
          expect(source[brackets.start]).toMatch(/[([]/);
          expect(source[brackets.end - 1]).toMatch(/[)\]]/);
          expect(inside.start).toBeGreaterThan(brackets.start);
          expect(inside.end).toBeLessThan(brackets.end);
          expect(outside.end).toBeLessThanOrEqual(brackets.start);
          expect(outside.start).toBeGreaterThanOrEqual(0);
          expect(outside.start).toBeLessThan(outside.end);
        }
      }),
      { numRuns: 500 },
    );
  });
});
