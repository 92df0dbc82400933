import { describe, expect, it } from 'vitest';
import type { FreezeConfig } from '../../../src/train/config/config.ts';
import { StageRun } from '../../../src/train/run/stage-run.ts';
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
});
