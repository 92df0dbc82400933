import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { corpusParts } from '../../../src/corpus/parts.ts';
import { corpusStatistics } from '../../../src/corpus/statistics/corpus-statistics.ts';
import type { CorpusStatistics } from '../../../src/corpus/statistics/statistics.ts';
import type { TypeMapping } from '../../../src/corpus/types/mapping.ts';
import { corporaFolder, missing } from '../../support/shared.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-statistics-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** `BRCA1/B-Gene causes/O` as lines of CoNLL. */
function conll(...sentences: readonly string[]): string {
  return sentences.map((sentence) => `${sentence.replaceAll('/', '\t').split(' ').join('\n')}\n\n`).join('');
}

function put(name: string, contents: string): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, contents);
  return file;
}

async function statisticsOf(place = folder, mapping: TypeMapping = {}): Promise<CorpusStatistics> {
  return corpusStatistics(await corpusParts(place), place, { mapping });
}

describe('statistics of a corpus', () => {
  it('count sentences, words and mentions by part and type', async () => {
    put(
      'train.tsv',
      conll('BRCA1/B-Gene causes/O breast/B-Disease cancer/I-Disease', 'None/O here/O', 'BRCA1/B-Gene ./O'),
    );
    put('test.tsv', conll('TP53/B-Gene ./O'));
    const { parts } = await statisticsOf();
    expect(parts.map(({ split, form, documents }) => [split, form, documents])).toEqual([
      ['train', 'conll', undefined],
      ['test', 'conll', undefined],
    ]);
    const [train] = parts;
    expect([train?.sentences, train?.words, train?.sentencesWithMentions]).toEqual([3, 8, 2]);
    const none = { overlapping: 0, nested: 0, discontinuous: 0, concepts: 0 };
    expect(train?.types).toEqual({
      Gene: { mentions: 2, surfaces: 1, words: 2, multiWord: 0, ...none },
      Disease: { mentions: 1, surfaces: 1, words: 2, multiWord: 1, ...none },
    });
    expect(train?.all).toEqual({ mentions: 3, surfaces: 2, words: 4, multiWord: 1, ...none });
  });

  it('count overlapping and nested mentions, concepts and documents', async () => {
    put(
      'a.pubtator.txt',
      '1|t|BRCA2 mutant cells 😀 in mice\n1|a|More BRCA2.\n1\t0\t18\tBRCA2 mutant cells\tCell\t-1\n1\t0\t5\tBRCA2\tGene\t675\n1\t6\t23\tmutant cells 😀 in\tOdd\tA|B\n1\t24\t28\tmice\tSpecies\t10090\n1\t34\t39\tBRCA2\tGene\t675\n',
    );
    const { parts, ambiguity, problems } = await statisticsOf(path.join(folder, 'a.pubtator.txt'));
    expect(problems.counts).toEqual({});
    const [part] = parts;
    expect(part?.documents).toBe(1);
    const counts = Object.entries(part?.types ?? {}).map(([type, each]) => [
      type,
      each.overlapping,
      each.nested,
      each.concepts,
    ]);
    expect(counts).toEqual([
      ['Gene', 1, 1, 1],
      ['Cell', 1, 0, 0],
      ['Odd', 1, 0, 2],
      ['Species', 0, 0, 1],
    ]);
    expect(ambiguity.concepts).toEqual({ surfaces: 3, severalConcepts: 0, perSurface: 1, surfacesPerConcept: 1 });
  });

  it('count a mention that is equal to another as nested once', async () => {
    const file = put('a.pubtator.txt', '1|t|BRCA2 here\n1|a|\n1\t0\t5\tBRCA2\tGene\t1\n1\t0\t5\tBRCA2\tDNA\t1\n');
    const { parts } = await statisticsOf(file);
    expect([parts[0]?.all.overlapping, parts[0]?.all.nested]).toEqual([2, 1]);
  });

  it('tell surfaces of several types, with a place of each', async () => {
    const file = put('a.tsv', conll('IL-2/B-Gene x/O', 'IL-2/B-Gene y/O', 'IL-2/B-Disease ./O', 'p53/B-Gene ./O'));
    const { ambiguity } = await statisticsOf(file);
    expect(ambiguity).toEqual({
      surfaces: 2,
      severalTypes: 1,
      mentions: 4,
      mentionsOfSeveralTypes: 3,
      mentionsOfRarerTypes: 1,
      examples: [
        {
          surface: 'IL-2',
          types: [
            { type: 'Gene', mentions: 2, file, line: 1 },
            { type: 'Disease', mentions: 1, file, line: 7 },
          ],
        },
      ],
    });
  });

  it('tell which mentions of test stand in train, exactly or in any case, by type', async () => {
    put('train.tsv', conll('IL-2/B-Gene and/O Cancer/B-Disease'));
    put('test.tsv', conll('IL-2/B-Gene IL-2/B-Gene x/O cancer/B-Disease', 'Cancer/B-Gene ./O'));
    const { overlaps } = await statisticsOf();
    const none = { concepts: 0, seenConcepts: 0 };
    expect(overlaps).toHaveLength(1);
    expect(overlaps[0]?.types).toEqual({
      Gene: {
        mentions: 3,
        seenMentions: 2,
        seenMentionsFolded: 2,
        surfaces: 2,
        seenSurfaces: 1,
        seenSurfacesFolded: 1,
        ...none,
      },
      Disease: {
        mentions: 1,
        seenMentions: 0,
        seenMentionsFolded: 1,
        surfaces: 1,
        seenSurfaces: 0,
        seenSurfacesFolded: 1,
        ...none,
      },
    });
    expect(overlaps[0]?.all.mentions).toBe(4);
  });

  it('find sentences that stand in two parts, exactly or but for white space and case, and other labels in them', async () => {
    const train = put(
      'train.tsv',
      conll('A/O long/O sentence/O on/O IL-2/B-Gene', 'Results/O :/O', 'p53/B-Gene and/O more/O words/O here/O'),
    );
    const test = put(
      'test.tsv',
      conll(
        'a/O long/O sentence/O on/O IL/B-Gene -2/I-Gene',
        'Results/O :/O',
        'p53/O and/O more/O words/O here/O',
        'p53/O and/O more/O words/O here/O',
        'New/O .',
      ).replace('New\tO\n.', 'New\tO\n.\tO'),
    );
    const { leaks } = await statisticsOf();
    expect(leaks).toHaveLength(1);
    expect(leaks[0]?.sentences).toEqual({
      all: 5,
      same: 4,
      sameLong: 3,
      otherLabels: 2,
      exact: 3,
      exactOtherLabels: 2,
    });
    expect(leaks[0]?.documents).toEqual({ all: 0, sameId: 0, sameText: 0 });
    expect(leaks[0]?.examples[0]).toEqual({
      file: test,
      line: 11,
      words: 5,
      other: { file: train, line: 10 },
      otherLabels: true,
    });
  });

  it('compare the labels of a sentence with all that it has in the other part', async () => {
    const texts = ['p53/B-Gene is/O good/O', 'p53/O is/O good/O', 'p53/B-DNA is/O good/O', 'p53/O is/B-Gene good/O'];
    put('train.tsv', conll(...texts.slice(0, 3)));
    put('test.tsv', conll(...texts));
    const { leaks } = await statisticsOf();
    expect(leaks[0]?.sentences).toMatchObject({ same: 4, otherLabels: 1, exact: 4, exactOtherLabels: 1 });
  });

  it('know documents by no id that was made up', async () => {
    const contents = (word: string) => `-DOCSTART-\tO\n\n${conll(`${word}/O one/O`, `${word}/O two/O`)}`;
    const [a, b] = [put('a/x.tsv', contents('a')), put('b/x.tsv', contents('b'))];
    const { leaks } = await corpusStatistics(await corpusParts(a), a, { other: { corpus: await corpusParts(b) } });
    expect(leaks[0]?.documents).toEqual({ all: 1, sameId: 0, sameText: 0 });
  });

  it('find documents that stand in two parts or in another corpus, by id and by text', async () => {
    put('a/train.pubtator.txt', '1|t|One title here.\n1|a|\n\n2|t|Two.\n2|a|\n2\t0\t3\tTwo\tGene\t1\n');
    put('a/test.pubtator.txt', '2|t|Something else.\n2|a|\n\n3|t|one TITLE here.\n3|a|\n');
    put('b/x.tsv', conll('One/O title/O here/O ./O'));
    const a = path.join(folder, 'a');
    const b = path.join(folder, 'b', 'x.tsv');
    const { leaks } = await corpusStatistics(await corpusParts(a), a, { other: { corpus: await corpusParts(b) } });
    expect(leaks.map(({ from, to, documents, ids }) => [from, to, documents, ids])).toEqual([
      ['train', 'test', { all: 2, sameId: 1, sameText: 1 }, ['2']],
      ['train', 'x', { all: 0, sameId: 0, sameText: 0 }, []],
      ['test', 'x', { all: 0, sameId: 0, sameText: 0 }, []],
    ]);
    expect(leaks.map(({ sentences }) => [sentences.same, sentences.otherLabels])).toEqual([
      [1, 0],
      [1, undefined],
      [1, undefined],
    ]);
  });

  it('find mentions that are left without a label elsewhere, the longest one at a place', async () => {
    const file = put(
      'a.tsv',
      conll(
        'breast/B-Disease cancer/I-Disease or/O cancer/B-Disease',
        'breast/O cancer/O and/O cancer/O',
        'no/O breast/B-Gene cancer/O',
      ),
    );
    const { noise } = await statisticsOf(file);
    expect(noise).toMatchObject({
      surfaces: 3,
      unlabelledSurfaces: 2,
      mentions: 3,
      mentionsOfUnlabelled: 2,
      unlabelled: 3,
    });
    expect(noise.examples).toEqual([
      {
        surface: 'breast cancer',
        type: 'Disease',
        labelled: 1,
        unlabelled: 1,
        labelledAt: { file, line: 1 },
        unlabelledAt: { file, line: 6 },
      },
      {
        surface: 'cancer',
        type: 'Disease',
        labelled: 1,
        unlabelled: 2,
        labelledAt: { file, line: 4 },
        unlabelledAt: { file, line: 9 },
      },
    ]);
  });

  it('go by the names of a mapping, and without what it leaves out', async () => {
    const file = put('a.tsv', conll('a/B-protein b/B-DNA c/B-odd d/B-RNA'));
    const { parts, mapping } = await statisticsOf(file, { protein: 'Gene', DNA: 'Gene', odd: '' });
    expect(Object.entries(parts[0]?.types ?? {}).map(([type, { mentions }]) => [type, mentions])).toEqual([
      ['Gene', 2],
      ['RNA', 1],
    ]);
    expect(mapping).toEqual({ protein: 'Gene', DNA: 'Gene', odd: '' });
  });

  it('count what is wrong in its files', async () => {
    const file = put(
      'a.pubtator.txt',
      '1|t|Genes here.\n1|a|\n1\t0\t4\tGene\tGene\t1\n\n1|t|Genes again.\n1|a|\n1\t0\t5\tGenes\tGene\t1\n',
    );
    const { problems } = await statisticsOf(file);
    expect(problems.counts).toEqual({ 'cuts a word': 1, 'duplicate document': 1 });
  });
});

