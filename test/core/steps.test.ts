import { afterEach, describe, expect, it, vi } from 'vitest';
import { finish, finishCalmly, type Steps } from '../../src/core/steps.ts';

/** Each step takes so many milliseconds of a clock that stands still otherwise. */
function* work(count: number, milliseconds: number, clock = { now: 0, steps: 0 }): Steps<number> {
  let sum = 0;
  for (let step = 0; step < count; step++) {
    clock.now += milliseconds;
    clock.steps++;
    sum += step;
    yield;
  }
  return sum;
}

afterEach(() => void vi.restoreAllMocks());

describe('work in steps', () => {
  it('gives the same at once and calmly', async () => {
    expect(finish(work(10, 0))).toBe(45);
    expect(await finishCalmly(work(10, 0))).toBe(45);
  });

  it('lets others have their turn, and ends when it is stopped', async () => {
    const clock = { now: 0, steps: 0 };
    vi.spyOn(performance, 'now').mockImplementation(() => clock.now);
    const stop = new AbortController();
    setImmediate(() => stop.abort(new Error('stopped')));
    await expect(finishCalmly(work(1000, 10, clock), stop.signal)).rejects.toThrow('stopped');
    expect(clock.steps).toBe(5);
  });
});
