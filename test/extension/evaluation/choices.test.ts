import { describe, expect, it } from 'vitest';
import { corporaAmong } from '../../../src/extension/corpora/corpora-among.ts';
import {
  modelProblem,
  partDetail,
  partProblem,
  preferredPart,
  scoredTypes,
} from '../../../src/extension/evaluation/choices.ts';
import type { CorpusPart, CorpusSummary, ListedModel } from '../../../src/protocol.ts';

const part = (split: string, mentions: Record<string, number>, more: Partial<CorpusPart> = {}): CorpusPart => ({
  split,
  place: `/corpora/c/${split}.conll`,
  form: 'CoNLL',
  documents: 1200,
  mentions,
  complete: true,
  ...more,
});
const model = (types: readonly string[], more: Partial<ListedModel> = {}): ListedModel => ({
  name: 'default',
  folder: '/models/default',
  embedded: true,
  description: 'bert',
  types,
  broken: false,
  ...more,
});
const test = part('test', { protein: 960, DNA: 1 });
const corpus: CorpusSummary = {
  name: 'c',
  place: '/corpora/c',
  parts: [part('train', { protein: 5 }), test],
  mapping: { protein: 'Gene', DNA: 'DNA' },
};

describe('the part of a corpus', () => {
  it('that is offered is the test part, the one of last time, or the next best that can be scored', () => {
    expect(preferredPart(corpus.parts, undefined)?.split).toBe('test');
    expect(preferredPart(corpus.parts, 'train')?.split).toBe('train');
    const unlabelled = part('test', {});
    expect(preferredPart([part('train', { A: 1 }), part('devel', { A: 1 }), unlabelled], 'test')?.split).toBe('devel');
    expect(preferredPart([unlabelled], undefined)).toBe(unlabelled);
    expect(preferredPart([], undefined)).toBeUndefined();
  });

  it('is refused without mentions, or with the reason why it cannot be read', () => {
    expect(partProblem(test)).toBeUndefined();
    expect(partProblem(part('devel', {}))).toContain('the part devel has no labelled mention');
    expect(partProblem(part('devel', {}, { complete: false }))).toBeUndefined();
    expect(partProblem(part('devel', {}, { problem: 'devel.conll: line 3: no label' }))).toBe(
      'devel.conll: line 3: no label',
    );
  });

  it('is told with its size', () => {
    expect(partDetail(test)).toBe('CoNLL · 1,200 documents · protein 960, DNA 1');
    expect(partDetail(part('test', { A: 7 }, { complete: false, documents: 1 }))).toBe('CoNLL · 1+ document · A 7+');
    expect(partDetail(part('test', {}))).toMatch(/^\$\(warning\) /);
  });
});

describe('the model', () => {
  it('is scored on the types that it and the corpus know, by whatever name', () => {
    expect(scoredTypes(corpus, test, model(['Disease', 'GENE']))).toEqual(['Gene']);
    expect(scoredTypes(corpus, test, model(['DNA', 'Gene']))).toEqual(['DNA', 'Gene']);
  });

  it('is refused if it finds none of them, with what can be done, or if it is broken', () => {
    expect(modelProblem(corpus, test, model(['Gene']))).toBeUndefined();
    expect(modelProblem(corpus, test, model(['Disease']))).toMatch(
      /finds none of the types of c: it finds Disease; the corpus has protein, DNA\..*mapping\.json.*\{"protein":"Disease"\}/,
    );
    expect(modelProblem(corpus, { ...test, complete: false }, model(['Disease']))).toBeUndefined();
    const broken = model([], { broken: true, description: 'no weights' });
    expect(modelProblem(corpus, test, broken)).toBe('default cannot be loaded: no weights');
  });
});

describe('the corpora of a workspace', () => {
  it('are folders with parts, folders of brat, and single files of labelled text', () => {
    expect(
      corporaAmong([
        '/w/notes.md',
        '/w/package.json',
        '/w/ncbi/train.tsv',
        '/w/ncbi/devel.tsv',
        '/w/ncbi/test.tsv',
        '/w/cdr/CDR_TestSet.PubTator.txt.gz',
        '/w/brat/12.ann',
        '/w/split/train/12.ann',
        '/w/one/sample.conll',
        '/w/one/sample.txt',
        '/w/ncbi/extra.conll',
        '/w/src/contest.json',
      ]),
    ).toEqual(['/w/brat', '/w/cdr', '/w/ncbi', '/w/one/sample.conll', '/w/split']);
  });
});
