import { describe, expect, it } from 'vitest';
import {
  estimateWords,
  resultWords,
  runLine,
  runningWords,
  scoreWords,
  spanWords,
  stateWords,
} from '../../../src/extension/training/run-words.ts';
import { runStates, type StageEstimate, type TrainingEstimate } from '../../../src/runs/run.ts';
import { runOf, scoresOf } from './runs.ts';

const progress = {
  ...{ stage: 'target', stageNumber: 1, stages: 1, epoch: 2, epochs: 20, step: 43, of: 100 },
  ...{ share: 0.439, tokensPerSecond: 900, secondsLeft: 720 },
};
const best = { score: 0.8123, stage: 'target', epoch: 2, step: 40 };

describe('words about a run', () => {
  it.each([
    [0.2, '1 s'],
    [40, '40 s'],
    [719, '12 min'],
    [3599, '1 h'],
    [7200, '2 h'],
    [12_000, '3 h 20 min'],
    [200_000, '2 days 7 h'],
  ])('tell %d seconds as %s', (seconds, words) => {
    expect(spanWords(seconds)).toBe(words);
  });

  it('tell F1, and the loss of pretraining', () => {
    expect(scoreWords(0.8123)).toBe('F1 81.2');
    expect(scoreWords(-2.314)).toBe('loss 2.31');
  });

  it('tell what a run gave: on test, else on devel, else its best', () => {
    expect(resultWords(runOf({ test: scoresOf(0.8), devel: scoresOf(0.9) }))).toBe('F1 80.0 on test');
    expect(resultWords(runOf({ devel: [...scoresOf(0.9), ...scoresOf(0.8)] }))).toBe('F1 85.0 on devel');
    expect(resultWords(runOf({ best }))).toBe('F1 81.2');
    expect(resultWords(runOf({}))).toBeUndefined();
  });

  it('have a name for each state', () => {
    expect(new Set(runStates.map(stateWords)).size).toBe(runStates.length);
  });

  it('show a run in a list with its state and what it gave, or why it failed', () => {
    expect(runLine(runOf({ name: 'mine', state: 'stopped', progress, best }))).toEqual({
      ...{ label: '$(debug-pause) mine', description: 'stopped · 43 % · F1 81.2', detail: '/library/r' },
    });
    expect(runLine(runOf({ state: 'failed', problem: 'the disk is full' })).detail).toBe('the disk is full');
  });
});

describe('the status bar', () => {
  it('tells nothing where nothing runs', () => {
    expect(runningWords([runOf({ state: 'done' }), runOf({ state: 'stopped' })])).toBeUndefined();
  });

  it('tells a run with how far it is, its best score and the time left, to be read and to be heard', () => {
    const words = runningWords([runOf({ name: 'mine', progress, best }), runOf({ state: 'done' })]);
    expect(words?.text).toBe('$(mortar-board) mine · 43 % · F1 81.2 · 12 min left');
    expect(words?.label).toBe('GERBERA: training mine: 43 %, F1 81.2, 12 min left');
  });

  it('tells that a run is prepared, and that it is about to stop', () => {
    expect(runningWords([runOf({ name: 'mine' })])?.text).toBe('$(mortar-board) mine · preparing');
    expect(runningWords([runOf({ name: 'mine', progress, stopping: 'pause' })])?.text).toBe(
      '$(mortar-board) mine · stopping',
    );
  });

  it('counts several, and lists them', () => {
    const words = runningWords([runOf({ name: 'a', progress }), runOf({ name: 'b' })]);
    expect(words?.text).toBe('$(mortar-board) 2 runs of training');
    expect(words?.lines).toEqual(['a: 43 %, 12 min left', 'b: preparing']);
  });
});

describe('an estimate', () => {
  const stage: StageEstimate = {
    ...{ name: 'target', corpora: ['c'], examples: 100, tokens: 5000, epochs: 20, steps: 1400, learningRate: 5e-5 },
    ...{ batch: '16 sentences', tokensPerSecond: 900, secondsPerEpoch: 30 },
  };
  const estimate: TrainingEstimate = {
    ...{ method: 'single', output: '/library/mine', heads: ['Disease'], device: 'cpu', stages: [stage] },
    ...{ seconds: 1500, warnings: [] },
  };

  it('tells time, updates and, where it is shared, memory', () => {
    expect(estimateWords(estimate)).toEqual(['at most 25 min on CPU', '1,400 updates']);
    const memory = { estimated: 3.2e9, available: 8e9, cut: true };
    const most = estimateWords({ ...estimate, stages: [{ ...stage, name: 'multi-task', memory }, stage] });
    expect(most).toEqual([
      'at most 25 min on CPU',
      '2,800 updates',
      '2 stages',
      '3.2 GB of 8 GB of memory',
      'batches are cut to fit into the memory, which takes longer',
    ]);
  });
});
