import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { TrainingProgress } from '../../src/cli/training-progress.ts';
import type { StepEvent } from '../../src/train/events.ts';

const step: StepEvent = {
  ...{ kind: 'step', stage: 'target', epoch: 1, epochs: 2, step: 5, of: 10, loss: { Gene: 0.25 }, learningRate: 1e-4 },
  ...{ gradientNorm: 1, tokens: 64, tokensPerSecond: 100, secondsLeft: 70 },
};

/** What a terminal of so many columns shows of an update. */
function drawn(columns: number): string {
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns });
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr };
  new TrainingProgress({ ...streams, watched: true, signal: new AbortController().signal }).show(step);
  return String(stderr.read());
}

describe('the progress of training on a terminal', () => {
  it('is one line, no longer than the terminal is wide', () => {
    expect(drawn(200)).toMatch(/^\r\[={10} {10}\] target epoch 1\/2 step 5\/10, 1 min 10 s left, .* loss Gene 0\.250$/);
    expect(drawn(50)).toHaveLength(50);
  });

  it('is readable where the terminal does not know its width', () => {
    expect(drawn(0)).toContain('target epoch 1/2 step 5/10, 1 min 10 s left');
  });

  it('tells of problems of a corpus by their kinds, with the first of each', () => {
    const stderr = Object.assign(new PassThrough(), { isTTY: false });
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr };
    const example = {
      kind: 'cuts a word',
      file: 'c/train.pubtator',
      line: 7,
      message: '"IL" (Gene) in 1 cuts a word',
    } as const;
    new TrainingProgress({ ...streams, watched: false, signal: new AbortController().signal }).show({
      kind: 'problems',
      corpus: 'c',
      problems: { counts: { 'cuts a word': 3, 'empty span': 1 }, examples: [example] },
    });
    expect(String(stderr.read()).trimEnd().split('\n')).toEqual([
      'gerbera: corpus c: cuts a word (3), first: c/train.pubtator: line 7: "IL" (Gene) in 1 cuts a word',
      'gerbera: corpus c: empty span (1)',
    ]);
  });

  it('warns of a stage that has learnt nothing', () => {
    const stderr = Object.assign(new PassThrough(), { isTTY: false });
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr };
    const progress = new TrainingProgress({ ...streams, watched: false, signal: new AbortController().signal });
    const end = { kind: 'stage end', reason: 'epochs', stage: 'target', epoch: 2, step: 10 } as const;
    progress.show({ ...end, best: { score: 0, step: 5 } });
    progress.show({ ...end, best: { score: 0.1, step: 5 } });
    expect(String(stderr.read()).trimEnd().split('\n')).toEqual([
      'gerbera: stage target ended at step 10 (epochs); best at step 5: 0.00',
      expect.stringContaining('warning: the F1 of the stage target was 0 at every evaluation: it has learnt nothing'),
      'gerbera: stage target ended at step 10 (epochs); best at step 5: 10.00',
    ]);
  });
});
