import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOf, wordsOf } from '../../../src/concepts/names/keys.ts';
import { american } from '../../../src/text/names/spelling.ts';

/** Whether two names are candidates for being the same. */
function meet(a: string, b: string): boolean {
  const keys = keysOf(a);
  return keysOf(b).some((key) => keys.includes(key));
}

describe('keysOf', () => {
  it.each([
    ['upper and lower case', 'Breast Cancer', 'breast cancer'],
    ['hyphens', 'IL-2', 'IL2'],
    ['Greek adjectives in -static', 'metastatic', 'metastasis'],
    ['Greek adjectives in -lytic', 'haemolytic', 'hemolysis'],
    ['words of one meaning', 'cerebral hypoxia', 'anoxia of the brain'],
    ['white space', 'IL 2', 'IL2'],
    ['slashes', 'LH/CG receptor', 'LH CG receptor'],
    ['primes', "5'-deoxyadenosine", '5′-deoxyadenosine'],
    ['Greek letters', 'TNF-α', 'TNF alpha'],
    ['Greek letters without a hyphen', 'TNFα', 'TNFalpha'],
    ['a sharp s for a beta', 'ß-catenin', 'beta-catenin'],
    ['accents', 'Sjögren syndrome', 'Sjogren syndrome'],
    ['compatibility forms', 'H₂O', 'H2O'],
    ['the plural', 'carcinomas', 'carcinoma'],
    ['the plural in -ies', 'neuropathies', 'neuropathy'],
    ['the plural in -es of -is', 'metastases', 'metastasis'],
    ['irregular plurals', 'mice', 'mouse'],
    ['the possessive', 'Wilson’s disease', 'Wilson disease'],
    ['the possessive of a plural', "Crohns' disease", 'Crohn disease'],
    ['inversions', 'Leukemia, Myeloid, Acute', 'acute myeloid leukemia'],
    ['of', 'cancer of the breast', 'breast cancer'],
    ['ae', 'haemorrhage', 'hemorrhage'],
    ['oe', 'oedema', 'edema'],
    ['-our', 'tumour', 'tumor'],
    ['-our in the middle', 'behavioural disorder', 'behavioral disorder'],
    ['-ise', 'generalised epilepsy', 'generalized epilepsy'],
    ['-re', 'goitre', 'goiter'],
    ['leuco-', 'leucocytosis', 'leukocytosis'],
    ['sulph', 'magnesium sulphate', 'magnesium sulfate'],
    ['Roman numerals', 'type II diabetes', 'type 2 diabetes'],
    ['Roman numerals behind', 'factor VIII deficiency', 'factor 8 deficiency'],
    ['Roman numerals with a letter', 'mucopolysaccharidosis IIIa', 'mucopolysaccharidosis 3a'],
    ['numbers as words', 'type one diabetes', 'type 1 diabetes'],
    ['adjectives', 'leukemic', 'leukemia'],
    ['adjectives in -ive', 'hypertensive', 'hypertension'],
    ['adjectives in -otic', 'psychotic', 'psychosis'],
    ['adjectives in -eptic', 'epileptic', 'epilepsy'],
    ['organs and their adjectives', 'renal disease', 'kidney disease'],
    ['words that mean the same', 'liver disorders', 'hepatic disease'],
    ['tumors', 'ovarian tumour', 'Ovarian Neoplasms'],
    ['salts', 'tiapride', 'Tiapride Hydrochloride'],
    ['the plus of cells', 'CD4+ T cells', 'CD4-positive T cells'],
  ])('are shared whatever %s', (_, a, b) => {
    expect(meet(a, b)).toBe(true);
  });

  it.each([
    ['hepatitis A', 'hepatitis B'],
    ['type 1 diabetes', 'type 2 diabetes'],
    ['IL2', 'IL3'],
    ['hypertension', 'hypotension'],
    ['L-dopa', 'dopa'],
    ['CDK1', 'CDK10'],
    ['sodium chloride', 'potassium chloride'],
    ['BRCA1', 'BRCA2'],
    ['1,2-dichloroethane', '1,1-dichloroethane'],
  ])('tell %s from %s', (a, b) => {
    expect(meet(a, b)).toBe(false);
  });

  it('are none for what has no letter and no digit', () => {
    expect(keysOf('')).toEqual([]);
    expect(keysOf(' - ,;')).toEqual([]);
  });

  const word = fc.stringMatching(/^[a-z]{3,12}$/);
  const name = fc.array(word, { minLength: 1, maxLength: 5 });

  it('are the same in upper and in lower case, with hyphens and with spaces', () => {
    fc.assert(
      fc.property(name, (words) => {
        const keys = keysOf(words.join(' '));
        expect(keysOf(words.join(' ').toUpperCase())).toEqual(keys);
        expect(keysOf(words.join('-'))).toEqual(keys);
        expect(keysOf(`  ${words.join('  ')}. `)).toEqual(keys);
      }),
    );
  });

  it('share the second one in every order', () => {
    fc.assert(
      fc.property(name, (words) => {
        expect(keysOf(words.toReversed().join(', '))[1]).toBe(keysOf(words.join(' '))[1]);
      }),
    );
  });

  it('are shared by a regular plural', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,10}[bdgklmnprt]$/), (singular) => {
        // Spellings are told by endings, which a plural hides: analyser, analysers.
        fc.pre(american(singular) === singular && american(`${singular}s`) === `${singular}s`);
        expect(meet(singular, `${singular}s`)).toBe(true);
      }),
    );
  });

  it('are found of any text, none of them empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        for (const key of keysOf(text)) expect(key.trim()).not.toBe('');
        expect(keysOf(text)).toEqual(keysOf(text));
      }),
    );
  });
});

describe('wordsOf', () => {
  it('divides letters from digits, and keeps the order', () => {
    expect(wordsOf('IL2 receptor')).toEqual(['il', '2', 'receptor']);
  });

  it('gives the word that stands for all of its class', () => {
    expect(wordsOf('renal tumours')).toEqual(wordsOf('kidney neoplasm'));
  });
});
