import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { standardType, standardTypes } from '../../../src/corpus/types/type-names.ts';
import { checkConfig } from '../../../src/train/config/check-config.ts';
import type { TrainingConfig } from '../../../src/train/config/config.ts';
import { orderHeads } from '../../../src/train/config/heads.ts';
import type { GivenCorpus, MethodOptions } from '../../../src/train/config/method-options.ts';
import { multi, pretrain } from '../../../src/train/config/methods.ts';
import { formatConfig, parseConfig } from '../../../src/train/config/parse-config.ts';
import { runSettings } from './run-settings.ts';
import { written } from './written.ts';

const file = path.resolve('/runs/config.json');

const options: MethodOptions = {
  base: '/models/base',
  hidden: 768,
  output: '/runs/out',
  run: runSettings,
  map: {},
  target: { fraction: 1, onlyWithMentions: false },
  overrides: {},
};
const corpus = (folder: string, ...types: string[]): GivenCorpus => ({ folder, types, devel: true });
const target = corpus('/corpora/NCBI', 'Disease');
const general = corpus('/corpora/wiki', 'PER', 'LOC');

const minimal = {
  base: 'default',
  output: 'out',
  corpora: { a: { folder: 'a' } },
  stages: [{ name: 'one', corpora: ['a'], epochs: 2, learningRate: 1e-4 }],
};
const parse = (value: unknown) => parseConfig(JSON.stringify(value), file);

describe('methods', () => {
  it("gerbera has the paper's stages and hyper-parameters for a large encoder", () => {
    const config = written('gerbera', target, [general], options);
    expect(config.corpora).toMatchObject({
      NCBI: { folder: '/corpora/NCBI', heads: { Disease: 'Disease' } },
      wiki: { folder: '/corpora/wiki', heads: { '*': 'General' } },
    });
    const shared = { learningRate: 3e-5, batch: { sentences: 16 }, select: { keep: 'best', corpora: ['NCBI'] } };
    expect(config.maxLength).toBe(128);
    expect(config.stages).toMatchObject([
      { name: 'multi-task', from: 'base', corpora: ['NCBI', 'wiki'], epochs: 20, ...shared },
      { name: 'target', from: 'previous-best', corpora: ['NCBI'], epochs: 10, ...shared },
    ]);
  });

  it('a small encoder gets a larger learning rate', () => {
    const [first, second] = written('gerbera', target, [general], { ...options, hidden: 256 }).stages;
    expect([first?.learningRate, second?.learningRate]).toEqual([5e-4, 2e-4]);
  });

  it('single is the target alone, of which a share may be taken', () => {
    const config = written('single', target, [], { ...options, target: { fraction: 0.05, onlyWithMentions: true } });
    expect(config.corpora).toMatchObject({ NCBI: { fraction: 0.05, onlyWithMentions: true } });
    expect(config.stages.map(({ corpora }) => corpora)).toEqual([['NCBI']]);
  });

  it('multi trains all together, then each target alone', () => {
    const others = [corpus('/corpora/a', 'protein'), { ...corpus('/more/a', 'cell_line', 'DNA'), devel: false }];
    const config = multi(others, [general], [target, corpus('/corpora/b', 'Chemical')], options);
    expect(Object.keys(config.corpora)).toEqual(['NCBI', 'b', 'a', 'a-2', 'wiki']);
    expect(config.corpora['a-2']?.heads).toEqual({ cell_line: 'CellLine', DNA: 'DNA' });
    expect(config.stages).toMatchObject([
      { name: 'multi-task', select: { corpora: ['NCBI', 'b', 'a'] }, sampling: { alpha: 0.5, order: 'mixed' } },
      { name: 'NCBI', from: { stage: 'multi-task' }, corpora: ['NCBI'], save: 'NCBI' },
      { name: 'b', from: { stage: 'multi-task' }, corpora: ['b'], save: 'b' },
    ]);
    expect(multi(others, [], [target], options).stages.at(-1)).not.toHaveProperty('save');
  });

  it('multi never gives two folders or stages one name', () => {
    const targets = ['a/best', 'a/last', 'a/multi-task', 'a/X', 'b/x', `a/${'long'.repeat(30)}`];
    const config = multi(
      [],
      [],
      targets.map((name) => corpus(`/${name}`, 'Disease')),
      options,
    );
    const long = 'long'.repeat(12);
    const names = ['best-alone', 'last-alone', 'multi-task-alone', 'X', 'x-2', long];
    expect(config.stages.map(({ name }) => name)).toEqual(['multi-task', ...names]);
    expect(config.stages.slice(1).map(({ save }) => save)).toEqual(names);
    expect(() => checkConfig(config, 'it')).not.toThrow();
  });

  it('multi needs a devel part to choose the weights by', () => {
    expect(() => multi([{ ...target, devel: false }], [general], [], options)).toThrow(/no corpus has a devel part/);
  });

  it('takes what is given over its own, stage by stage', () => {
    const given = { epochs: [7, 3], learningRates: [1e-3], overrides: { dropout: 0, sampling: { alpha: 0.3 } } };
    const [first, second] = written('gerbera', target, [general], {
      ...options,
      ...given,
      map: { Disease: 'Illness' },
    }).stages;
    expect([first?.epochs, second?.epochs, second?.learningRate]).toEqual([7, 3, 1e-3]);
    expect(first).toMatchObject({ dropout: 0, sampling: { alpha: 0.3, order: 'mixed' } });
  });
});

