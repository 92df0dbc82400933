import { describe, expect, it } from 'vitest';
import { emitted } from '../../../src/files/download/emitted.ts';

async function all<Item, Result>(items: AsyncGenerator<Item, Result, undefined>): Promise<(Item | Result)[]> {
  const got: (Item | Result)[] = [];
  for (;;) {
    const { done, value } = await items.next();
    got.push(value);
    if (done) return got;
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('emitted', () => {
  it('gives what is told, at once and later, in order, then the result', async () => {
    const items = emitted<number, string>(async (emit) => {
      emit(1);
      emit(2);
      await turn();
      emit(3);
      return 'end';
    });
    expect(await all(items)).toEqual([1, 2, 3, 'end']);
    expect(await all(emitted(async () => 'nothing told'))).toEqual(['nothing told']);
  });

  it('gives what was told before a failure, then fails', async () => {
    const items = emitted<number, never>(async (emit) => {
      emit(1);
      throw new Error('broken');
    });
    expect(await items.next()).toEqual({ done: false, value: 1 });
    await expect(items.next()).rejects.toThrow('broken');
  });

  it('stops the work when nobody listens any more, and waits for its end', async () => {
    let ended = false;
    const items = emitted<number, void>(async (emit, signal) => {
      emit(1);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await turn();
      ended = true;
    });
    for await (const _ of items) break;
    expect(ended).toBe(true);
  });
});
