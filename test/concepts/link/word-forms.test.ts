import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composedNames, greekNames, isAdverse, nounNames } from '../../../src/concepts/link/word-forms.ts';

describe('the noun of an adjective', () => {
  it.each([
    ['diabetic', 'diabetes'],
    ['nephrotic', 'nephrosis'],
    ['anemic', 'anemia'],
    ['hypotensive', 'hypotension'],
    ['autistic', 'autism'],
    ['depressed', 'depression'],
    ['metastatic', 'metastasis'],
    ['G6PD-deficient', 'G6PD deficiency'],
    ['spontaneously hypertensive', 'spontaneously hypertension'],
  ])('of %s is %s', (adjective, noun) => {
    expect(nounNames(adjective)).toContain(noun);
  });

  it('is none of a noun', () => {
    for (const noun of ['diabetes', 'cancer', 'asthma', 'colic pain']) expect(nounNames(noun)).toEqual([]);
  });
});

describe('the Greek name', () => {
  it.each([
    ['muscle pain', 'myalgia'],
    ['joint pain', 'arthralgia'],
    ['neuropathic pain', 'neuralgia'],
    ['enlargement of the liver', 'hepatomegaly'],
    ['renal inflammation', 'nephritis'],
    ['myocardial damage', 'cardiomyopathy'],
  ])('of %s is %s', (text, name) => {
    expect(greekNames(text)).toContain(name);
  });

  it('is none of what names no organ, or no ailment', () => {
    for (const text of ['chest tube pain', 'pain', 'severe pain', 'liver biopsy']) expect(greekNames(text)).toEqual([]);
  });
});

describe('what is toxic', () => {
  it('harms the organ in its word', () => {
    expect(composedNames('hepatotoxicity')[0]).toBe('liver injury');
    expect(composedNames('nephrotoxic')).toContain('kidney disease');
  });

  it('is an adverse effect where no organ is named', () => {
    for (const text of ['toxicity', 'Drug toxicity', 'side effects', 'adverse drug reactions']) {
      expect(isAdverse(text)).toBe(true);
    }
    for (const text of ['hepatotoxicity', 'ocular toxicity', 'toxic hepatitis']) expect(isAdverse(text)).toBe(false);
  });
});

it('forms of words are texts, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      for (const name of [...nounNames(text), ...greekNames(text), ...composedNames(text)]) {
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThan(text.length + 30);
      }
    }),
  );
});
