import { mkdirSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FreezeConfig } from '../../../src/train/config/config.ts';
import { StageRun } from '../../../src/train/run/stage-run.ts';
import { startOfStage } from '../../../src/train/state.ts';
import { probeTraining } from '../../../src/train/step/probe.ts';
import { configFor, gerberaStages, workshop } from './fixtures.ts';

describe('frozen layers', () => {
  it.each<[string, readonly FreezeConfig[], (number | undefined)[], number | undefined]>([
    ['none', [], [undefined, undefined, undefined], undefined],
    ['all, always', [{ layers: 'encoder' }], [4, 4, 4], 4],
    ['thawed at last', [{ layers: 'encoder', epochs: 2 }], [4, 4, undefined], undefined],
    ['thawed step by step', [{ layers: 'encoder', epochs: 1 }, { layers: 2, epochs: 1 }, { layers: 0 }], [4, 2, 0], 0],
  ])('%s: of each epoch, and of all', (_, freeze, ofEpochs, ofAll) => {
    const config = configFor(workshop(), 'out', [{ ...gerberaStages[0]!, epochs: 3, freeze }]);
    const run = new StageRun(config, [], 0, 4);
    expect([0, 1, 2].map((epoch) => run.frozenLayers(epoch))).toEqual(ofEpochs);
    expect(run.fewestFrozenLayers()).toBe(ofAll);
  });

  it('thaw with weights and moments as they were; what was frozen has none yet', async () => {
    const freeze = [{ layers: 'encoder', epochs: 1 }] as const;
    const config = configFor(workshop(), 'out', [{ ...gerberaStages[0]!, freeze }]);
    mkdirSync(config.output);
    const run = new StageRun(config, ['Disease', 'General'], 0, 2);
    onTestFinished(() => run.dispose());
    const { step, model } = await run.open(startOfStage(0, []), false);
    await step.accumulate(probeTraining(model, 2, 16), { scale: 1, randomKeys: [] });
    await step.update(1e-3);
    const [weights, before] = [await step.weights(), await step.optimizerState()];
    const thawed = (await run.reopen(1)).step;
    const after = await thawed.optimizerState();
    expect(await thawed.weights()).toEqual(weights);
    expect([...before.updates.keys()].every((name) => name.startsWith('heads.'))).toBe(true);
    for (const [name, count] of after.updates) expect(count, name).toBe(name.startsWith('heads.') ? 1 : 0);
    for (const [name, moments] of before.firstMoments) expect(after.firstMoments.get(name)).toEqual(moments);
  });
});
