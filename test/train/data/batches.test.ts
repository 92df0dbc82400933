import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCorpusFile } from '../../../src/corpus/read.ts';
import { embeddedModel } from '../../../src/library/folders.ts';
import { loadTokenizer } from '../../../src/tokenizer/load.ts';
import type { TrainingBatch } from '../../../src/train/batch.ts';
import { type EpochKeys, type EpochOptions, planEpoch } from '../../../src/train/data/batches.ts';
import { type ExampleSet, makeExamples } from '../../../src/train/data/examples.ts';
import { corporaFolder, missing } from '../../support/shared.ts';
import { heads, setOf, special } from './build.ts';

const keys: EpochKeys = { seed: 1, stage: 'first', epoch: 0 };
const options: EpochOptions = {
  size: { tokens: 256 },
  maxLength: 128,
  sampling: { alpha: 1 },
  order: 'mixed',
  special,
};
let genes: ExampleSet;
let general: ExampleSet;

/** Every example of a corpus has a length of its own, by which it is known. */
const geneLengths = Array.from({ length: 60 }, (_, index) => 1 + 2 * index);
const generalLengths = Array.from({ length: 20 }, (_, index) => 2 + 2 * index);

beforeAll(async () => {
  genes = await setOf('genes', geneLengths);
  general = await setOf('general', generalLengths, 'General');
});

function batchesOf(change: Partial<EpochOptions> = {}, otherKeys: Partial<EpochKeys> = {}, from = 0): TrainingBatch[] {
  return [...planEpoch([genes, general], { ...options, ...change }, { ...keys, ...otherKeys }).batches(from)];
}

/** The lengths of a batch's rows without special tokens. */
function lengthsOf({ rows, length, mask }: TrainingBatch): number[] {
  return Array.from({ length: rows }, (_, row) => {
    const real = mask.subarray(row * length, (row + 1) * length).reduce((sum, bit) => sum + Number(bit), 0);
    return real - 2;
  });
}

const ascending = (a: number, b: number) => a - b;
const all = [...geneLengths, ...generalLengths].sort(ascending);
const sizes: readonly EpochOptions['size'][] = [{ examples: 16 }, { examples: 16, alike: true }, { tokens: 256 }];
const orders = ['mixed', 'separate', 'sequential'] as const;

