import { describe, expect, it } from 'vitest';
import { comparedProblem, comparisonTitle } from '../../../src/extension/transfer/comparison-words.ts';
import type { CorpusPart, CorpusSummary } from '../../../src/protocol.ts';

const part = (split: string | undefined, mentions: number, more: Partial<CorpusPart> = {}): CorpusPart => ({
  ...(split === undefined ? {} : { split }),
  ...{ place: `/corpora/c/${split}.conll`, form: 'CoNLL', documents: 10, complete: true },
  mentions: mentions === 0 ? {} : { Disease: mentions },
  ...more,
});
const corpus = (...parts: readonly CorpusPart[]): CorpusSummary => ({
  name: 'c',
  place: '/corpora/c',
  parts,
  mapping: {},
});

describe('a corpus that is compared with others', () => {
  it.each<[string, CorpusSummary]>([
    ['with a train part, whatever the others are', corpus(part('train', 5), part('devel', 0))],
    ['that is a single file', corpus(part(undefined, 5))],
    ['that has but one part', corpus(part('test', 5))],
    [
      'whose first mention may come after the beginning that was looked at',
      corpus(part('train', 0, { complete: false })),
    ],
  ])('is one %s', (_, given) => {
    expect(comparedProblem(given)).toBeUndefined();
  });

  it.each<[string, CorpusSummary, RegExp]>([
    [
      'without a train part among several',
      corpus(part('devel', 5), part('test', 5)),
      /no train part .*\(only devel, test\)/,
    ],
    ['without a mention', corpus(part('train', 0), part('test', 5)), /^c has no labelled mention/],
    [
      'that cannot be read',
      corpus(part('train', 0, { problem: 'train.conll: line 3: x' })),
      /^train\.conll: line 3: x$/,
    ],
  ])('is none %s', (_, given, told) => {
    expect(comparedProblem(given)).toMatch(told);
  });
});

describe('the title of a comparison', () => {
  it.each([
    ['/corpora/mine/', ['/a'], 'mine with 1 corpus'],
    ['C:\\corpora\\mine', ['/a', '/b'], 'mine with 2 corpora'],
  ])('of %s says how many candidates there are', (target, candidates, title) => {
    expect(comparisonTitle({ target, candidates })).toBe(title);
  });
});
