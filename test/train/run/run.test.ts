import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJsonObject } from '../../../src/core/json.ts';
import { loadClassifier } from '../../../src/model/load.ts';
import { stage } from '../../../src/train/config/defaults.ts';
import { parseConfig } from '../../../src/train/config/parse-config.ts';
import type { TrainingEvent } from '../../../src/train/events.ts';
import { logged } from '../../../src/train/output/log.ts';
import { train } from '../../../src/train/run/train.ts';
import { writeModel } from '../../model/tiny.ts';
import { configFor, gerberaStages, runAll, trainableModel, weightsOf, workshop, writeCorpus } from './fixtures.ts';

const unowned = { owned: () => false, isStop: () => false };
const readJson = (...place: string[]) =>
  parseJsonObject(readFileSync(path.join(...place), 'utf8'), path.join(...place));

describe('a run', () => {
  it('learns, and leaves a model that loads, its record and its card, and nothing else', async () => {
    const shop = workshop();
    const config = { ...configFor(shop, 'out'), test: true };
    const events: TrainingEvent[] = [];
    for await (const event of logged(train(config), config.output, unowned)) events.push(event);

    const done = events.at(-1);
    if (done?.kind !== 'done') throw new Error('the run is not done');
    expect(done.test[0]?.micro.f1).toBeGreaterThan(0.5);
    expect(readdirSync(config.output).sort()).toEqual([
      'README.md',
      'config.json',
      'log.jsonl',
      'model.safetensors',
      'run.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
    const classifier = await loadClassifier(config.output, { device: 'cpu', heads: 'all' });
    expect(classifier.spec.heads.map(({ name }) => name)).toEqual(['Disease', 'General']);
    await classifier.dispose();

    const run = readJson(config.output, 'run.json');
    expect(run).toMatchObject({ heads: ['Disease', 'General'], test: done.test, devel: done.devel });
    const { data } = run as { data: { part: string }[] };
    const ofBase = ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'];
    const ofCorpora = ['train', 'devel', 'test', 'train', 'devel', 'test'];
    expect(data.map(({ part }) => part)).toEqual([...ofCorpora, ...ofBase]);
    expect(run.data).toContainEqual(
      expect.objectContaining({ id: 'target', part: 'test', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    );
    expect(parseConfig(JSON.stringify(run.config), 'run.json')).toEqual(config);
    expect(run.model).toMatchObject({ sha256: weightsOf(config.output), stages: ['multi-task', 'target'] });

    const card = readFileSync(path.join(config.output, 'README.md'), 'utf8');
    expect(card).toMatch(/^---\nlanguage: en\nbase_model: "base"\npipeline_tag: token-classification\n/);
    expect(card).toContain('split: test');
    const logLines = readFileSync(path.join(config.output, 'log.jsonl'), 'utf8').trimEnd().split('\n');
    const kinds = logLines.map((line) => JSON.parse(line).kind);
    expect(new Set(kinds)).toEqual(new Set(['plan', 'stage', 'step', 'evaluation', 'checkpoint', 'stage end', 'done']));
    const steps = events.filter(({ kind }) => kind === 'step').length;
    expect(kinds.filter((kind) => kind === 'step').length).toBeLessThan(steps);
  });

  it('is the same for the same sentences in PubTator, and tells what is wrong with them', async () => {
    const shop = workshop();
    const [first] = gerberaStages;
    const stages = [{ ...first!, epochs: 1 }];
    await runAll(configFor(shop, 'conll', stages));
    for (const part of ['train', 'devel']) {
      const file = path.join(shop.target, `${part}.tsv`);
      const sentences = readFileSync(file, 'utf8').trimEnd().split('\n\n');
      const documents = sentences.map((sentence, id) => {
        const rows = sentence.split('\n').map((row) => row.split('\t'));
        const lines = [`${id}|t|${rows.map(([word]) => word).join(' ')}`];
        let start = 0;
        for (const [word = '', label = 'O'] of rows) {
          if (label !== 'O') lines.push([id, start, start + word.length, word, label.slice(2)].join('\t'));
          start += word.length + 1;
        }
        return lines.join('\n');
      });
      rmSync(file);
      const empty = [sentences.length - 1, 0, 0, '', 'Disease'].join('\t');
      writeFileSync(path.join(shop.target, `${part}.pubtator`), [...documents, empty].join('\n'));
    }
    const events = await runAll(configFor(shop, 'pubtator', stages));
    expect(weightsOf(shop.at('pubtator'))).toBe(weightsOf(shop.at('conll')));
    expect(events[0]).toMatchObject({ kind: 'problems', corpus: 'target', problems: { counts: { 'empty span': 2 } } });
  });

  it('is the same for the same seed, and another for another', async () => {
    const shop = workshop();
    const [first] = gerberaStages;
    for (const [output, seed] of [
      ['a', 1],
      ['b', 1],
      ['c', 2],
    ] as const) {
      await runAll({ ...configFor(shop, output, [{ ...first!, epochs: 1 }]), seed });
    }
    expect(weightsOf(shop.at('a'))).toBe(weightsOf(shop.at('b')));
    expect(weightsOf(shop.at('a'))).not.toBe(weightsOf(shop.at('c')));
  });

  it('warms up, then lets the learning rate fall in a line to the end of the stage', async () => {
    const shop = workshop();
    const stages = [{ ...gerberaStages[0]!, epochs: 2, maxSteps: 20, warmup: { share: 0.2 } } as const];
    const events = await runAll(configFor(shop, 'out', stages));
    const rates = events.flatMap((event) => (event.kind === 'step' ? [event.learningRate / 5e-3] : []));
    const expected = Array.from({ length: 20 }, (_, step) => (step < 4 ? (step + 1) / 5 : 1 - (step - 4) / 16));
    expect(rates).toHaveLength(20);
    for (const [step, rate] of rates.entries()) expect(rate).toBeCloseTo(expected[step] ?? 0, 9);
  });

  it('scores by the mean of the micro-averages of its corpora', async () => {
    const shop = workshop();
    // B is on a few of many equal words, so it is never found: the average over types is far from that over mentions.
    const sentence = (index: number) => `w1\tB-A\nw6\t${index % 50 === 0 ? 'B-B' : 'O'}\n`;
    const text = Array.from({ length: 150 }, (_, index) => sentence(index)).join('\n');
    for (const part of ['train', 'devel']) writeFileSync(path.join(shop.target, `${part}.tsv`), text);
    const [first] = gerberaStages;
    const stages = [
      { ...first!, epochs: 12, patience: 0, select: { keep: 'best', corpora: ['target', 'twin'] } } as const,
    ];
    const use = { fraction: 1, onlyWithMentions: false };
    const corpora = {
      target: { folder: shop.target, heads: { A: 'A', B: 'B' }, ...use },
      general: { folder: shop.general, heads: { '*': 'General' }, ...use },
      twin: { folder: shop.twin, heads: { Chemical: 'Chemical' }, ...use },
    };
    const events = await runAll(configFor(shop, 'out', stages, { corpora }));
    const last = events.findLast((event) => event.kind === 'evaluation');
    if (last?.kind !== 'evaluation') throw new Error('nothing was scored');
    const [target, twin] = last.corpora;
    expect(target?.types).toMatchObject({ A: { f1: 1, support: 150 }, B: { f1: 0, support: 3 } });
    expect(target?.micro.f1).toBeCloseTo(300 / 303, 9);
    expect(twin?.micro.f1).toBeLessThan(0.9);
    expect(last.score).toBeCloseTo(((target?.micro.f1 ?? 0) + (twin?.micro.f1 ?? 0)) / 2, 12);
  });

  it('gives on the best weights of a stage, and ends it when nothing gets better', async () => {
    const shop = workshop();
    const [first] = gerberaStages;
    const stages = [{ ...first!, epochs: 30, patience: 2, evaluate: { steps: 100 } } as const];
    const events = await runAll(configFor(shop, 'out', stages));
    const scores = events.flatMap((event) => (event.kind === 'evaluation' ? [event.score] : []));
    const best = Math.max(...scores);
    expect(best).toBeGreaterThan(0.9);
    expect(scores.length).toBe(scores.indexOf(best) + 3);
    expect(events.find(({ kind }) => kind === 'stage end')).toMatchObject({
      reason: 'patience',
      best: { score: best },
    });
    const done = events.at(-1);
    expect(done?.kind === 'done' && done.devel[0]?.micro.f1).toBe(best);
  });

  it('trains the heads of corpora that share sentences in one pass, and stages with a folder of their own', async () => {
    const shop = workshop();
    const config = configFor(shop, 'out');
    const use = { fraction: 1, onlyWithMentions: false };
    const rates = { epochs: 2, learningRate: 3e-3, batch: { tokens: 96 } };
    const corpora = {
      target: { folder: shop.target, heads: { Disease: 'Disease' }, ...use },
      twin: { folder: shop.twin, heads: { Chemical: 'Chemical' }, ...use },
    };
    const stages = [
      stage({ name: 'all', from: 'base', corpora: ['target', 'twin'], ...rates }),
      stage({ name: 'one', from: { stage: 'all' }, corpora: ['target'], save: 'one', ...rates }),
      stage({ name: 'two', from: { stage: 'all' }, corpora: ['twin'], save: 'two', ...rates }),
    ];
    const events = await runAll({ ...config, corpora, stages, weights: 'float16', test: true });
    const plan = events[0];
    expect(plan?.kind === 'plan' && plan.stages.map(({ examples }) => examples)).toEqual([150, 150, 150]);
    const heads = events.flatMap((event) => (event.kind === 'step' && event.stage === 'all' ? [event.loss] : []));
    expect(Object.keys(heads[0] ?? {}).sort()).toEqual(['Chemical', 'Disease']);
    const done = events.at(-1);
    if (done?.kind !== 'done') throw new Error('the run is not done');
    expect(done.saved.map(({ test }) => test.map((scores) => scores.corpus))).toEqual([['target'], ['twin']]);
    for (const [index, name] of ['one', 'two'].entries()) {
      const folder = path.join(config.output, name);
      expect(readJson(folder, 'config.json').dtype).toBe('float16');
      const { folder: _, ...scores } = done.saved[index]!;
      const model = { sha256: weightsOf(folder), stages: ['all', name] };
      expect(readJson(folder, 'run.json')).toMatchObject({ name, model, ...scores });
      const card = readFileSync(path.join(folder, 'README.md'), 'utf8');
      expect(card).toContain(`# ${name}\n`);
      expect(card.match(/^\*\*\w+\*\*/gm)).toEqual(['**all**', `**${name}**`]);
      const classifier = await loadClassifier(folder, { device: 'cpu' });
      await classifier.dispose();
    }
    expect(readJson(config.output, 'run.json').model).toMatchObject({ stages: ['all'] });
    expect(weightsOf(config.output)).not.toBe(weightsOf(path.join(config.output, 'one')));
  });

  it.each(['best', 'Last', 'config.json'])('refuses to save a stage as %s, where it writes itself', async (save) => {
    const stages = [{ ...gerberaStages[0]!, save }];
    await expect(runAll(configFor(workshop(), 'out', stages))).rejects.toThrow(/cannot be saved there/);
  });

  it('starts from a model that was trained on another corpus, and keeps heads that nothing trains', async () => {
    const shop = workshop();
    const [first] = gerberaStages;
    await runAll(configFor(shop, 'first', [{ ...first!, epochs: 1 }]));
    const twin = { folder: shop.twin, heads: { Chemical: 'Chemical' }, fraction: 0.5, onlyWithMentions: true };
    const given = { epochs: 1, learningRate: 1e-3, corpora: ['twin'] } as const;
    const config = {
      ...configFor(shop, 'second', [stage({ name: 'transfer', from: 'base', ...given })]),
      base: shop.at('first'),
      corpora: { twin },
      keepHeads: true,
    };
    await runAll(config);
    expect(readJson(config.output, 'config.json').gerbera).toMatchObject({ heads: ['Disease', 'Chemical', 'General'] });
  });
});

describe('what cannot be trained is told at once', () => {
  it.each<[string, (shop: ReturnType<typeof workshop>) => void, RegExp]>([
    [
      'no train part',
      ({ target }) => rmSync(path.join(target, 'train.tsv')),
      /target: it has no train part to train on/,
    ],
    ['no devel part', ({ target }) => rmSync(path.join(target, 'devel.tsv')), /target: it has no devel part to choose/],
    [
      'no mention',
      ({ target }) => {
        writeCorpus(target, { type: 'Disease', mentions: [] });
      },
      /target: there is no mention at all in it/,
    ],
    [
      'another type',
      ({ target }) => {
        writeCorpus(target, { type: 'Gene', mentions: ['w1'] });
      },
      /no mention of the type "Disease" in it; it has "Gene"/,
    ],
    ['an empty part', ({ target }) => writeFileSync(path.join(target, 'train.tsv'), ''), /train\.tsv/],
    ['no tokenizer', ({ base }) => rmSync(path.join(base, 'vocab.txt')), /base: no tokenizer in it/],
    [
      'a vocabulary that does not fit',
      ({ base }) =>
        writeFileSync(
          path.join(base, 'vocab.txt'),
          `[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n${'x\n'.repeat(0)}${Array.from({ length: 80 }, (_, i) => `v${i}`).join('\n')}\n`,
        ),
      /the tokenizer has 85 tokens but the embeddings 50 rows/,
    ],
  ])('%s', async (_, spoil, message) => {
    const shop = workshop();
    spoil(shop);
    const config = configFor(shop, 'out');
    await expect(runAll(config)).rejects.toThrow(message);
    expect(existsSync(path.join(config.output, 'training.json'))).toBe(false);
    expect(existsSync(path.join(config.output, '.lock'))).toBe(false);
  });

  it("a name in the corpus's mapping.json that no head may have", async () => {
    const shop = workshop();
    const file = path.join(shop.target, 'mapping.json');
    const { corpora, ...rest } = configFor(shop, 'out');
    const { heads: _, ...target } = corpora.target!;
    writeFileSync(file, '{"Disease": "a/b"}');
    await expect(runAll({ ...rest, corpora: { ...corpora, target } })).rejects.toThrow(
      'mapping.json: "a/b" cannot be a head\'s name',
    );
    writeFileSync(file, '{"Disease": "Disorder"}');
    const events = await runAll({ ...rest, corpora: { ...corpora, target } });
    const done = events.find(({ kind }) => kind === 'done');
    expect(readJson(rest.output, 'run.json')).toMatchObject({ heads: ['Disorder', 'General'] });
    expect(done).toBeDefined();
  });

  it('a test part is needed only where it is scored', async () => {
    const shop = workshop();
    rmSync(path.join(shop.target, 'test.tsv'));
    const [first] = gerberaStages;
    const config = configFor(shop, 'out', [{ ...first!, epochs: 1 }]);
    await expect(runAll({ ...config, test: true })).rejects.toThrow(/it has no test part to be scored on/);
    await runAll(config, { force: true });
  });

  it('an output that the run reads from, or that another process writes', async () => {
    const shop = workshop();
    const config = configFor(shop, 'out');
    await expect(runAll({ ...config, output: shop.base }, { force: true })).rejects.toThrow(/the run reads from it/);
    mkdirSync(config.output);
    writeFileSync(path.join(config.output, '.lock'), String(process.ppid));
    await expect(runAll(config)).rejects.toThrow(/process \d+ is writing into it/);
    writeFileSync(path.join(config.output, '.lock'), '999999999');
    await runAll(config);
  });
});

describe('training that goes wrong', () => {
  it('names the stage, the step and the loss that is no number, and leaves the last checkpoint', async () => {
    const shop = workshop();
    const model = trainableModel();
    model.tensors.get('bert.embeddings.LayerNorm.weight')?.data.fill(3e38);
    rmSync(shop.base, { recursive: true });
    mkdirSync(shop.base);
    writeModel(model, shop.base);
    await expect(runAll(configFor(shop, 'out'))).rejects.toThrow(
      /^stage multi-task, epoch 1, step 1: the loss of \w+ is (NaN|Infinity): training has diverged at a learning rate of/,
    );
  });

  const root = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(!root)(
    'says that the disk is full, and goes on where there is room again (needs root on Linux)',
    async (context) => {
      const shop = workshop();
      const disk = mkdtempSync(path.join(tmpdir(), 'gerbera-disk-'));
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        rmSync(disk, { recursive: true });
        context.skip('tmpfs cannot be mounted here');
      }
      try {
        const checkpoints = { minutes: 1000, steps: 4, keep: false };
        const whole = configFor(shop, 'whole', gerberaStages, { checkpoints });
        await runAll(whole);
        const config = { ...whole, output: path.join(disk, 'out') };
        await expect(runAll(config)).rejects.toThrow(/cannot be written: the disk is full; make room and go on/);
        expect(existsSync(path.join(config.output, 'last', 'state.json'))).toBe(true);
        execFileSync('mount', ['-o', 'remount,size=4m', disk]);
        await runAll(config, { resume: true });
        expect(weightsOf(config.output)).toBe(weightsOf(whole.output));
      } finally {
        execFileSync('umount', [disk]);
        rmSync(disk, { recursive: true });
      }
    },
    120_000,
  );
});
