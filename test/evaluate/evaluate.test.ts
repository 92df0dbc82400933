import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LabelledSentence } from '../../src/corpus/corpus.ts';
import { readCorpusFile } from '../../src/corpus/read.ts';
import { evaluateSentences } from '../../src/evaluate/evaluate.ts';
import { noCounts, report, score } from '../../src/evaluate/scores.ts';
import { embeddedModel } from '../../src/library/folders.ts';
import type { TokenClassifier } from '../../src/model/classifier.ts';
import { loadClassifier } from '../../src/model/load.ts';
import { createRecognizer } from '../../src/recognize/recognizer.ts';
import { corporaFolder } from '../support/shared.ts';

let classifier: TokenClassifier;

beforeAll(async () => {
  classifier = await loadClassifier(embeddedModel(), { device: 'cpu', heads: 'all' });
});

afterAll(() => classifier.dispose());

const words = 'Clustering of missense mutations in a sporadic T - cell leukaemia treated with cyclosporin .'.split(' ');

/** A sentence labelled with what the model finds, and what it does not. */
async function labelled(
  sentence: readonly string[],
  more: LabelledSentence['mentions'] = [],
): Promise<LabelledSentence> {
  const [found = []] = await createRecognizer(classifier).recognize([sentence]);
  const mentions = found.map(({ start, end, type }) => ({ start, end, type: type.toLowerCase() }));
  return { words: sentence, mentions: [...mentions, ...more], line: 1 };
}

describe('evaluating sentences', () => {
  const mapping = { disease: 'Disease', chemical: 'Chemical', rna: 'RNA' };

  it('counts what is found, missed and invented by the type of the model, over every word of long sentences', async () => {
    const long = Array.from({ length: 30 }, () => words).flat();
    const right = await labelled(long, [{ start: 0, end: 1, type: 'rna' }]);
    const wrong = { words, mentions: [], line: 2 };
    const counts = await evaluateSentences(createRecognizer(classifier), [right, wrong], mapping);
    expect([...counts.keys()]).toEqual(['Disease', 'Chemical', 'RNA']);
    const chemicals = right.mentions.filter(({ type }) => type === 'chemical');
    expect(chemicals.length).toBeGreaterThan(10);
    expect(chemicals.at(-1)?.start).toBeGreaterThan(long.length - words.length);
    expect(counts.get('Chemical')).toEqual({ tp: chemicals.length, fp: 1, fn: 0 });
    expect(counts.get('RNA')).toEqual({ tp: 0, fp: 0, fn: 1 });
  });

  it('does not count what the corpus does not label', async () => {
    const sentence = await labelled(words);
    const counts = await evaluateSentences(createRecognizer(classifier), [sentence], { chemical: 'Chemical' });
    expect([...counts]).toEqual([['Chemical', { tp: 1, fp: 0, fn: 0 }]]);
  });

  it('scores a hidden head when it is asked for', async () => {
    const sentence: LabelledSentence = {
      words: 'Barack Obama was born in Honolulu , Hawaii .'.split(' '),
      mentions: [
        { start: 0, end: 2, type: 'PER' },
        { start: 5, end: 6, type: 'LOC' },
      ],
      line: 1,
    };
    const all = { '*': 'General' };
    const shown = await evaluateSentences(createRecognizer(classifier), [sentence], all);
    expect(shown.get('General')).toEqual({ tp: 0, fp: 0, fn: 2 });
    const hidden = await evaluateSentences(createRecognizer(classifier, { heads: ['General'] }), [sentence], all);
    expect(hidden.get('General')?.tp).toBeGreaterThan(0);
    expect(() => createRecognizer(classifier, { heads: ['Protein'] })).toThrow(
      'it has no head "Protein"; it has Gene,',
    );
  });

  it('counts every stretch of a large corpus, and stops when it is told to', async () => {
    const mention = { start: 0, end: 1, type: 'nothing of the kind' };
    const sentences = Array.from({ length: 2001 }, () => ({ words: ['a'], mentions: [mention], line: 1 }));
    const recognizer = createRecognizer(classifier);
    const counts = await evaluateSentences(recognizer, sentences, { '*': 'Gene' });
    expect(score(counts.get('Gene') ?? noCounts).support).toBe(2001);
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(evaluateSentences(recognizer, sentences, mapping, { signal })).rejects.toThrow('stopped');
  });

  const file = path.join(corporaFolder, 'bioner/NCBI-disease/test.tsv.gz');
  it.skipIf(!existsSync(file))('gives the published score of the embedded model on a published corpus', async () => {
    const { sentences } = await readCorpusFile(file);
    const counts = await evaluateSentences(createRecognizer(classifier), sentences, { Disease: 'Disease' });
    const { f1, support } = score(counts.get('Disease') ?? { tp: 0, fp: 0, fn: 0 });
    expect(support).toBe(960);
    expect(f1).toBeGreaterThan(0.7);
    expect(report(counts).micro.f1).toBe(f1);
  });
});
