import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LabelledSentence } from '../../../src/corpus/corpus.ts';
import { type FrozenEncoder, loadEncoder } from '../../../src/model/load-encoder.ts';
import { layWindows } from '../../../src/recognize/windows.ts';
import { estimatorValues } from '../../../src/transfer/estimators/values.ts';
import type { FeatureMatrix } from '../../../src/transfer/profile.ts';
import { extractFeatures } from '../../../src/transfer/representations/features.ts';
import { drawSample } from '../../../src/transfer/representations/sample.ts';
import { representationValues } from '../../../src/transfer/representations/values.ts';
import { batchOf, farthest } from '../../model/batch.ts';
import { bertModel } from '../../model/models.ts';
import { size } from '../../model/shapes.ts';
import { writeModel } from '../../model/tiny.ts';

/** A sentence of the tiny vocabulary's words, one sub-token each, and its mentions as [start, end, type]. */
function sentence(words: readonly number[], ...mentions: readonly [number, number, string][]): LabelledSentence {
  return {
    words: words.map((word) => `w${word}`),
    mentions: mentions.map(([start, end, type]) => ({ start, end, type })),
    line: 1,
  };
}

async function tinyEncoder(model = bertModel()): Promise<FrozenEncoder> {
  const encoder = await loadEncoder(writeModel(model), { device: 'cpu', threads: 1 });
  onTestFinished(() => encoder.dispose());
  return encoder;
}

/** The hidden states of words, read by themselves between the special tokens. */
async function statesOf(encoder: FrozenEncoder, words: readonly number[]): Promise<Float32Array[]> {
  const ids = [2, ...words.map((word) => word + 5), 3];
  const values = await encoder.encode(batchOf([ids], 0, () => words.map((_, index) => index + 1)));
  return words.map((_, index) => values.slice(index * size.hidden, (index + 1) * size.hidden));
}

function mean(rows: readonly Float32Array[]): number[] {
  return Array.from({ length: size.hidden }, (_, column) => {
    return rows.reduce((sum, row) => sum + (row[column] ?? Number.NaN), 0) / rows.length;
  });
}

const rowOf = ({ columns, values }: FeatureMatrix, row: number) => [
  ...values.subarray(row * columns, (row + 1) * columns),
];

/** Whether some row of a matrix is the expected one. */
function hasRow(matrix: FeatureMatrix, expected: readonly number[]): boolean {
  return [...new Array(matrix.rows).keys()].some((row) => farthest(expected, rowOf(matrix, row)) < 1e-5);
}

const corpus = [
  sentence([1, 2, 3, 4, 5], [1, 3, 'Gene']),
  sentence([6, 7], [0, 2, 'Disease'], [1, 2, 'Gene']),
  sentence([8, 9, 10]),
];

