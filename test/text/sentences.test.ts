import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../src/text/sentences.ts';

/** Each text has `|` where a sentence must end, and nowhere else. */
const golden = [
  'Smith et al. showed this.|We did not.',
  'Smith et al. (2004) showed this.',
  'This was shown by Smith et al.|The results agree.',
  'See Fig. 2B and Figs. 1-3.|They differ.',
  'As in Fig. S1 and Eq. 3 (see Ref. 5).',
  'Rats were treated i.v. with saline.|Controls got none.',
  'The drug was given i.p. and s.c. daily.',
  'The drug was given i.v.|Rats were killed later.',
  'E. coli and S. cerevisiae grew.|S. Typhimurium did not.',
  'We infected mice with S. Typhimurium and P. aeruginosa.',
  'The dose was 5 mg/kg.|Rats received it twice.',
  'The dose was 5 mg/kg.|Ten rats received it.',
  'Placebo vs. drug, e.g. BRCA1 or i.e. TP53, cf. Table 2.',
  'It took approx. 5 h and ca. 5 min.|The end came.',
  'Separated by 75 min.|Hippocampal ACh was measured.',
  'Concentrations were 1 vs. 2 M.|NaCl was added at 300 K.|Mice ran.',
  'It was first seen in 1998 by chance, by 2005 K. Roe had more.',
  'It rose in 50 patients.(3,4-6)|NaCl was added (see Fig.(3)).',
  'Salmonella enterica ser. Typhi has it on chr. 7 and of mol. wt. 50 kDa.|We read Nucleic Acids Res. 32.',
  'Dr. Smith and Prof. Jones saw No. 5.|It was no. 6.',
  'Candida sp. and Salmonella enterica subsp. enterica grew.',
  'The value was 0.05 (p < .05).|It was low.',
  'The value fell (P < 0.05).|Then P = .01 again.',
  'We thank J. D. Boughter and S. D. Munger for help.',
  'Mutations activate p53.|The cell dies.',
  'We studied ataxia telangiectasia (A-T).|Ataxia is rare.',
  'He said "this is it."|We agreed.',
  'It was found (see below).)|Then more.',
  'Is it so?|Yes!|It is.',
  'What is known?|p53 is a gene.',
  'This is known.|p53 is a gene.|mTOR is a kinase.|c-Myc too.|α-Synuclein as well.|miR-21 rose.',
  'Patients in the U.S. were enrolled.|In the U.S. patients were older.',
  'In St. Louis it was Acme Inc. that sold it.',
  'They waited... and left.|Then... nothing.',
  'This is known.[1,2]|The rest is not.',
  'This is known. [1-3]|The rest is not.',
  'This is known.12|The rest is not.',
  'Patients had vitamin C.|They recovered.|Those in group B.|Others died.',
  'Positive troponin I.|Emergent angiogram followed.',
  '1. Introduction of the method.|2. The results.',
  '这是第一句。|这是第二句！|第三句',
  'Version 2.1.3 of R 4.0 was used.|See www.r.org.',
  'The Ph.D. student and the M.D. met at 5 p.m. on Monday.',
  'Blood was taken (approx. 5 ml.) and spun.',
  'He came, etc.|The rest left.',
];

describe('splitting sentences', () => {
  it.each(golden)('%s', (marked) => {
    const expected = marked.split('|').map((sentence) => sentence.trim());
    const text = marked.replaceAll('|', /[。！]/.test(marked) ? '' : ' ').replace(/ {2,}/g, ' ');
    expect(splitSentences(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  it('covers everything but white space, in order, for any text', () => {
    const pieces = fc.constantFrom(
      '.',
      '. ',
      ' ',
      'The ',
      'al',
      'Fig',
      'E',
      '5',
      ')',
      '"',
      '?',
      '。',
      '…',
      'p53',
      'e.g',
      '\n',
      '[1]',
      '🧬',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        let end = 0;
        for (const span of splitSentences(text)) {
          expect(text.slice(end, span.start).trim()).toBe('');
          expect(text.slice(span.start, span.end)).toBe(text.slice(span.start, span.end).trim());
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(text.slice(end).trim()).toBe('');
      }),
    );
  });
});
