import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { trainingBatch } from '../../../src/train/data/batches.ts';
import { type Example, makeExamples } from '../../../src/train/data/examples.ts';
import { headLabels, notLearnt } from '../../../src/train/data/targets.ts';
import { abortedBy } from '../../support/abort.ts';
import { heads, numbers, sentenceOf, special } from './build.ts';

const mapping = { protein: 'Gene', DNA: 'DNA' };
const options = { name: 'corpus', heads, mapping, maxLength: 16 };

/** Each head's labels of a sentence, put together again from its windows; fails where two windows teach a word. */
function learnt(examples: readonly Example[], words: number): Record<string, number[]> {
  const rows: Record<string, number[]> = {};
  for (const { heads: names, labels, start, end } of examples) {
    for (const [row, name] of names.entries()) {
      rows[name] ??= Array<number>(words).fill(notLearnt);
      for (let word = start; word < end; word++) {
        const label = labels[row * (end - start) + word - start] ?? Number.NaN;
        if (label === notLearnt) continue;
        expect(rows[name][word], `word ${word} is learnt twice`).toBe(notLearnt);
        rows[name][word] = label;
      }
    }
  }
  return rows;
}

describe('examples', () => {
  it('teach the heads that the corpus labels and no other', async () => {
    const sentence = sentenceOf(Array(6).fill(1), [
      { start: 0, end: 2, type: 'protein' },
      { start: 2, end: 3, type: 'protein' },
      { start: 3, end: 5, type: 'DNA' },
      { start: 5, end: 6, type: 'cell_line' },
    ]);
    const { heads: names, examples, statistics } = await makeExamples([sentence, sentenceOf([1])], numbers, options);
    expect(names).toEqual(['Gene', 'DNA']);
    expect(learnt(examples.slice(0, 1), 6)).toEqual({ Gene: [1, 2, 1, 0, 0, 0], DNA: [0, 0, 0, 1, 2, 0] });
    expect(learnt(examples.slice(1), 1)).toEqual({ Gene: [0], DNA: [0] });
    expect([...statistics.mentions]).toEqual([
      ['Gene', 2],
      ['DNA', 1],
    ]);
    const batch = trainingBatch(examples, special);
    expect([...batch.targets.keys()]).toEqual(['Gene', 'DNA']);
    expect([...(batch.targets.get('DNA')?.rows ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([...(batch.targets.get('DNA')?.labels ?? [])]).toEqual([0, 0, 0, 1, 2, 0, 0]);
  });

  it('of all types of a general corpus teach one head, and keep neighbours of different types apart', async () => {
    const sentence = sentenceOf(
      [1, 1, 1],
      [
        { start: 0, end: 2, type: 'PER' },
        { start: 2, end: 3, type: 'LOC' },
      ],
    );
    const { examples } = await makeExamples([sentence], numbers, { ...options, mapping: { '*': 'General' } });
    expect(learnt(examples, 3)).toEqual({ General: [1, 2, 1] });
  });

  it("label in the order of the head's own labels, in IOBES too", async () => {
    const own = [
      { name: 'bio', labels: ['I', 'O', 'B'], type: 'X', shown: true },
      { name: 'iobes', labels: ['O', 'B-X', 'I-X', 'E-X', 'S-X'], type: '', shown: true },
    ];
    const sentence = sentenceOf(Array(6).fill(1), [
      { start: 0, end: 3, type: 'X' },
      { start: 4, end: 5, type: 'X' },
    ]);
    const labels = async (head: string) => {
      const { examples } = await makeExamples([sentence], numbers, { ...options, heads: own, mapping: { X: head } });
      return learnt(examples, 6)[head];
    };
    expect(await labels('bio')).toEqual([2, 0, 0, 1, 2, 1]);
    expect(await labels('iobes')).toEqual([1, 2, 3, 0, 4, 0]);
  });

  it('of overlapping mentions keep the first, and of those the longest, and count the others', async () => {
    const sentence = sentenceOf(Array(6).fill(1), [
      { start: 2, end: 5, type: 'DNA' },
      { start: 0, end: 2, type: 'protein' },
      { start: 0, end: 3, type: 'family' },
      { start: 3, end: 4, type: 'protein' },
    ]);
    const all = { ...options, mapping: { ...mapping, family: 'Gene' } };
    const { examples, statistics } = await makeExamples([sentence], numbers, all);
    expect(learnt(examples, 6)).toEqual({ Gene: [1, 2, 2, 1, 0, 0], DNA: [0, 0, 1, 2, 2, 0] });
    expect(statistics.overlapping).toBe(1);
    expect([...statistics.mentions]).toEqual([
      ['Gene', 2],
      ['DNA', 1],
    ]);
  });

  it('of sentences of any length teach every word exactly once, with the label that it has in the sentence', async () => {
    const sentence = fc
      .array(fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: 1, max: 40 })), {
        minLength: 1,
        maxLength: 60,
      })
      .chain((lengths) =>
        fc.tuple(
          fc.constant(lengths),
          fc.array(
            fc.tuple(fc.nat(lengths.length - 1), fc.integer({ min: 1, max: 5 })).map(([start, width]) => ({
              start,
              end: Math.min(start + width, lengths.length),
              type: 'protein',
            })),
            { maxLength: 8 },
          ),
        ),
      );
    await fc.assert(
      fc.asyncProperty(sentence, fc.integer({ min: 3, max: 40 }), async ([lengths, mentions], maxLength) => {
        const all = [sentenceOf([1]), sentenceOf(lengths, mentions)];
        const { examples, statistics } = await makeExamples(all, numbers, { ...options, maxLength });
        const own = examples.filter((example) => example.sentence === 1);
        const { labels } = headLabels(lengths.length, mentions, { O: 0, B: 1, I: 2, E: 2, S: 1 });
        expect(learnt(own, lengths.length).Gene).toEqual([...labels]);
        for (const { tokens } of own) expect(tokens + 2).toBeLessThanOrEqual(maxLength);
        const batch = trainingBatch(examples, special);
        expect(batch.targets.get('Gene')?.rows.length).toBe(lengths.length + 1);
        expect(statistics).toMatchObject({
          sentences: 2,
          windowed: own.length > 1 ? 1 : 0,
          words: lengths.length + 1,
          tokens: examples.reduce((sum, { tokens }) => sum + tokens, 0),
          longest: Math.max(...examples.map(({ tokens }) => tokens)),
        });
      }),
    );
  });

  it.each([
    // Windows of 16 words that share 4: two of them are learnt from each.
    [18, ['0-13', '14-25', '26-39']],
    // Windows of 14 words that share 3: the middle one is learnt from the first of the two.
    [16, ['0-12', '13-23', '24-34', '35-39']],
  ])('teach a word that two windows of %d tokens share where it has more context', async (maxLength, expected) => {
    const sentence = sentenceOf(Array(40).fill(1));
    const { examples } = await makeExamples([sentence], numbers, { ...options, maxLength });
    const taught = examples.map(({ labels, start, end }) =>
      [...Array(end - start).keys()].filter((word) => labels[word] !== notLearnt).map((word) => start + word),
    );
    expect(taught.map((words) => `${words[0]}-${words.at(-1)}`)).toEqual(expected);
  });

  it('of no sentences, or of one without words, are none', async () => {
    expect((await makeExamples([], numbers, options)).examples).toEqual([]);
    expect((await makeExamples([sentenceOf([])], numbers, options)).examples).toEqual([]);
  });

  it.each([
    [
      { mapping: { protein: 'Protein' } },
      'the model has no head "Protein" to learn from this corpus; it has Gene, Disease',
    ],
    [{ maxLength: 2 }, 'a window of 2 tokens has no room for a word beside 2 special tokens'],
    [{ maxLength: 12.5 }, 'a window of 12.5 tokens'],
    [
      { heads: [{ name: 'Gene', labels: ['O', 'B-X', 'B-Y'], type: '', shown: true }], mapping: { X: 'Gene' } },
      'the head "Gene" has labels of 2 types',
    ],
  ])('are refused with %j', async (wrong, message) => {
    const making = makeExamples([sentenceOf([1])], numbers, { ...options, ...wrong });
    await expect(making).rejects.toThrow(UserError);
    await expect(making).rejects.toThrow(message);
  });

  it('stop being made when that is asked for', async () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(makeExamples([sentenceOf([1])], numbers, { ...options, signal })).rejects.toThrow('stopped');
  });

  it('of a large corpus are not made any more once somebody asks to stop', async () => {
    const corpus = Array.from({ length: 20_000 }, () => sentenceOf([1]));
    const tokenizer = { ...numbers };
    const { signal, calls } = abortedBy(tokenizer, 'encodeWords', new Error('asked to stop'));
    await expect(makeExamples(corpus, tokenizer, { ...options, signal })).rejects.toThrow('asked to stop');
    expect(calls()).toBe(1);
  });
});
