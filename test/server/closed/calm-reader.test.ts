import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CalmReader } from '../../../src/server/closed/calm-reader.ts';
import type { Outcome } from '../../../src/server/model-host.ts';

const sentences = Array.from({ length: 30 }, (_, index) =>
  Array.from({ length: 1 + (index % 7) * 5 }, () => `w${index}`),
);
const never = () => false;

/** A model that finds in each sentence its first word, and remembers what it was sent. */
class Host {
  readonly sent: number[] = [];
  readonly times: number[] = [];
  /** What becomes of a message, by its number from 0; it is read if not given. */
  outcome: (message: number, signal: AbortSignal) => Promise<Outcome | undefined> = async () => undefined;

  async recognize(batch: readonly (readonly string[])[], signal: AbortSignal): Promise<Outcome> {
    this.times.push(performance.now());
    const message = this.sent.push(batch.reduce((sum, words) => sum + words.length, 0)) - 1;
    const entities = batch.map(([type = '']) => [{ start: 0, end: 1, type, score: 1 }]);
    return (await this.outcome(message, signal)) ?? { kind: 'read', entities, cost: 20 };
  }
}

describe('calm reading', () => {
  it('gives what was found in the order of the sentences, read in several messages with pauses', async () => {
    const host = new Host();
    const reading = await new CalmReader(host, () => true).read(sentences, never);
    expect(reading.kind === 'read' && reading.found.map(([entity]) => entity?.type)).toEqual(
      sentences.map(([first]) => first),
    );
    expect(host.sent.length).toBeGreaterThan(2);
    // 20 ms of processor time in no time: at most half of a core.
    const gaps = host.times.slice(1).map((time, index) => time - host.times[index]!);
    for (const gap of gaps) expect(gap).toBeGreaterThan(38);
  });

  it('begins when nothing else is to be read', async () => {
    const host = new Host();
    let idle = false;
    const reading = new CalmReader(host, () => idle).read([['a']], never);
    await sleep(250);
    expect(host.sent).toEqual([]);
    idle = true;
    expect((await reading).kind).toBe('read');
  });

  it('gives up what is under way when it is disturbed, and reads it later', async () => {
    const host = new Host();
    const calm = new CalmReader(host, () => true);
    host.outcome = (message, signal) =>
      new Promise((resolve) => {
        if (message > 0) resolve(undefined);
        signal.addEventListener('abort', () => resolve({ kind: 'refused', message: 'cancelled' }));
        setTimeout(() => calm.disturb(), 10);
      });
    const reading = await calm.read([['a', 'b']], never);
    expect(reading).toMatchObject({ kind: 'read', found: [[{ type: 'a' }]] });
    expect(host.sent).toEqual([2, 2]);
    expect(host.times[1]! - host.times[0]!).toBeGreaterThan(900);
  });

  it('tells a refusal, the end of the host, and that nobody waits any more', async () => {
    const host = new Host();
    const calm = new CalmReader(host, () => true);
    host.outcome = async () => ({ kind: 'refused', message: 'too long' });
    expect(await calm.read([['a']], never)).toEqual({ kind: 'failed', message: 'too long' });
    host.outcome = async () => ({ kind: 'lost' });
    expect(await calm.read([['a']], never)).toEqual({ kind: 'failed', message: 'the model host ended' });
    expect(await calm.read([['a']], () => true)).toEqual({ kind: 'stale' });
  });

  it('does steps of this process a few at a time', async () => {
    const calm = new CalmReader(new Host(), () => true);
    function* steps(count: number): Generator<undefined, string, undefined> {
      for (let step = 0; step < count; step++) {
        const until = performance.now() + 2;
        while (performance.now() < until);
        yield;
      }
      return 'done';
    }
    const working = steps(20);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    expect(await calm.finish(() => working.next(), never)).toBe('done');
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    expect(await calm.finish(() => undefined, never)).toBeUndefined();
    const endless = steps(Number.POSITIVE_INFINITY);
    expect(
      await calm.finish(
        () => endless.next(),
        () => true,
      ),
    ).toBeUndefined();
  });
});
