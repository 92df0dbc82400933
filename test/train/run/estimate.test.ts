import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { estimateTraining } from '../../../src/engine.ts';
import { stage } from '../../../src/train/config/defaults.ts';
import { HostStep } from '../../../src/train/step/host-step.ts';
import { abortedBy } from '../../support/abort.ts';
import { configFor, gerberaStages, runAll, workshop, writeCorpus } from './fixtures.ts';

const [first] = gerberaStages;

afterEach(() => void vi.restoreAllMocks());

describe('an estimate of a run', () => {
  it('tells what the run then is, and leaves no trace', async () => {
    const shop = workshop();
    const config = configFor(shop, 'out');
    const before = readdirSync(shop.folder).sort();
    const estimate = await estimateTraining(config);
    expect(readdirSync(shop.folder).sort()).toEqual(before);
    expect(existsSync(config.output)).toBe(false);

    const plan = (await runAll(config)).find(({ kind }) => kind === 'plan');
    if (plan?.kind !== 'plan') throw new Error('there is no plan');
    expect(estimate).toMatchObject({ method: 'test', output: config.output, heads: plan.heads, device: 'cpu' });
    const shown = estimate.stages.map(({ name, examples, tokens, drawn, epochs, steps }) => ({
      name,
      examples,
      tokens,
      ...(drawn ? { drawn } : {}),
      epochs,
      steps,
    }));
    expect(shown).toEqual(plan.stages);
    expect(estimate.stages[0]).toMatchObject({
      corpora: ['target', 'general'],
      drawn: { target: 150, general: 60 },
      learningRate: 5e-3,
      batch: '48 tokens',
    });
    for (const { tokensPerSecond, tokens, epochs, secondsPerEpoch, memory } of estimate.stages) {
      expect(tokensPerSecond).toBeGreaterThan(0);
      expect(secondsPerEpoch).toBeGreaterThan(tokens / tokensPerSecond);
      expect(epochs).toBeGreaterThan(0);
      expect(memory?.estimated).toBeLessThan(memory?.available ?? 0);
    }
    const sum = estimate.stages.reduce((all, { epochs, secondsPerEpoch }) => all + epochs * secondsPerEpoch, 0);
    expect(estimate.seconds).toBeCloseTo(sum, 6);
  }, 60_000);

  it('does so for masked language modelling, whose updates are limited', async () => {
    const shop = workshop();
    const text = { paths: [shop.text], mask: 0.15, heldOut: 0.2 };
    const select = { keep: 'last', corpora: [] } as const;
    const given = { from: 'base', corpora: [], epochs: 50, maxSteps: 7, learningRate: 1e-3, select } as const;
    const stages = [stage({ name: 'text', batch: { tokens: 96 }, evaluate: { steps: 3 }, ...given })];
    const estimate = await estimateTraining(configFor(shop, 'out', stages, { corpora: {}, text }));
    expect(estimate.stages[0]).toMatchObject({ name: 'text', steps: 7, batch: '96 tokens' });
    expect(estimate.seconds).toBeGreaterThan(0);
  });

  it('tells what a person had better know: types without a common name, what was mended, few mentions, cut batches', async () => {
    const shop = workshop();
    writeCorpus(shop.target, { type: 'Wibble', mentions: ['w1'], sentences: 150 });
    writeFileSync(path.join(shop.target, 'devel.tsv'), 'w1\tB-Wibble\nw2\tB-Gadget\n\n');
    rmSync(path.join(shop.target, 'train.tsv'));
    const document = ['1|t|w1 w2', '1|a|w3 w1', '1\t0\t2\tw1\tWibble', '1\t3\t5\tw9\tWibble', ''];
    writeFileSync(path.join(shop.target, 'train.pubtator'), document.join('\n'));
    const use = { fraction: 1, onlyWithMentions: false };
    const corpora = { target: { folder: shop.target, heads: { Wibble: 'Wibble' }, ...use } };
    const stages = [{ ...first!, corpora: ['target'] }];
    const { warnings } = await estimateTraining(configFor(shop, 'out', stages, { corpora }));
    expect(warnings).toContainEqual(
      expect.stringMatching(/^corpus target: text differs \(1\): .*train\.pubtator: line 4/),
    );
    expect(warnings).toContain('corpus target: nothing learns "Gadget"');
    expect(warnings).toContainEqual(
      expect.stringContaining('"Wibble" is no common name of an entity type and gets a head of its own'),
    );
    expect(warnings).toContainEqual(expect.stringContaining('few mentions to choose the best weights by: 1 of Wibble'));
  });

  it.each<[string, (shop: ReturnType<typeof workshop>) => void, RegExp]>([
    ['no train part', ({ target }) => rmSync(path.join(target, 'train.tsv')), /it has no train part to train on/],
    ['no devel part', ({ target }) => rmSync(path.join(target, 'devel.tsv')), /it has no devel part to choose/],
    [
      'no test part, which is to be scored',
      ({ target }) => rmSync(path.join(target, 'test.tsv')),
      /it has no test part/,
    ],
    ['no tokenizer', ({ base }) => rmSync(path.join(base, 'vocab.txt')), /no tokenizer in it/],
    [
      'an output that holds something else',
      ({ at }) => {
        mkdirSync(at('out'));
        writeFileSync(path.join(at('out'), 'notes.txt'), '');
      },
      /out: is not empty/,
    ],
    [
      'an output that another process writes',
      ({ at }) => {
        mkdirSync(at('out'));
        writeFileSync(path.join(at('out'), '.lock'), String(process.ppid));
      },
      /process \d+ is writing into it/,
    ],
    ['an output where a file is', ({ at }) => writeFileSync(at('out'), ''), /out: not a folder/],
  ])('refuses what a start would refuse: %s', async (_, spoil, message) => {
    const shop = workshop();
    spoil(shop);
    await expect(estimateTraining(configFor(shop, 'out', undefined, { test: true }))).rejects.toThrow(message);
  });

  it('refuses a model that does not fit in memory, and ends when it is stopped', async () => {
    const shop = workshop();
    await expect(estimateTraining({ ...configFor(shop, 'out'), memory: 0.01 })).rejects.toThrow(
      /a single row of \d+ tokens takes/,
    );
    const reason = new Error('enough');
    const { signal, calls } = abortedBy(HostStep.prototype, 'accumulate', reason);
    await expect(estimateTraining(configFor(shop, 'out'), { signal })).rejects.toBe(reason);
    expect(calls()).toBe(1);
  });
});
