import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WordEntity } from '../../src/core/entity.ts';
import { labelledSpans } from '../../src/core/labels.ts';
import { embeddedModel } from '../../src/library/folders.ts';
import type { TokenClassifier } from '../../src/model/classifier.ts';
import { loadClassifier } from '../../src/model/load.ts';
import { createRecognizer, type Recognizer } from '../../src/recognize/recognizer.ts';
import type { RunReport } from '../../src/train/output/report.ts';
import { abortedBy } from '../support/abort.ts';
import { corpusFile, f1, readCorpus } from '../support/corpus.ts';
import { goldenFolder, missing } from '../support/shared.ts';

const leukaemia = 'Clustering of missense mutations in a sporadic T - cell leukaemia treated with cyclosporin .'.split(
  ' ',
);

let classifier: TokenClassifier;
let recognizer: Recognizer;

beforeAll(async () => {
  classifier = await loadClassifier(embeddedModel(), { device: 'cpu' });
  recognizer = createRecognizer(classifier);
});

afterAll(() => classifier.dispose());

/** Every shown label space by type, and whether mentions of one type are disjoint. */
function expectValid(entities: readonly WordEntity[], words: number): void {
  const ends = new Map<string, number>();
  let previous = 0;
  for (const { start, end, type, score } of entities) {
    expect(start).toBeGreaterThanOrEqual(Math.max(previous, ends.get(type) ?? 0));
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(words);
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThanOrEqual(1);
    ends.set(type, end);
    previous = start;
  }
}

describe('recognizing with the embedded model', () => {
  it('finds the diseases and chemicals of a sentence', async () => {
    const [found = []] = await recognizer.recognize([leukaemia]);
    const mentions = found.map(({ start, end, type }) => `${leukaemia.slice(start, end).join(' ')}: ${type}`);
    expect(mentions).toContain('T - cell leukaemia: Disease');
    expect(mentions).toContain('cyclosporin: Chemical');
    expectValid(found, leukaemia.length);
  });

  it('gives each sentence the same whatever it is read with, and one answer for each', async () => {
    const short = ['Asthma', '.'];
    const together = await recognizer.recognize([short, leukaemia, [], short, leukaemia.slice(5)]);
    expect(together).toHaveLength(5);
    expect(together[2]).toEqual([]);
    expect(together[3]).toEqual(together[0]);
    expect(together[3]).not.toBe(together[0]);
    const alone = await recognizer.recognize([leukaemia]);
    expect(together[1]?.map(({ start, end, type }) => [start, end, type])).toEqual(
      alone[0]?.map(({ start, end, type }) => [start, end, type]),
    );
    for (const [index, { score }] of (together[1] ?? []).entries())
      expect(score).toBeCloseTo(alone[0]?.[index]?.score ?? 0, 4);
  });

  it('finds in every part of a sentence of many windows what it finds in the part alone', async () => {
    const parts = 30;
    const long = Array.from({ length: parts }, () => leukaemia).flat();
    const [found = []] = await recognizer.recognize([long]);
    expectValid(found, long.length);
    let chemicals = 0;
    for (let part = 0; part < parts; part++) {
      const from = part * leukaemia.length;
      const inside = found.filter(({ start, end }) => start >= from && end <= from + leukaemia.length);
      const types = inside.map(({ start, end, type }) => `${long.slice(start, end).join(' ')}: ${type}`);
      expect(types.join(), `part ${part}`).toContain('leukaemia: Disease');
      if (types.includes('cyclosporin: Chemical')) chemicals++;
    }
    // A sentence that says the same thirty times is odd enough for a small model to miss a mention.
    expect(chemicals).toBeGreaterThanOrEqual(parts - 2);
  });

  it('reads words longer than its window, and those beside them', async () => {
    const dna = 'ACGT'.repeat(1250);
    const words = [...leukaemia.slice(0, -1), dna, ...leukaemia.slice(5)];
    const [found = []] = await recognizer.recognize([words]);
    expectValid(found, words.length);
    expect(found.filter(({ type }) => type === 'Chemical').map(({ start }) => words[start])).toEqual([
      'cyclosporin',
      'cyclosporin',
    ]);
    const [alone = []] = await recognizer.recognize([[dna]]);
    expectValid(alone, 1);
  });

  it('gives valid mentions for any words at all', async () => {
    const word = fc.oneof(
      fc.constantFrom(
        'BRCA1',
        'asthma',
        '-',
        'HeLa',
        'cells',
        '😀',
        '\ud83d',
        '\u0301',
        '\u200b',
        '日本語',
        'x'.repeat(300),
      ),
      fc.string({ minLength: 1, unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(word, { maxLength: 200 }), { maxLength: 4 }), async (sentences) => {
        const found = await recognizer.recognize(sentences);
        expect(found.length).toBe(sentences.length);
        for (const [index, words] of sentences.entries()) expectValid(found[index] ?? [], words.length);
      }),
      { numRuns: 25 },
    );
  });

  it('stops between batches when it is told to', async () => {
    const sentences = Array.from({ length: 400 }, (_, index) => [...leukaemia, `${index}`]);
    const { signal, calls } = abortedBy(classifier, 'classify', new Error('enough'));
    try {
      await expect(recognizer.recognize(sentences, signal)).rejects.toThrow('enough');
      expect(calls()).toBe(1);
    } finally {
      vi.restoreAllMocks();
    }
    await expect(recognizer.recognize([leukaemia], AbortSignal.abort(new Error('never')))).rejects.toThrow('never');
  });
});

const ncbi = corpusFile('NCBI-disease');

describe.skipIf(missing(ncbi))(`on the NCBI-disease test set (${missing(ncbi) ?? 'words of the corpus'})`, () => {
  it('reaches the F1 that the embedded model had when it was trained, within 0.1', async () => {
    const sentences = readCorpus(ncbi);
    const found = await recognizer.recognize(sentences.map(({ words }) => words));
    const diseases = found.map((entities) => entities.filter(({ type }) => type === 'Disease'));
    const gold = sentences.map(({ labels }) => labelledSpans(labels));
    const run = JSON.parse(readFileSync(path.join(embeddedModel(), 'run.json'), 'utf8')) as RunReport;
    const trained = run.test.find(({ corpus }) => corpus === 'NCBI-disease')?.micro.f1 ?? Number.NaN;
    expect(Math.abs(f1(gold, diseases) - 100 * trained)).toBeLessThanOrEqual(0.1);
  }, 60_000);
});

const published = path.join(goldenFolder, 'gerbera-roberta-tiny');

describe.skipIf(!existsSync(published))(
  `recognizing with GERBERA's published pair (${missing(published) ?? 'golden data'})`,
  () => {
    it('reads its evaluation path alone, in the order of its own labels', async () => {
      const pair = await loadClassifier(published, { device: 'cpu', typeName: 'Disease' });
      try {
        const [found = []] = await createRecognizer(pair).recognize([leukaemia]);
        expectValid(found, leukaemia.length);
        expect(new Set(found.map(({ type }) => type))).toEqual(new Set(['Disease']));
      } finally {
        await pair.dispose();
      }
    });
  },
);
