import { describe, expect, it } from 'vitest';
import { finish, finishCalmly, type Steps } from '../../src/core/steps.ts';

function* work(count: number, milliseconds: number): Steps<number> {
  let sum = 0;
  for (let step = 0; step < count; step++) {
    for (const until = performance.now() + milliseconds; performance.now() < until; );
    sum += step;
    yield;
  }
  return sum;
}

describe('work in steps', () => {
  it('gives the same at once and calmly', async () => {
    expect(finish(work(10, 0))).toBe(45);
    expect(await finishCalmly(work(10, 0))).toBe(45);
  });

  it('lets others have their turn, and ends when it is stopped', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('stopped')), 60);
    const started = performance.now();
    await expect(finishCalmly(work(1000, 10), stop.signal)).rejects.toThrow('stopped');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
