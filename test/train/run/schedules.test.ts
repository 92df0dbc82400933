import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TrainingConfig } from '../../../src/train/config/config.ts';
import { expandSchedule } from '../../../src/train/config/schedules/expand.ts';
import type { ScheduleConfig, ScheduleName } from '../../../src/train/config/schedules/schedule.ts';
import { readWeights } from '../../../src/train/output/checkpoint-folder.ts';
import { prepareRun } from '../../../src/train/run/prepare.ts';
import { runAll, type Workshop, workshop } from './fixtures.ts';

const run = {
  seed: 3,
  device: 'cpu',
  threads: 1,
  maxLength: 24,
  weights: 'float32',
  test: true,
  checkpoints: { minutes: 1000, keep: true },
} as const;

/** A schedule on the corpora of a workshop, for an epoch a stage. */
function configOf(shop: Workshop, schedule: ScheduleName, more: Partial<ScheduleConfig> = {}): TrainingConfig {
  const target = { folder: shop.target, types: ['Disease'], devel: true, sentences: 40, develSentences: 20 };
  const twin = { folder: shop.twin, types: ['Chemical'], devel: true, sentences: 30, develSentences: 20 };
  const general = { folder: shop.general, types: ['PER'], devel: true };
  const auxiliaries = schedule === 'single' ? [] : [general, twin];
  const settings = { learningRate: 5e-3, batch: { tokens: 96 }, epochs: 1, dropout: 0 } as const;
  return expandSchedule(
    {
      schedule,
      target,
      auxiliaries,
      ...(schedule === 'best' ? { best: 1 } : {}),
      stages: { '*': settings },
      ...more,
    },
    { base: shop.base, hidden: 32, output: shop.at(`${schedule}-out`), run },
  );
}

describe('a schedule', () => {
  it.each<[ScheduleName, readonly string[], readonly string[]]>([
    ['single', ['target'], ['Disease']],
    ['transfer', ['auxiliary', 'target'], ['Disease', 'Chemical', 'PER']],
    ['joint', ['multi-task'], ['Disease', 'Chemical', 'PER']],
    ['gerbera', ['multi-task', 'target'], ['Disease', 'General']],
    ['transfer-joint', ['auxiliary', 'multi-task'], ['Disease', 'Chemical', 'PER']],
    ['best', ['multi-task', 'target'], ['Disease', 'PER']],
  ])('%s trains its stages, and is scored on the target', async (name, stages, heads) => {
    const shop = workshop();
    const events = await runAll(configOf(shop, name));
    expect(events.flatMap((event) => (event.kind === 'stage end' ? event.stage : []))).toEqual(stages);
    const plan = events.find(({ kind }) => kind === 'plan');
    expect(plan?.kind === 'plan' && plan.heads).toEqual(heads);
    const done = events.at(-1);
    expect(done?.kind === 'done' && done.test.map(({ corpus }) => corpus)).toEqual(['target']);
  });
});

describe('the layers that a schedule freezes', () => {
  /** Which weights are others after the target's stage than before it, by what they are of. */
  async function changedIn(shop: Workshop, freeze: ScheduleConfig['freeze'], epochs = 1): Promise<readonly string[]> {
    const config = configOf(shop, 'transfer', freeze ? { freeze } : {});
    const stages = config.stages.map((stage) =>
      stage.name === 'target' ? { ...stage, epochs, select: { ...stage.select, keep: 'last' as const } } : stage,
    );
    await runAll({ ...config, stages }, { force: true });
    const weights = (name: string) => readWeights(path.join(config.output, 'best', name));
    const [before, after] = [await weights('auxiliary'), await weights('target')];
    const changed = [...after].filter(
      ([name, values]) => !values.every((value, at) => value === before.get(name)?.[at]),
    );
    const owners = changed.map(([name]) => /embeddings|layer\.\d+|heads\.\w+/.exec(name)?.[0] ?? name);
    return [...new Set(owners)].sort();
  }

  it('stay as they are in that stage, and the rest is trained', async () => {
    const shop = workshop();
    expect(await changedIn(shop, { target: [{ layers: 1 }] })).toEqual(['heads.Disease', 'layer.1']);
    expect(await changedIn(shop, { '*': [{ layers: 'encoder' }] })).toEqual(['heads.Disease']);
    const thawed = await changedIn(shop, { target: [{ layers: 'encoder', epochs: 1 }] }, 2);
    expect(thawed).toEqual(['embeddings', 'heads.Disease', 'layer.0', 'layer.1']);
  });
});

describe('the heads that a schedule gives', () => {
  const corpora = (shop: Workshop) => ({
    target: { folder: shop.target, types: ['Disease'], devel: true, sentences: 60 },
    auxiliaries: [{ folder: shop.twin, types: ['Chemical'], devel: true, heads: { Chemical: 'Disease' } }],
  });
  const chosen = (config: TrainingConfig) => readWeights(path.join(config.output, 'best', 'multi-task'));

  it('are one where corpora share a type, and one for each where they are to be separate', async () => {
    const shop = workshop();
    const named = async (heads: 'types' | 'separate') => {
      const config = { ...configOf(shop, 'joint', { ...corpora(shop), heads }), output: shop.at(heads) };
      await runAll(config);
      return [...new Set([...(await chosen(config)).keys()].flatMap((name) => /heads\.(\w+)/.exec(name)?.[1] ?? []))];
    };
    expect(await named('types')).toEqual(['Disease']);
    expect(await named('separate')).toEqual(['Disease', 'Disease_twin']);
  });

  it('of a corpus of its own learn from that corpus alone', async () => {
    const shop = workshop();
    const auxiliaries = [{ folder: shop.general, types: ['PER'], devel: true, heads: { PER: 'Disease' } }];
    const { stages } = await prepareRun(configOf(shop, 'joint', { auxiliaries, heads: 'separate' }), undefined);
    const batches = [...stages[0]!.data.epoch(0).batches()];
    const words = (head: string) =>
      batches.reduce((sum, { targets }) => sum + (targets.get(head)?.rows.length ?? 0), 0);
    // Every word is one token here, beside the two that frame a row.
    const all = batches.reduce((sum, { mask, rows }) => sum + mask.filter(Number).length - 2 * rows, 0);
    expect(Math.min(words('Disease'), words('Disease_general'))).toBeGreaterThan(0);
    expect(words('Disease') + words('Disease_general')).toBe(all);
  });
});
