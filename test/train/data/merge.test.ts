import { describe, expect, it } from 'vitest';
import type { Example } from '../../../src/train/data/examples.ts';
import { mergeExamples } from '../../../src/train/data/merge.ts';

const example = (ids: readonly number[], head: string, labels: readonly number[]): Example => ({
  sentence: 0,
  start: 0,
  end: ids.length,
  tokens: ids.length,
  pieces: ids.map((id) => Uint32Array.of(id)),
  heads: [head],
  labels: Int8Array.from(labels),
});

describe('merging examples', () => {
  it('trains all heads of a sentence that corpora share at once', () => {
    const chemical = { examples: [example([5, 6], 'Chemical', [1, 0]), example([7], 'Chemical', [0])] };
    const disease = { examples: [example([5, 6], 'Disease', [0, 1]), example([8], 'Disease', [1])] };
    const [merged, ...others] = mergeExamples([chemical, disease]);
    expect([merged?.from, others]).toEqual([[0, 1], []]);
    expect(merged?.examples.map(({ heads, labels }) => [heads, [...labels]])).toEqual([
      [
        ['Chemical', 'Disease'],
        [1, 0, 0, 1],
      ],
      [['Chemical'], [0]],
      [['Disease'], [1]],
    ]);
  });

  it('leaves apart what trains the same head, has other words, or is learnt elsewhere', () => {
    const one = {
      examples: [example([5, 6], 'Gene', [1, 0]), example([9], 'Gene', [0]), example([5, 6], 'Gene', [1, 0])],
    };
    const same = { examples: [example([5, 6], 'Gene', [0, 0])] };
    const other = { examples: [example([5, 7], 'DNA', [0, 0]), example([9], 'DNA', [-1])] };
    expect(mergeExamples([one, same, other]).map(({ examples }) => examples.length)).toEqual([3, 1, 2]);
  });

  it('counts corpora as two that share a few sentences only', () => {
    const many = (head: string, from: number) => ({
      examples: Array.from({ length: 10 }, (_, index) => example([from + index], head, [0])),
    });
    const sets = mergeExamples([many('A', 0), many('B', 8)]);
    expect(sets.map(({ examples }) => examples.length)).toEqual([10, 8]);
    expect(sets.map(({ from }) => from)).toEqual([[0], [1]]);
    expect(sets[0]?.examples.filter(({ heads }) => heads.length === 2)).toHaveLength(2);
  });

  it('takes one of many alike for each of many', () => {
    // To look at all of them for each of them would take longer than a test may.
    const count = 30_000;
    const alike = (head: string, length: number) => ({
      examples: Array.from({ length }, () => example([5], head, [0])),
    });
    const [merged] = mergeExamples([alike('A', count), alike('B', count), alike('A', 10), alike('C', 10)]);
    expect(merged?.examples).toHaveLength(count);
    expect(merged?.examples.every(({ heads }, at) => heads.join() === (at < 10 ? 'A,B,C' : 'A,B'))).toBe(true);
  });
});