describe('the features of a corpus', () => {
  it('are the mean hidden states of sentences and mentions, and those of words with their labels', async () => {
    const encoder = await tinyEncoder();
    const features = await extractFeatures({ sentences: corpus }, encoder, { seed: 1 });
    const [first = [], second = []] = [await statesOf(encoder, [1, 2, 3, 4, 5]), await statesOf(encoder, [6, 7])];

    expect(features.labels).toEqual(['O', 'Disease', 'Gene']);
    expect([features.sentences.rows, features.mentions.rows]).toEqual([3, 3]);
    expect(hasRow(features.sentences, mean(first))).toBe(true);
    expect(hasRow(features.sentences, mean(await statesOf(encoder, [8, 9, 10])))).toBe(true);
    for (const words of [first.slice(1, 3), second, second.slice(1)]) {
      expect(hasRow(features.mentions, mean(words))).toBe(true);
    }
    // Four words in mentions, of which overlapping ones count as the first, and as many of the six outside.
    expect([...features.wordLabels].sort()).toEqual([0, 0, 0, 0, 1, 1, 2, 2]);
    for (const [row, label] of features.wordLabels.entries()) {
      const known = { 0: [...first, ...(await statesOf(encoder, [8, 9, 10]))], 1: second, 2: first.slice(1, 3) }[label];
      expect(known?.some((state) => farthest([...state], rowOf(features.words, row)) < 1e-5)).toBe(true);
    }
  });

  it('hold every word of a sentence longer than the window, each once', async () => {
    const encoder = await tinyEncoder();
    const words = Array.from({ length: 90 }, (_, word) => word % 45);
    const all = words.map((_, at): [number, number, string] => [at, at + 1, 'Gene']);
    const features = await extractFeatures({ sentences: [sentence(words, ...all)] }, encoder, {
      seed: 1,
      sentences: 90,
    });
    expect([features.mentions.rows, features.words.rows]).toEqual([90, 90]);
    const pieces = words.map((word) => Uint32Array.of(word + 5));
    const { windows } = layWindows(pieces, size.positions - 2);
    expect(windows.length).toBeGreaterThan(3);
    const states = await Promise.all(windows.map(({ start, end }) => statesOf(encoder, words.slice(start, end))));
    for (let row = 0; row < 90; row++) {
      const found = rowOf(features.words, row);
      expect(states.flat().some((state) => farthest([...state], found) < 1e-5)).toBe(true);
      expect(hasRow(features.mentions, found)).toBe(true);
    }
    const rows = [...new Array(90).keys()].map((row) => Float32Array.from(rowOf(features.mentions, row)));
    expect(farthest(mean(rows), rowOf(features.sentences, 0))).toBeLessThan(1e-5);
  });

  it('are the same for the same sentences and seed, others for another seed', async () => {
    const encoder = await tinyEncoder();
    const many = Array.from({ length: 30 }, (_, index) => sentence([index, index + 1, index + 2], [0, 1, 'Gene']));
    const extract = (seed: number) => extractFeatures({ sentences: many }, encoder, { seed, sentences: 9, words: 8 });
    const first = await extract(1);
    expect(await extract(1)).toEqual(first);
    expect((await extract(2)).sentences.values).not.toEqual(first.sentences.values);
  });

  it('are compared with themselves without a distance', async () => {
    const features = await extractFeatures({ sentences: corpus }, await tinyEncoder(), { seed: 1 });
    const { values } = representationValues(features, features, 1);
    expect(values.mentionCosine).toBeCloseTo(1, 6);
    expect(values.mentionFrechet).toBeCloseTo(0, 6);
    expect(estimatorValues(features, features).values.leep).not.toBeNull();
  });

  it('may be of a corpus without a mention', async () => {
    const features = await extractFeatures({ sentences: [sentence([1, 2])] }, await tinyEncoder(), { seed: 1 });
    expect(features).toMatchObject({
      sentences: { rows: 1 },
      mentions: { rows: 0, columns: size.hidden },
      labels: ['O'],
    });
    expect(features.words.rows).toBe(2);
  });

  it('tell how far they are, and stop at once when it is asked', async () => {
    const encoder = await tinyEncoder();
    const long = Array.from({ length: 120 }, () => sentence(Array.from({ length: 20 }, (_, word) => word)));
    const shares: number[] = [];
    await extractFeatures({ sentences: long }, encoder, { seed: 1, onProgress: (share) => shares.push(share) });
    expect(shares.length).toBeGreaterThan(2);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);

    const controller = new AbortController();
    const stopped = extractFeatures({ sentences: long }, encoder, {
      seed: 1,
      signal: controller.signal,
      onProgress: (share) => {
        expect(share).toBe(shares[0]);
        controller.abort(new Error('stopped'));
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
  });

  it('are refused where weights are no numbers', async () => {
    const model = bertModel();
    model.tensors.get('bert.encoder.layer.0.output.dense.weight')?.data.fill(Number.NaN);
    const encoder = await tinyEncoder(model);
    await expect(extractFeatures({ sentences: corpus }, encoder, { seed: 1 })).rejects.toThrow(
      `${path.normalize(encoder.folder)}: the encoder gave values that are not numbers`,
    );
  });
});

describe('the sample of a corpus', () => {
  const rare = Array.from({ length: 300 }, (_, index) =>
    index % 30 === 0 ? sentence([index % 45, 1, 2], [0, 1, 'Gene']) : sentence([index % 45, 3, 4]),
  );

  it('is all of it where that is little', () => {
    const { sentences, drawn, mentions, words } = drawSample(rare, { sentences: 300, words: 1000 }, 1);
    expect([sentences.length, drawn, mentions.length, words.length]).toEqual([300, 300, 10, 20]);
    expect(new Set(sentences).size).toBe(300);
  });

  it('has sentences with mentions beside those that stand for the corpus, each once', () => {
    const { sentences, drawn, mentions, words } = drawSample(rare, { sentences: 30, words: 100 }, 1);
    expect(drawn).toBe(20);
    expect(new Set(sentences).size).toBe(sentences.length);
    expect(mentions).toHaveLength(10);
    expect(sentences.slice(drawn).every((each) => each.mentions.length > 0)).toBe(true);
    expect(words.every(({ label, sentence: at }) => label > 0 || at < drawn)).toBe(true);
  });

  it('has as many words in mentions as outside, but not more than are wanted', () => {
    const { words } = drawSample(rare, { sentences: 300, words: 9 }, 1);
    expect(words.filter(({ label }) => label === 0)).toHaveLength(4);
    expect(words.filter(({ label }) => label === 1)).toHaveLength(4);
  });

  it('passes over sentences without words', () => {
    expect(drawSample([sentence([]), sentence([1])], { sentences: 5, words: 5 }, 1).sentences).toHaveLength(1);
  });
});
