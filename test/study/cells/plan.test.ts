import { appendFileSync, cpSync, mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { StudyPlan } from '../../../src/study/cells/plan.ts';
import { cellLabel } from '../../../src/study/results.ts';
import { type Given, planOf, studyShop } from '../fixtures.ts';

const keysOf = ({ runs }: StudyPlan) => runs.map(({ key }) => key);
const labels = ({ runs }: StudyPlan) => runs.map(({ cells }) => cells.map(cellLabel).join('; '));

describe('the runs of a study', () => {
  it('are its grid, seed by seed, each after the run whose model it starts from', async () => {
    const shop = studyShop();
    const plan = await planOf(shop, {
      auxiliaries: ['others', 'general'],
      methods: ['single', 'transfer', 'gerbera'],
      seeds: [1, 2],
      exclude: [{ target: 'twin', method: 'gerbera' }],
    });
    const cells = (seed: number) => [
      `target, single, 120 sentences, seed ${seed}`,
      '',
      `target ← twin, transfer, 120 sentences, seed ${seed}`,
      '',
      `target ← general, transfer, 120 sentences, seed ${seed}`,
      `target ← twin, gerbera, 120 sentences, seed ${seed}`,
      `target ← general, gerbera, 120 sentences, seed ${seed}`,
      `twin, single, 120 sentences, seed ${seed}`,
      '',
      `twin ← target, transfer, 120 sentences, seed ${seed}`,
      `twin ← general, transfer, 120 sentences, seed ${seed}`,
    ];
    expect(labels(plan)).toEqual([...cells(1), ...cells(2)]);
    const [shared] = plan.runs.filter(({ config }) => config.corpora.general && !config.corpora.target);
    const waiting = plan.runs.filter(({ after }) => after.includes(shared?.key ?? ''));
    expect(waiting.map(({ config }) => [Object.keys(config.corpora), config.stages.map(({ from }) => from)])).toEqual([
      [['target'], [{ model: shared?.config.output }]],
      [['twin'], [{ model: shared?.config.output }]],
    ]);
    expect([shared?.config.test, waiting[0]?.config.test]).toEqual([false, true]);
    // Only the target is limited.
    expect(shared?.config.corpora.general).toMatchObject({ fraction: 1 });
    expect(shared?.config.corpora.general).not.toHaveProperty('sentences');
    expect(waiting[0]?.config.corpora.target).toMatchObject({ sentences: 120, develSentences: 40 });
  });

  it('have settings of the study, then of the method; of every stage, then of one', async () => {
    const shop = studyShop();
    const stages = { '*': { epochs: 8, sampling: { alpha: 0.5 } }, 'multi-task': { epochs: 5, patience: 1 } };
    const own = { '*': { epochs: 3 }, target: { sampling: { examples: 9 } } };
    const given = { targets: ['target'], methods: [{ name: 'mine', schedule: 'gerbera', stages: own }] };
    const { runs } = await planOf(shop, { ...given, stages });
    expect(runs[0]?.config.stages).toMatchObject([
      { name: 'multi-task', epochs: 3, patience: 1, sampling: { alpha: 0.5, order: 'mixed' } },
      { name: 'target', epochs: 3, sampling: { alpha: 0.5, examples: 9 } },
    ]);
    await expect(planOf(shop, { ...given, stages: { auxiliary: { epochs: 9 } } })).rejects.toThrow(
      'stages: no method has a stage "auxiliary"; there are multi-task, target',
    );
  });

  it('leave out a target that would help itself, also as a copy, and say so', async () => {
    const shop = studyShop();
    cpSync(shop.target, shop.at('copy'), { recursive: true });
    const plan = await planOf(shop, {
      targets: ['target'],
      auxiliaries: ['target', 'copy', { name: 'both', corpora: ['target', 'copy', 'twin'] }],
      methods: ['joint'],
    });
    expect(labels(plan)).toEqual(['target ← both, joint, 120 sentences, seed 1']);
    expect(Object.keys(plan.runs[0]?.config.corpora ?? {})).toEqual(['target', 'twin']);
    expect(plan.notes).toEqual([
      `copy holds the same files as the target target and does not help it (${shop.at('copy')})`,
      'target is left out of both where it is the target itself',
    ]);
    await expect(planOf(shop, { targets: ['target'], auxiliaries: ['target'], methods: ['joint'] })).rejects.toThrow(
      'there is no cell in it',
    );
  });
});

describe('the key of a run', () => {
  it('is the same wherever things lie, whatever they are called and in whatever order they are said', async () => {
    const shop = studyShop();
    const keys = keysOf(await planOf(shop));
    mkdirSync(shop.at('moved'));
    for (const [from, to] of [
      ['base', 'base'],
      ['target', 'one'],
      ['twin', 'two'],
      ['general', 'three'],
    ]) {
      cpSync(shop.at(from ?? ''), shop.at(`moved/${to}`), { recursive: true });
    }
    const moved: Given = {
      root: './moved',
      corpora: { target: 'one', twin: { folder: './two' } },
      auxiliaries: [{ corpus: 'three', name: 'other' }],
      stages: { '*': { learningRate: 0.005, batch: { tokens: 48 }, epochs: 8 } },
      methods: [{ name: 'alone', schedule: 'single' }, 'transfer'],
    };
    expect(keysOf(await planOf(shop, { ...moved, base: './moved/base' }, '/elsewhere'))).toEqual(keys);
  });

  it.each<[string, Given]>([
    ['a seed', { seeds: [2] }],
    ['a learning rate', { stages: { '*': { epochs: 8, batch: { tokens: 48 }, learningRate: 0.004 } } }],
    ['threads', { run: { device: 'cpu', threads: 2, maxLength: 24 } }],
    ['no threads', { run: { device: 'cpu', maxLength: 24 } }],
    ['the longest length', { run: { device: 'cpu', threads: 1, maxLength: 20 } }],
  ])('changes with %s', async (_, given) => {
    const shop = studyShop();
    const [before, after] = [keysOf(await planOf(shop)), keysOf(await planOf(shop, given))];
    expect(after).toHaveLength(before.length);
    expect(after.filter((key) => before.includes(key))).toEqual([]);
  });

  it('changes with the bytes of what it is made of, and of that alone', async () => {
    const shop = studyShop();
    const [single, shared, transfer, ...twins] = keysOf(await planOf(shop));
    appendFileSync(shop.at('general/train.tsv'), '\nw1\tO\n');
    const now = keysOf(await planOf(shop));
    expect([now[0], now[3]]).toEqual([single, twins[0]]);
    expect([now[1] === shared, now[2] === transfer, now[4] === twins[1]]).toEqual([false, false, false]);
    appendFileSync(shop.at('base/vocab.txt'), '\n');
    expect(keysOf(await planOf(shop)).filter((key) => now.includes(key))).toEqual([]);
  });

  it('does not tell sizes apart of targets alone in what they share', async () => {
    const shop = studyShop();
    const [small, large] = [await planOf(shop), await planOf(shop, { sizes: [{ sentences: 50 }], develSentences: 30 })];
    expect(keysOf(large).map((key) => keysOf(small).includes(key))).toEqual([false, true, false, false, false]);
  });
});
