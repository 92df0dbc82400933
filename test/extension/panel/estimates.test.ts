import { describe, expect, it } from 'vitest';
import { Estimates } from '../../../src/extension/panel/estimates.ts';
import { Unheard } from '../../../src/extension/panel/unheard.ts';
import type { PanelUpdate } from '../../../src/protocol/panel.ts';
import type { TrainingRequest } from '../../../src/protocol/training.ts';
import type { TrainingEstimate } from '../../../src/runs/run.ts';

const request: TrainingRequest = {
  ...{ method: 'single', base: 'base', targets: ['/corpus'], generals: [], corpora: [], output: 'mine', hyper: {} },
};
const estimate: TrainingEstimate = {
  ...{ method: 'single', output: '/models/mine', heads: ['Disease'], device: 'cpu', stages: [], seconds: 40 },
  warnings: [],
};

/** Estimates that end when a test says so, and what is told of them. */
function setUp({ isSeen = true } = {}) {
  const asked: { signal: AbortSignal; answer(made: TrainingEstimate): void; refuse(reason: string): void }[] = [];
  const told: PanelUpdate[] = [];
  const estimates = new Estimates(
    (_, signal) =>
      new Promise((answer, reject) => {
        asked.push({ signal, answer, refuse: (reason) => reject(new Error(reason)) });
      }),
    (update) => {
      told.push(update);
      return isSeen;
    },
  );
  return { estimates, asked, told };
}

describe('estimates for the page', () => {
  it('are told by the id that they were asked for with', async () => {
    const { estimates, asked, told } = setUp();
    const made = estimates.make(3, request);
    asked[0]?.answer(estimate);
    await made;
    expect(told).toEqual([{ kind: 'estimate', id: 3, estimate }]);
    const refused = estimates.make(4, request);
    asked[1]?.refuse('9 GB are needed');
    await refused;
    expect(told.at(-1)).toEqual({ kind: 'estimate', id: 4, problem: '9 GB are needed' });
  });

  it('are ended by a later one, and when the page has no use for them; nothing is told of them then', async () => {
    const { estimates, asked, told } = setUp();
    const first = estimates.make(1, request);
    const second = estimates.make(2, request);
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    estimates.pageLeft();
    expect(asked[1]?.signal.aborted).toBe(true);
    asked[0]?.answer(estimate);
    asked[1]?.answer(estimate);
    await Promise.all([first, second]);
    expect(told).toEqual([]);
  });

  it('let a start go on that no page waits for any more, but not where there is something to mind', async () => {
    const { estimates, asked } = setUp({ isSeen: false });
    const fine = estimates.allows(1, request);
    estimates.pageLeft();
    asked[0]?.answer(estimate);
    expect(await fine).toBe(true);
    const doubtful = estimates.allows(2, request);
    asked[1]?.answer({ ...estimate, warnings: ['3 sentences were mended'] });
    await expect(doubtful).rejects.toThrow('3 sentences were mended');
    const refused = estimates.allows(3, request);
    asked[2]?.refuse('9 GB are needed');
    await expect(refused).rejects.toThrow('9 GB are needed');
  });

  it('hold up a start for what is to be minded, and for one that was called off', async () => {
    const { estimates, asked } = setUp();
    const doubtful = estimates.allows(1, request);
    asked[0]?.answer({ ...estimate, warnings: ['3 sentences were mended'] });
    expect(await doubtful).toBe(false);
    const calledOff = estimates.allows(2, request);
    estimates.end();
    asked[1]?.answer(estimate);
    expect(await calledOff).toBe(false);
  });
});

describe('what a page that is not seen does not hear', () => {
  it('is kept where it would not be told by itself, once', () => {
    const unheard = new Unheard();
    unheard.keep({ kind: 'runs', runs: [] });
    unheard.keep({ kind: 'evaluating' });
    unheard.keep({ kind: 'started', run: 'r' });
    unheard.keep({ kind: 'problem', of: 'evaluate', message: 'nothing can be scored' });
    expect(unheard.take().map(({ kind }) => kind)).toEqual(['started', 'problem']);
    expect(unheard.take()).toEqual([]);
  });
});
