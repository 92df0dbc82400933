import { describe, expect, it } from 'vitest';
import { EndingWatch } from '../../../src/extension/training/run-endings.ts';
import { runOf, scoresOf } from './runs.ts';

const running = runOf({ id: 'a', name: 'mine' });
const done = runOf({ id: 'a', name: 'mine', state: 'done', devel: scoresOf(0.812) });

describe('runs that have ended', () => {
  it('are told once, if they were seen running', () => {
    const watch = new EndingWatch([]);
    expect(watch.look([running])).toEqual([]);
    const [ending, ...others] = watch.look([done]);
    expect(ending).toMatchObject({
      ...{ run: done, severity: 'information', actions: ['use', 'open'] },
      message: 'the training of mine is finished: F1 81.2 on devel.',
    });
    expect(others).toEqual([]);
    expect(watch.look([done])).toEqual([]);
  });

  it('are not told, if they had ended before the window was opened', () => {
    const watch = new EndingWatch([]);
    expect(watch.look([done, runOf({ id: 'b', state: 'failed', problem: 'full' })])).toEqual([]);
  });

  it('are told as ended while VS Code was closed, if an earlier window left them running', () => {
    const watch = new EndingWatch(['a']);
    expect(watch.look([done]).map(({ message }) => message)).toEqual([
      'the training of mine was finished while VS Code was closed: F1 81.2 on devel.',
    ]);
    expect(watch.running).toEqual([]);
  });

  it('are told as ended now, if they still ran when the window was opened', () => {
    const watch = new EndingWatch(['a']);
    watch.look([running]);
    expect(watch.look([done])[0]?.message).toBe('the training of mine is finished: F1 81.2 on devel.');
  });

  it.each([
    ['failed', 'error', 'the training of mine has failed: the disk is full.', ['resume', 'open']],
    ['interrupted', 'warning', /was interrupted; it can go on from its last checkpoint/, ['resume', 'open']],
    ['missing', 'warning', /folder of the training of mine is gone: \/library\/r/, ['open']],
  ] as const)('are told with the reason and what can be done: %s', (state, severity, message, actions) => {
    const watch = new EndingWatch([]);
    watch.look([running]);
    const [ending] = watch.look([{ ...running, state, problem: 'the disk is full.' }]);
    expect(ending).toMatchObject({ severity, actions });
    expect(ending?.message).toMatch(message);
  });

  it('are not told where a person stopped them in this window, but where they stopped with the last one', () => {
    const stopped = { ...running, state: 'stopped' } as const;
    const watch = new EndingWatch([]);
    watch.look([running]);
    expect(watch.look([stopped])).toEqual([]);
    expect(new EndingWatch(['a']).look([stopped])[0]).toMatchObject({
      message: 'the training of mine was stopped while VS Code was closed; it can go on.',
      actions: ['resume', 'open'],
    });
  });

  it('are told anew after they were resumed', () => {
    const watch = new EndingWatch([]);
    watch.look([running]);
    watch.look([{ ...running, state: 'interrupted' }]);
    watch.look([running]);
    expect(watch.look([done])).toHaveLength(1);
  });

  it('leave nothing where a run was removed', () => {
    const watch = new EndingWatch(['a', 'b']);
    expect(watch.look([running])).toEqual([]);
    expect(watch.running).toEqual(['a']);
  });

  it('do not offer an encoder for highlighting', () => {
    const watch = new EndingWatch([]);
    const best = { score: -2.3, stage: 'pretraining', epoch: 1, step: 9 };
    watch.look([{ ...running, method: 'pretrain' }]);
    expect(watch.look([runOf({ id: 'a', method: 'pretrain', state: 'done', best })])[0]?.actions).toEqual(['open']);
  });
});
