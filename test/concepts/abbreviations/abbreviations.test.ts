import { describe, expect, it } from 'vitest';
import { Abbreviations } from '../../../src/concepts/abbreviations/abbreviations.ts';
import { findAbbreviations } from '../../../src/concepts/abbreviations/find-abbreviations.ts';
import { readSentences } from '../../../src/text/reader.ts';

function abbreviationsOf(text: string): Abbreviations {
  return new Abbreviations(findAbbreviations(readSentences(text, 'plaintext')));
}

describe('what an abbreviation stands for', () => {
  const text = 'CT is used. Computed tomography (CT) was. CT again. Calcitonin (CT) rose. CT fell.';
  const abbreviations = abbreviationsOf(text);
  const at = (place: string) => abbreviations.longFormOf('CT', text.indexOf(place))?.longForm;

  it('is what was defined last before a place', () => {
    expect(at('CT again')).toBe('Computed tomography');
    expect(at('CT fell')).toBe('Calcitonin');
  });

  it('is what is defined first where nothing was before', () => {
    expect(at('CT is used')).toBe('Computed tomography');
  });

  it('is known in the definition itself', () => {
    expect(at('Calcitonin')).toBe('Calcitonin');
  });

  it('is the same for singular and plural, and for every hyphen', () => {
    const some = abbreviationsOf(
      'Natural killer cells (NKCs), monoclonal antibodies (mAbs), tumor necrosis factor alpha (TNF-α).',
    );
    expect(some.longFormOf('NKC', 0)?.longForm).toBe('Natural killer cells');
    expect(some.longFormOf('mAb', 0)?.longForm).toBe('monoclonal antibodies');
    expect(some.longFormOf('TNF‑α', 0)?.longForm).toBe('tumor necrosis factor alpha');
    expect(some.has('NKCs')).toBe(true);
    expect(some.longFormOf('NK', 0)).toBeUndefined();
    expect(some.has('toString')).toBe(false);
  });
});
