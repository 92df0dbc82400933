import { describe, expect, it } from 'vitest';
import { unlinked } from '../../../src/core/unlinked.ts';
import { frequentWords, legendOf } from '../../../src/extension/evaluation/error-words.ts';

const place = { file: 'corpus', line: 1, endLine: 1 };

describe('words about an error', () => {
  it('tell what is labelled and what was found', () => {
    const gold = { type: 'Gene', text: 'BRCA1', place };
    expect(legendOf({ kind: 'missed', gold })).toBe('▁ gold: Gene   ⬚ predicted: nothing   (missed)');
    const found = { ...gold, type: 'DNA', score: 0.5 };
    expect(legendOf({ kind: 'type', gold, found })).toBe('▁ gold: Gene   ⬚ predicted: DNA 0.50   (wrong type)');
    expect(frequentWords({ kind: 'missed', gold, count: 12, places: [] })).toBe('missed 12 ×: "BRCA1" (Gene)');
  });

  it('show what would turn or break their line', () => {
    const gold = { type: 'a\u202eb\nc', text: 'x', place };
    expect(legendOf({ kind: 'missed', gold })).toContain('gold: a\\u202eb c ');
  });
});

describe('a message', () => {
  it('has no links, whatever file it is about', () => {
    const told = unlinked('/corpora/[x](command:workbench.action.quit)/a.conll: line 5: [[y]](https://example.org)');
    expect(told).not.toMatch(/\]\(/);
    expect(told).toBe('/corpora/[x] (command:workbench.action.quit)/a.conll: line 5: [[y]] (https://example.org)');
    expect(unlinked('/papers/[1] (2).md: gone')).toBe('/papers/[1] (2).md: gone');
  });
});