describe.skipIf(missing(corporaFolder))('statistics of corpora whose oddities are known', () => {
  const at = (name: string) => path.join(corporaFolder, name);

  it('JNLPBA has 106 test sentences in train, 26 of them with other tags', async () => {
    const { leaks } = await statisticsOf(at('bioner/JNLPBA'));
    const leak = leaks.find(({ from, to }) => from === 'train' && to === 'test');
    expect([leak?.sentences.exact, leak?.sentences.exactOtherLabels]).toEqual([106, 26]);
  }, 30_000);

  it('multiconer2-en has 11 devel sentences in train', async () => {
    const { leaks } = await statisticsOf(at('general/multiconer2-en'));
    expect(leaks.map(({ sentences }) => sentences.same)).toEqual([11]);
  }, 30_000);

  it('NCBI-disease has 5,145 mentions and a document twice', async () => {
    const { parts, problems } = await statisticsOf(at('concepts/ncbi-disease'));
    expect(parts[0]?.all.mentions).toBe(5145);
    expect(problems.counts['duplicate document']).toBe(1);
  }, 30_000);

  it.each([
    ['bc5cdr', 69],
    ['ncbi-disease', 1],
    ['tmvar3', 75],
  ])(
    'BioRED has abstracts of the test part of %s',
    async (name, abstracts) => {
      const [own, other] = [at('concepts/biored'), at(`concepts/${name}`)];
      const { leaks } = await corpusStatistics(await corpusParts(own), own, {
        other: { corpus: await corpusParts(other) },
      });
      const leak = leaks.find(({ from, to }) => from === 'train' && to === `test of ${name}`);
      expect(leak?.documents.sameId).toBe(abstracts);
    },
    30_000,
  );
});
