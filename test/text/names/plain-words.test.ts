import { describe, expect, it } from 'vitest';
import { plainWords } from '../../../src/text/names/plain-words.ts';

describe('plainWords', () => {
  it.each([
    ['IL-2 receptors', 'il 2 receptor'],
    ['TNF-α', 'tnf alfa'],
    ['TNFalpha', 'tnf alfa'],
    ['Crohn’s disease', 'crohn diseas'],
    ['tumours of type II', 'tumor of type 2'],
    ['constructor', 'constructor'],
    [' - ,;', ''],
  ])('reads %j as %j', (name, words) => {
    expect(plainWords(name).join(' ')).toBe(words);
  });

  it('takes a word of any length', () => {
    expect(plainWords('a1'.repeat(200_000))).toHaveLength(400_000);
    expect(plainWords(`${"'".repeat(200_000)}a''`)).toEqual(['a']);
  });
});
