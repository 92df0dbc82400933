import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { whileTold } from '../../src/transfer/told.ts';

async function all<Told, Result>(telling: AsyncGenerator<Told, Result>): Promise<[Told[], Result]> {
  const told: Told[] = [];
  for (;;) {
    const next = await telling.next();
    if (next.done) return [told, next.value];
    told.push(next.value);
  }
}

describe('work that tells how it goes', () => {
  it('is heard in order, whenever it tells, and gives its result', async () => {
    const telling = whileTold(async (tell: (n: number) => void) => {
      tell(1);
      await setImmediate();
      tell(2);
      tell(3);
      return 'done';
    });
    expect(await all(telling)).toEqual([[1, 2, 3], 'done']);
  });

  it('fails as it fails, after what it told', async () => {
    const heard: number[] = [];
    const listen = async () => {
      const telling = whileTold((tell: (n: number) => void) => {
        tell(1);
        return Promise.reject(new Error('broken'));
      });
      for await (const told of telling) heard.push(told);
    };
    await expect(listen()).rejects.toThrow('broken');
    expect(heard).toEqual([1]);
  });

  it.each(['nobody listens any more', 'the outer signal is aborted'])(
    'is stopped and waited for when %s',
    async (why) => {
      const outer = new AbortController();
      const seen: string[] = [];
      const work = async (tell: (n: number) => void, signal: AbortSignal) => {
        try {
          for (let step = 0; ; step++) {
            tell(step);
            await setImmediate();
            signal.throwIfAborted();
          }
        } finally {
          await setImmediate();
          seen.push('put away');
        }
      };
      const listen = async () => {
        for await (const told of whileTold(work, outer.signal)) {
          if (told < 2) continue;
          if (why.startsWith('nobody')) break;
          outer.abort(new Error('stopped'));
        }
      };
      if (why.startsWith('nobody')) await listen();
      else await expect(listen()).rejects.toThrow('stopped');
      expect(seen).toEqual(['put away']);
    },
  );
});
