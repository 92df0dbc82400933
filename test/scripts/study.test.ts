import { describe, expect, it } from 'vitest';
import { plot } from '../../scripts/study/plot.ts';
import { deviation, mean, pairedTest } from '../../scripts/study/statistics.ts';

describe('the statistics of a study', () => {
  it('give mean and sample deviation', () => {
    expect(mean([1, 2, 3, 4])).toBe(2.5);
    expect(deviation([1, 2, 3, 4])).toBeCloseTo(1.2909944487, 9);
  });

  it('test pairs by exchanging them: exactly where there are few', () => {
    // Of the 32 assignments of signs only all plus and all minus are as extreme.
    expect(pairedTest([1, 2, 3, 4, 5])).toBe(2 / 32);
    // ±1 ±1: every assignment but the two mixed ones.
    expect(pairedTest([1, 1])).toBe(0.5);
    expect(pairedTest([1, -1])).toBe(1);
  });

  it('test many pairs by drawing, the same each time', () => {
    const clear = Array.from({ length: 30 }, (_, index) => 1 + (index % 5) / 10);
    expect(pairedTest(clear)).toBeLessThan(0.001);
    const even = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    expect(pairedTest(even)).toBe(1);
    const weak = Array.from({ length: 20 }, (_, index) => (index < 12 ? 1 : -1));
    // Binomial: P(|X - 10| >= 2) for n = 20.
    expect(pairedTest(weak)).toBeCloseTo(0.5034, 2);
    expect(pairedTest(weak)).toBe(pairedTest(weak));
  });
});

describe('the plot of a study', () => {
  it('has a panel a corpus, a colour a method and a dot a run', () => {
    const series = (shift: number) => [
      { fraction: 0.05, scores: [10 + shift, 12 + shift] },
      { fraction: 1, scores: [50 + shift] },
    ];
    const image = plot([
      {
        title: 'A & B',
        series: [
          { method: 'single', points: series(0) },
          { method: 'gerbera', points: series(3) },
        ],
      },
      { title: 'C', series: [{ method: 'single', points: series(0) }] },
    ]);
    expect(image).toContain('A &amp; B');
    expect(image.match(/opacity="0.3"/g)).toHaveLength(9);
    expect(image).not.toMatch(/NaN|undefined|Infinity/);
  });
});
