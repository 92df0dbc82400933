import { describe, expect, it } from 'vitest';
import {
  baseLine,
  corpusWords,
  generalProblem,
  outputProblem,
  requestOf,
  takenNames,
  targetProblem,
} from '../../../src/extension/training/fine-tune-choices.ts';
import type { TrainingBase } from '../../../src/protocol/training.ts';
import type { CorpusPart, CorpusSummary } from '../../../src/protocol.ts';
import { runOf } from './runs.ts';

const part = (split: string, mentions: Record<string, number>, more: Partial<CorpusPart> = {}): CorpusPart => ({
  ...{ split, place: `/corpora/c/${split}.conll`, form: 'CoNLL', documents: 100, mentions, complete: true },
  ...more,
});
const train = part('train', { Disease: 960, Chemical: 12 });
const devel = part('devel', { Disease: 100 });
const corpus = (parts: readonly CorpusPart[], more: Partial<CorpusSummary> = {}): CorpusSummary => ({
  ...{ name: 'c', place: '/corpora/c', parts, mapping: { Disease: 'Disease', Chemical: 'Chemical' } },
  ...more,
});

describe('the corpus that a model is to do well on', () => {
  it('has a train and a devel part with mentions', () => {
    expect(targetProblem(corpus([train, devel]))).toBeUndefined();
  });

  const { split: _, ...single } = train;
  it.each<[string, CorpusSummary, RegExp]>([
    ['a single file', corpus([single]), /^c is a single file/],
    ['one without a train part', corpus([part('test', { Disease: 1 })]), /no train part \(only test\)/],
    ['one without a devel part', corpus([train, part('test', {})]), /no devel part \(only train, test\).*best weights/],
    ['one whose train part is unlabelled', corpus([part('train', {}), devel]), /train part of c has no labelled/],
    ['one whose devel part is unlabelled', corpus([train, part('devel', {})]), /devel part of c has no labelled/],
    [
      'one that cannot be read',
      corpus([part('train', {}, { problem: 'train.conll: line 3: no label' }), devel]),
      /^train.conll: line 3: no label$/,
    ],
    [
      'one whose devel part cannot be read',
      corpus([train, part('devel', {}, { problem: 'devel.conll: not UTF-8' })]),
      /^devel.conll: not UTF-8$/,
    ],
    [
      'one none of whose types is to be learnt',
      corpus([train, devel], { mapping: {} }),
      /None of the types of c \(Disease, Chemical\).*mapping\.json/,
    ],
  ])('is not %s', (_, given, told) => {
    expect(targetProblem(given)).toMatch(told);
  });

  it('may have its first mention after the beginning that was looked at', () => {
    const begun = { complete: false };
    expect(
      targetProblem(corpus([part('train', {}, begun), part('devel', {}, begun)], { mapping: {} })),
    ).toBeUndefined();
  });

  it('is told by what there is to learn', () => {
    expect(corpusWords(corpus([train, devel]))).toBe('Disease 960 · Chemical 12 · 100 documents to learn from');
    const long = part('train', { A: 1, B: 2, C: 3, D: 4, E: 5, F: 6 }, { complete: false });
    expect(corpusWords(corpus([long]))).toBe(
      'F 6+ · E 5+ · D 4+ · C 3+ · 2 other types · 100+ documents to learn from',
    );
  });
});

describe('a general corpus', () => {
  const target = corpus([train, devel]);
  const other = corpus([train], { name: 'g', place: '/corpora/g', mapping: {} });

  it('needs a train part alone, whatever its types', () => {
    expect(generalProblem(other, target, [])).toBeUndefined();
    expect(generalProblem({ ...other, parts: [devel] }, target, [])).toMatch(/no train part/);
  });

  it('is not the target, and is chosen once', () => {
    expect(generalProblem(target, target, [])).toBe('c is the target corpus already.');
    expect(generalProblem(other, target, [other])).toBe('g is chosen already.');
  });
});

describe('where a model is saved', () => {
  const none = () => undefined;

  it('is a name of the library that is free, or an absolute path', () => {
    expect(outputProblem('mine', ['yours'], none)).toBeUndefined();
    expect(outputProblem('Yours', ['yours'], none)).toBe('There is a model of this name.');
    expect(outputProblem('base', [], none)).toBe('There is a model of this name.');
    expect(outputProblem('a b', [], none)).toMatch(/letters, digits/);
    expect(outputProblem('a/b', [], none)).toMatch(/absolute path/);
    expect(outputProblem('', [], none)).toBe('A name is needed.');
    expect(outputProblem('/models/mine', [], none)).toBeUndefined();
  });

  it('is not a folder that holds something', () => {
    expect(outputProblem('/models/mine', [], () => [])).toBeUndefined();
    expect(outputProblem('/models/mine', [], () => ['thesis.docx'])).toMatch(/not empty/);
  });

  it('is not where a run of the library is at work or has stopped', () => {
    const runs = [
      runOf({ name: 'begun', output: '/library/begun', state: 'stopped' }),
      runOf({ name: 'gone', output: '/library/gone', state: 'missing' }),
      runOf({ name: 'elsewhere', output: '/home/elsewhere' }),
    ];
    expect(takenNames(['mine'], runs, '/library')).toEqual(['mine', 'begun']);
  });
});

describe('what was chosen', () => {
  const base: TrainingBase = {
    ...{ base: 'base', name: 'base', family: 'bert', layers: 4, hidden: 312, embedded: true, types: [] },
    defaults: { epochs: [20, 20], learningRates: [5e-5, 5e-5], batch: { sentences: 16 }, patience: 3, maxLength: 128 },
  };
  const target = corpus([train, devel]);

  it('is one stage for one corpus, and GERBERA with general ones', () => {
    expect(requestOf({ target, generals: [], base, output: 'mine' })).toEqual({
      ...{
        method: 'single',
        base: 'base',
        targets: ['/corpora/c'],
        generals: [],
        corpora: [],
        output: 'mine',
        hyper: {},
      },
    });
    const general = { ...target, place: '/corpora/g' };
    expect(requestOf({ target, generals: [general], base, output: 'mine' })).toMatchObject({
      ...{ method: 'gerbera', targets: ['/corpora/c'], generals: ['/corpora/g'] },
    });
  });

  it('shows a base with its size and what it finds', () => {
    expect(baseLine(base)).toMatchObject({
      description: 'comes with the extension',
      detail: 'bert, 4 layers of 312; an encoder',
    });
    expect(baseLine({ ...base, embedded: false, base: '/m', types: ['Gene', 'DNA'] })).toMatchObject({
      description: '/m',
      detail: 'bert, 4 layers of 312; finds Gene, DNA',
    });
  });
});