describe('an epoch', () => {
  it.each(sizes.flatMap((size) => orders.map((order) => [size, order] as const)))(
    'of %j, %s, has every example once',
    (size, order) => {
      const batches = batchesOf({ size, order });
      expect(batches.flatMap(lengthsOf).sort(ascending)).toEqual(all);
      const learnt = batches.flatMap((batch) => [...batch.targets.values()].map(({ labels }) => labels.length));
      expect(learnt.reduce((a, b) => a + b, 0)).toBe(all.reduce((a, b) => a + b, 0));
    },
  );

  it.each(sizes)('of %j is the same for the same keys, and another one for other keys', (size) => {
    const batches = batchesOf({ size });
    expect(batchesOf({ size })).toEqual(batches);
    for (const other of [{ seed: 2 }, { epoch: 1 }, { stage: 'second' }]) {
      const differs = batchesOf({ size }, other);
      expect(differs.flatMap(lengthsOf).sort(ascending)).toEqual(all);
      expect(differs.map(lengthsOf)).not.toEqual(batches.map(lengthsOf));
    }
  });

  it.each(orders)('that is resumed, %s, goes on with the batches that were left', (order) => {
    const batches = batchesOf({ order });
    for (let from = 0; from <= batches.length; from++)
      expect(batchesOf({ order }, {}, from)).toEqual(batches.slice(from));
  });

  it('has batches of all corpora, of one, or of one corpus after another', () => {
    const headsOf = (order: EpochOptions['order']) =>
      batchesOf({ order, size: { examples: 8 } }).map(({ targets }) => [...targets.keys()].sort().join('+'));
    expect(headsOf('mixed')).toContain('Gene+General');
    const separate = headsOf('separate');
    expect(separate.toSorted()).toEqual([...Array(8).fill('Gene'), ...Array(3).fill('General')]);
    expect(separate).not.toEqual(separate.toSorted());
    expect(headsOf('sequential')).toEqual([...Array(8).fill('Gene'), ...Array(3).fill('General')]);
  });

  it('teaches each head the words of its own corpus alone', () => {
    for (const { rows, length, mask, positions, targets } of batchesOf({ size: { examples: 16 } })) {
      const taught = new Int32Array(positions.length).fill(0);
      for (const [head, { rows: words }] of targets) {
        expect([...words]).toEqual([...words].sort(ascending));
        for (const word of words) {
          taught[word] = (taught[word] ?? 0) + 1;
          const row = Math.floor(Number(positions[word]) / length);
          const tokens = lengthsOf({ rows, length, mask } as TrainingBatch)[row] ?? 0;
          expect(head).toBe(tokens % 2 === 1 ? 'Gene' : 'General');
        }
      }
      expect(new Set(taught)).toEqual(new Set([1]));
    }
  });

  it('samples corpora by their size to the power of alpha', () => {
    const counts = (alpha: number, epoch: number) => {
      const lengths = batchesOf({ sampling: { alpha } }, { epoch }).flatMap(lengthsOf);
      return [lengths.filter((length) => length % 2 === 1), lengths.filter((length) => length % 2 === 0)] as const;
    };
    // 60^0.5 : 20^0.5 of 80 examples.
    const [gene, other] = counts(0.5, 0);
    expect([gene.length, other.length]).toEqual([51, 29]);
    expect(new Set(gene).size).toBe(51);
    expect(new Set(other).size).toBe(20);
    // What one epoch leaves comes in the next one.
    expect(new Set([...gene, ...counts(0.5, 1)[0]]).size).toBe(60);
    expect(batchesOf({ sampling: { alpha: 1, examples: 16 } }).flatMap(lengthsOf)).toHaveLength(16);
  });

  it('tells how large it is', () => {
    const batches = batchesOf();
    const { statistics } = planEpoch([genes, general], options, keys);
    expect(statistics).toMatchObject({
      batches: batches.length,
      examples: 80,
      tokens: batches.flatMap(lengthsOf).reduce((sum, length) => sum + length + 2, 0),
      paddedTokens: batches.reduce((sum, { rows, length }) => sum + rows * length, 0),
    });
    const shapes = new Set(batches.map(({ rows, length }) => `${rows} ${length}`));
    expect(new Set(statistics.shapes.map(({ rows, length }) => `${rows} ${length}`))).toEqual(shapes);
    expect(statistics.shapes.length).toBe(shapes.size);
  });

  it('of nothing is refused', () => {
    expect(() => planEpoch([], options, keys)).toThrow('there is no example to learn from');
  });
});

const file = path.join(corporaFolder, 'bioner/NCBI-disease/train.tsv.gz');
const absent = missing(file);

describe.skipIf(absent)(absent ?? 'an epoch of NCBI-disease', () => {
  it('is a tenth padding with a token budget, a seventh with 16 alike, half with 16 at random', async () => {
    const tokenizer = await loadTokenizer(embeddedModel(), { bareWords: false });
    const { sentences } = await readCorpusFile(file);
    const set = await makeExamples(sentences, tokenizer, {
      name: 'NCBI-disease',
      heads,
      mapping: { Disease: 'Disease' },
      maxLength: 128,
    });
    expect(set.statistics).toMatchObject({ sentences: 5424, words: 135701, overlapping: 0 });
    expect([...set.statistics.mentions]).toEqual([['Disease', 5134]]);
    const padding = (size: EpochOptions['size']) => {
      const { tokens, paddedTokens } = planEpoch([set], { ...options, size }, keys).statistics;
      return 1 - tokens / paddedTokens;
    };
    expect(padding({ tokens: 2048 })).toBeLessThan(0.11);
    expect(padding({ examples: 16, alike: true })).toBeLessThan(0.15);
    expect(padding({ examples: 16 })).toBeGreaterThan(0.45);
    const began = planEpoch([set], { ...options, size: { tokens: 2048 } }, keys).batches();
    const labels = [...began].flatMap(({ targets }) => [...(targets.get('Disease')?.labels ?? [])]);
    expect(labels.length).toBe(135701);
    expect(labels.filter((label) => label === 1).length).toBe(5134);
  });
});
