import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Case } from '../../scripts/linking/cases.ts';
import { scoreFound } from '../../scripts/linking/end-to-end.ts';
import { calibrated, judge, learnWeights, thresholdFor } from '../../scripts/linking/fit.ts';
import { falselyFound, foundAsGold, foundBeside } from '../../scripts/linking/found.ts';
import { readGold } from '../../scripts/linking/gold.ts';
import { score } from '../../scripts/linking/score.ts';
import { createLinker } from '../../src/concepts/link/create-linker.ts';
import { featureAt, featureCount } from '../../src/concepts/link/features.ts';
import { storeOf } from '../concepts/link/linked.ts';

const pubtator = `1|t|Breast and ovarian cancer
1|a|Cancer in mice lacking p53, and foo.
1	0	25	Breast and ovarian cancer	CompositeMention	D001943|D010051
1	26	32	Cancer	DiseaseClass	D009369
1	36	40	mice	Species	Species:10090
1	49	52	p53	Gene	22059
1	58	61	foo	Disease	-1

`;

let corpora: string;
beforeAll(async () => {
  corpora = await mkdtemp(path.join(os.tmpdir(), 'gerbera-linking-'));
  await mkdir(path.join(corpora, 'concepts', 'small'), { recursive: true });
  await writeFile(path.join(corpora, 'concepts', 'small', 'test.pubtator.txt.gz'), gzipSync(pubtator));
});
afterAll(() => rm(corpora, { recursive: true }));

describe('the gold mentions of a corpus', () => {
  it('have the identifiers of a store, whatever their form', async () => {
    const [document] = await readGold(corpora, 'small/test');
    expect(document?.gold.map(({ mention: { type, mention }, concepts }) => [type, mention, concepts])).toEqual([
      ['Disease', 'Breast and ovarian cancer', ['MESH:D001943', 'MESH:D010051']],
      ['Disease', 'Cancer', ['MESH:D009369']],
      ['Species', 'mice', ['NCBITaxon:10090']],
      ['Gene', 'p53', ['NCBIGene:22059']],
      ['Disease', 'foo', []],
    ]);
  });

  it('count as right where all of their concepts are linked, and nothing where they have none', async () => {
    const store = storeOf([
      ['MESH:D001943', 'Disease', ['Breast Neoplasms', 'breast cancer']],
      ['MESH:D009369', 'Disease', ['Neoplasms', 'cancer']],
      ['MESH:D010051', 'Disease', ['Ovarian Neoplasms', 'ovarian cancer']],
    ]);
    const held = new Set(['MESH:D001943', 'MESH:D009369', 'MESH:D010051']);
    const scores = score(await readGold(corpora, 'small/test'), createLinker(store), store, held);
    store.close();
    expect(scores.map(({ type }) => type)).toEqual(['Disease', 'Species']);
    expect(scores[0]).toMatchObject({
      all: { right: 3, of: 3 },
      known: { right: 2, of: 2 },
      composite: { right: 1, of: 1 },
      none: { right: 1, of: 1 },
    });
  });
});

describe('what a model finds', () => {
  it('is of the concepts of what overlaps, beside or nothing', async () => {
    const [gold] = await readGold(corpora, 'small/test');
    const mention = (start: number, end: number, text: string) => ({ start, end, type: 'Disease', mention: text });
    const found = [mention(11, 25, 'ovarian cancer'), mention(26, 32, 'Cancer'), mention(40, 47, 'lacking')];
    const document = { ...gold!, found: { sentences: gold!.document.sentences, mentions: found } };
    expect(foundAsGold(document).gold.map(({ concepts }) => concepts)).toEqual([
      ['MESH:D001943', 'MESH:D010051'],
      ['MESH:D009369'],
      [],
    ]);
    expect(foundBeside(document).gold.map((one) => one.mention.mention)).toEqual(['ovarian cancer']);
    expect(falselyFound(document).gold.map((one) => one.mention.mention)).toEqual(['lacking']);
  });

  it('is linked rightly at the very place, or where it overlaps', async () => {
    const store = storeOf([
      ['MESH:D009369', 'Disease', ['Neoplasms', 'cancer']],
      ['MESH:D010051', 'Disease', ['Ovarian Neoplasms', 'ovarian cancer']],
    ]);
    const [gold] = await readGold(corpora, 'small/test');
    const mentions = [
      { start: 11, end: 25, type: 'Disease', mention: 'ovarian cancer' },
      { start: 26, end: 32, type: 'Disease', mention: 'Cancer' },
    ];
    const document = { ...gold!, found: { sentences: gold!.document.sentences, mentions } };
    const [scores] = scoreFound([document], createLinker(store), new Set());
    store.close();
    expect(scores).toEqual({ type: 'Disease', links: 2, right: 1, overlapping: 2, gold: 3 });
  });
});

describe('learning the weights of linking', () => {
  const features = (dice: number) => {
    const values = new Float64Array(featureCount);
    values[featureAt.bias] = 1;
    values[featureAt.dice] = dice;
    return values;
  };
  const cases: Case[] = Array.from({ length: 200 }, (_, index) => {
    const right = (index % 10) / 10;
    const known = right > 0.4;
    return {
      known,
      candidates: [
        { right: known, features: [features(right)] },
        { right: false, features: [features(right / 2)] },
      ],
    };
  });

  it('finds what tells right candidates from wrong ones', () => {
    const weights = learnWeights(cases, { signed: true });
    expect(weights.linear[featureAt.dice]).toBeGreaterThan(1);
    const best = judge(cases[9]!, weights);
    expect(best.right).toBe(true);
    expect(best.score).toBeGreaterThan(0.5);
  });

  it('finds what only features in combination tell, with hidden units', () => {
    const two = (dice: number, head: number) => {
      const values = features(dice);
      values[featureAt.head] = head;
      return values;
    };
    const either: Case[] = Array.from({ length: 400 }, (_, index) => {
      const [dice, head] = [index % 2, (index >> 1) % 2];
      return { known: dice !== head, candidates: [{ right: dice !== head, features: [two(dice, head)] }] };
    });
    const wrong = (weights: ReturnType<typeof learnWeights>) =>
      either.filter((one) => judge(one, weights).score >= 0.5 !== one.known).length;
    expect(wrong(learnWeights(either, { signed: false, hidden: 8 }))).toBe(0);
    expect(wrong(learnWeights(either, { signed: false }))).toBeGreaterThanOrEqual(100);
  });

  it('tells how often candidates are right where many mentions are none', () => {
    const none = cases.flatMap((one) => [
      one,
      { ...one, candidates: one.candidates.map((each) => ({ ...each, right: false })) },
    ]);
    const learnt = learnWeights(cases, { signed: true });
    const weights = calibrated(learnt, none);
    const right = none.filter((one) => judge(one, weights).right).length;
    const sum = (by: typeof weights) => none.reduce((total, one) => total + judge(one, by).score, 0);
    expect(sum(weights) / right).toBeGreaterThan(0.7);
    expect(sum(weights) / right).toBeLessThan(1.1);
    expect(sum(learnt) / right).toBeGreaterThan(1.2);
  });

  it('finds a threshold below which nothing is linked', () => {
    const weights = learnWeights(cases, { signed: true });
    const threshold = thresholdFor(cases, weights, cases.filter(({ known }) => known).length);
    const judged = cases.map((one) => ({ ...judge(one, weights), known: one.known }));
    const wrong = judged.filter(({ score, known }) => score >= threshold !== known);
    expect(wrong.length).toBeLessThan(cases.length / 10);
  });
});
