import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf, shuffled } from '../../src/core/random.ts';

const draw = (count: number, ...keys: (string | number)[]) => {
  const random = randomOf(...keys);
  return Array.from({ length: count }, () => random.int32());
};

describe('random streams', () => {
  it('are the same for the same keys, on every machine', () => {
    expect(draw(3, 7, 'dropout', 12)).toEqual([-600333994, -1299019388, -104411987]);
  });

  it('differ where any key differs, also where keys join to the same text', () => {
    const streams = [draw(4, 1, 23), draw(4, 12, 3), draw(4, '1', 23), draw(4, 1, 2, 3), draw(4, 123)];
    expect(new Set(streams.map(String)).size).toBe(streams.length);
  });

  it('are uniform, in [0, 1) and below a limit', () => {
    const random = randomOf('uniform');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const value = random.uniform();
      expect(value >= 0 && value < 1).toBe(true);
      const place = random.below(10);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('shuffle into every order alike, and lose nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const result = shuffled(items, randomOf(seed));
        expect([...result].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
      }),
    );
    const orders = new Map<string, number>();
    for (let seed = 0; seed < 1200; seed++) {
      const order = shuffled([1, 2, 3], randomOf(seed)).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(6);
    for (const count of orders.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
  });
});