describe('a configuration file', () => {
  const all: readonly TrainingConfig[] = [
    written('single', target, [], options),
    written('gerbera', target, [general], options),
    multi([target], [general], [target], { ...options, overrides: { freeze: [{ layers: 'encoder', epochs: 1 }] } }),
    written('gerbera', target, [general], {
      ...options,
      overrides: { sampling: { weights: { NCBI: 2.5 } }, select: { keep: 'last', corpora: [] } },
    }),
    pretrain({ paths: ['/text'], mask: 0.15, heldOut: 0.01 }, options),
  ];

  it('may have types with names of any length', () => {
    const config = written('single', corpus('/corpora/c', 'x'.repeat(300)), [], options);
    expect(parseConfig(formatConfig(config), file)).toEqual(config);
  });

  it.each(all.map((config) => [config.method, config] as const))('says all of what %s is', (_, config) => {
    expect(parseConfig(formatConfig(config), file)).toEqual(config);
  });

  it('may leave out what has a default; its paths are relative to it', () => {
    const config = parse(minimal);
    expect(config).toMatchObject({ base: 'default', output: path.resolve('/runs/out'), seed: 1, device: 'auto' });
    expect(config.corpora.a?.folder).toBe(path.resolve('/runs/a'));
    expect(config.stages[0]).toMatchObject({
      from: 'base',
      schedule: 'linear',
      select: { keep: 'best', corpora: ['a'] },
    });
  });

  it('gives way to what is given beside it, and to that alone', () => {
    const text = JSON.stringify({ ...minimal, seed: 7, checkpoints: { minutes: 3, keep: true } });
    const config = parseConfig(text, file, { threads: 3, output: '/elsewhere', checkpoints: { steps: 20 } });
    expect(config).toMatchObject({ seed: 7, threads: 3, output: '/elsewhere' });
    expect(config.checkpoints).toEqual({ minutes: 3, steps: 20, keep: true });
  });

  const stage = minimal.stages[0];
  it.each<[unknown, RegExp]>([
    [{ ...minimal, sed: 1 }, /^\/runs\/config\.json: there is no setting "sed"; these are: base, /],
    [{ ...minimal, base: undefined }, /base is missing/],
    [{ ...minimal, threads: 100_000 }, /threads is 100000, not a whole number of at least 1 and at most 512/],
    [{ ...minimal, seed: -1 }, /seed is -1, not a whole number of at least 0/],
    [{ ...minimal, stages: [] }, /stages is empty/],
    [{ ...minimal, stages: [{ ...stage, learningRate: 0 }] }, /stages\[0\]\.learningRate is 0, not a number above 0/],
    [{ ...minimal, stages: [{ ...stage, epochs: 1e9 }] }, /epochs is 1000000000, not a whole number .* at most 100000/],
    [{ ...minimal, stages: [{ ...stage, batch: { tokens: 1 } }] }, /stages\[0\]\.batch\.tokens is 1/],
    [{ ...minimal, stages: [{ ...stage, batch: { tokens: 64, rows: 2 } }] }, /no setting "rows"/],
    [{ ...minimal, stages: [{ ...stage, batch: { sentences: 4, alike: 1 } }] }, /batch\.alike is 1, not true or false/],
    [{ ...minimal, stages: [{ ...stage, from: 'previous-best' }] }, /no stage before the first/],
    [{ ...minimal, stages: [{ ...stage, from: 'best' }] }, /stages\[0\]\.from is "best"/],
    [{ ...minimal, stages: [{ ...stage, from: { stage: 'two' } }] }, /names the stage "two", which is not before it/],
    [{ ...minimal, stages: [{ ...stage, corpora: ['b'] }] }, /\.corpora names "b"; "corpora" has "a"/],
    [
      { ...minimal, stages: [{ ...stage, sampling: { weights: { a: 0 } } }] },
      /sampling\.weights\.a is 0, not a number above 0/,
    ],
    [
      { ...minimal, stages: [{ ...stage, sampling: { weights: { b: 2 } } }] },
      /weights names "b", which the stage does not/,
    ],
    [{ ...minimal, stages: [stage, stage] }, /two stages called "one"/],
    [{ ...minimal, stages: [{ ...stage, betas: [0.9, 1] }] }, /betas is \[0\.9,1\]/],
    [{ ...minimal, corpora: { a: { folder: 'a', heads: { x: 'a/b' } } } }, /corpora\.a\.heads\.x is "a\/b"/],
    [{ ...minimal, text: { paths: ['t'] } }, /both text and corpora/],
    [{ ...minimal, device: 'tpu' }, /device is "tpu", not one of "auto"/],
    [[], /it is not an object/],
  ])('%j is refused with the key named', (value, message) => expect(() => parse(value)).toThrow(message));
});

describe('heads', () => {
  it.each([
    ['protein', 'Gene'],
    ['GENE', 'Gene'],
    ['Gene_or_geneproduct', 'Gene'],
    ['Drug', 'Chemical'],
    ['Organism', 'Species'],
    ['cell_line', 'CellLine'],
    ['cell type', 'CellType'],
    ['DNA', 'DNA'],
    ['Sugar cane', 'Sugar_cane'],
  ])('%s is learnt by %s', (type, head) => expect(standardType(type)).toBe(head));

  it('may be told otherwise, and stand in a fixed order', () => {
    expect(standardTypes(['protein', 'DNA'], { protein: 'Protein' })).toEqual({ protein: 'Protein', DNA: 'DNA' });
    expect(orderHeads(['General', 'Zebra', 'RNA', 'Gene', 'Ape', 'Gene'])).toEqual([
      'Gene',
      'RNA',
      'Ape',
      'Zebra',
      'General',
    ]);
  });
});
