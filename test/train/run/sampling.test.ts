import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJsonObject } from '../../../src/core/json.ts';
import { readCorpus } from '../../../src/corpus/read.ts';
import { estimateTraining } from '../../../src/engine.ts';
import type { CorpusConfig, StageConfig, TrainingConfig } from '../../../src/train/config/config.ts';
import type { TrainingEvent } from '../../../src/train/events.ts';
import { prepareRun } from '../../../src/train/run/prepare.ts';
import { configFor, gerberaStages, runAll, type Workshop, workshop } from './fixtures.ts';

const [first] = gerberaStages;

/** One stage on both corpora, for one epoch. */
function configOf(
  shop: Workshop,
  sampling: Partial<StageConfig['sampling']>,
  target: Partial<CorpusConfig> = {},
  more: Partial<TrainingConfig> = {},
): TrainingConfig {
  const stages = [{ ...first!, epochs: 1, sampling: { ...first!.sampling, ...sampling } }];
  const config = configFor(shop, 'out', stages, more);
  return { ...config, corpora: { ...config.corpora, target: { ...config.corpora.target!, ...target } } };
}

function planOf(events: readonly TrainingEvent[]) {
  const plan = events.find(({ kind }) => kind === 'plan');
  return plan?.kind === 'plan' ? plan.stages[0] : undefined;
}

/** The training sentences that an epoch has, by their numbers in the corpus, and the rows of its batches. */
async function epochOf(config: TrainingConfig) {
  const run = await prepareRun(config, undefined);
  return [...run.stages[0]!.data.epoch(0).batches()];
}

describe('sampling weights', () => {
  it('change how often each corpus is drawn from, and the run tells so', async () => {
    const shop = workshop();
    expect(planOf(await runAll(configOf(shop, { weights: { general: 2.5 } })))).toMatchObject({
      examples: 210,
      drawn: { target: 105, general: 105 },
    });
    const batches = await epochOf(configOf(shop, { weights: { general: 2.5 } }));
    const learnt = (head: string) =>
      batches.reduce((sum, { targets }) => sum + (targets.get(head)?.rows.length ?? 0), 0);
    const plain = await epochOf(configOf(shop, {}));
    const before = plain.reduce((sum, { targets }) => sum + (targets.get('General')?.rows.length ?? 0), 0);
    expect(learnt('General') / before).toBeCloseTo(105 / 60, 1);
  });

  it('of corpora that count as one, since they share their sentences, are their mean', async () => {
    const shop = workshop();
    const config = configOf(shop, { alpha: 0, weights: { target: 5, twin: 1 } });
    const twin = { folder: shop.twin, heads: { Chemical: 'Chemical' }, fraction: 1, onlyWithMentions: false };
    const stages = config.stages.map((stage) => ({ ...stage, corpora: ['target', 'general', 'twin'] }));
    const run = await prepareRun({ ...config, stages, corpora: { ...config.corpora, twin } }, undefined);
    const { data } = run.stages[0]!;
    expect(data.sets).toEqual(['target + twin', 'general']);
    // 3 to 1 of 210 examples.
    expect(data.epoch(0).statistics.drawn).toEqual([158, 52]);
  });
});

describe('so many sentences of a corpus', () => {
  it('are learnt from, scored on and told of, exactly', async () => {
    const shop = workshop();
    const config = configOf(shop, {}, { sentences: 7, develSentences: 11 });
    const events = await runAll(config);
    expect(planOf(events)).toMatchObject({ drawn: { target: 7, general: 60 } });
    const file = path.join(config.output, 'run.json');
    const run = parseJsonObject(readFileSync(file, 'utf8'), file) as {
      data: { id: string; part: string; sentences: number; mentions: Record<string, number> }[];
      config: TrainingConfig;
    };
    const of = (part: string) => run.data.find((each) => each.id === 'target' && each.part === part);
    expect([of('train')?.sentences, of('devel')?.sentences, of('test')?.sentences]).toEqual([7, 11, 150]);
    expect(run.config.corpora.target).toMatchObject({ sentences: 7, develSentences: 11 });
    // Scores count the mentions of the sample, not of the whole part.
    const scored = events.flatMap((event) => (event.kind === 'evaluation' ? event.corpora[0]?.micro.support : []));
    const whole = (await readCorpus(shop.target)).parts.devel?.sentences.flatMap(({ mentions }) => mentions) ?? [];
    expect(new Set(scored)).toEqual(new Set([of('devel')?.mentions.Disease]));
    expect(of('devel')?.mentions.Disease).toBeLessThan(whole.length / 5);
  });

  it('are at most those that there are, and of the share if there is one', async () => {
    const shop = workshop();
    const sizeOf = async (target: Partial<CorpusConfig>) => {
      const { files } = await prepareRun(configOf(shop, {}, target), undefined);
      return files.filter(({ id }) => id === 'target').map(({ sentences }) => sentences);
    };
    expect(await sizeOf({ sentences: 1000, develSentences: 1000 })).toEqual([150, 150, 150]);
    expect(await sizeOf({ sentences: 20, fraction: 0.1 })).toEqual([15, 150, 150]);
    expect(await sizeOf({ sentences: 20, fraction: 0.5 })).toEqual([20, 150, 150]);
    expect(await sizeOf({ sentences: 1, develSentences: 149 })).toEqual([1, 149, 150]);
  });

  it('are others for another seed, the same for the same, and part of those of a larger number', async () => {
    const shop = workshop();
    const rowsOf = async (sentences: number, seed: number) => {
      const batches = await epochOf(configOf(shop, { alpha: 1 }, { sentences }, { seed }));
      return new Set(
        batches.flatMap(({ ids, mask, rows, length }) =>
          Array.from({ length: rows }, (_, row) =>
            [...ids.subarray(row * length, (row + 1) * length)].filter((_, at) => mask[row * length + at]).join(' '),
          ),
        ),
      );
    };
    const [few, again, other, more] = [await rowsOf(9, 1), await rowsOf(9, 1), await rowsOf(9, 2), await rowsOf(30, 1)];
    expect(again).toEqual(few);
    expect(other).not.toEqual(few);
    expect([...few].filter((row) => !more.has(row))).toEqual([]);
  });

  it('are those of an estimate', async () => {
    const shop = workshop();
    const { stages } = await estimateTraining(configOf(shop, {}, { sentences: 7, develSentences: 11 }));
    expect(stages[0]).toMatchObject({ examples: 67, drawn: { target: 7, general: 60 } });
  }, 60_000);
});
