import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, holm } from '../../../../src/study/report/statistics/corrections.ts';
import { deviation, mean } from '../../../../src/study/report/statistics/moments.ts';
import {
  meanTest,
  randomisationFloor,
  randomisationTest,
  twoSided,
} from '../../../../src/study/report/statistics/paired.ts';
import { studentQuantile } from '../../../../src/transfer/ranking/student-t.ts';
import { golden, near } from './golden.ts';

describe('mean and sample deviation', () => {
  it('are those of a small sample', () => {
    expect(mean([1, 2, 3, 4])).toBe(2.5);
    expect(deviation([1, 2, 3, 4])).toBeCloseTo(1.2909944487, 9);
    expect(deviation([1])).toBeNaN();
  });
});

describe("Student's distribution", () => {
  it('is as in SciPy, two-sided p and quantiles', () => {
    expect(golden.student.filter(([t, df, p]) => !near(twoSided(t, df), p, 1e-10))).toEqual([]);
    expect(golden.quantiles.filter(([level, df, t]) => !near(studentQuantile((1 + level) / 2, df), t, 1e-9))).toEqual(
      [],
    );
  });
});

describe('the paired tests', () => {
  it.each(golden.paired)(
    'are as in SciPy: $differences.length pairs',
    ({ differences, randomisation, ...expected }) => {
      const test = meanTest(differences);
      for (const key of ['t', 'p', 'low', 'high'] as const) expect(test?.[key]).toBeCloseTo(expected[key], 10);
      expect(randomisationTest(differences)).toBeCloseTo(randomisation, 10);
      expect(randomisationTest(differences)).toBeGreaterThanOrEqual(randomisationFloor(differences.length));
    },
  );

  it('say nothing of one pair, and of pairs without spread', () => {
    expect(meanTest([0.3])).toBeUndefined();
    expect(meanTest([0.1, 0.1, 0.1])).toBeUndefined();
    expect(meanTest([0.1 + 0.2, 0.3])).toBeUndefined();
    expect(meanTest([0, 0])).toBeUndefined();
  });

  it('exchange pairs: exactly where there are few', () => {
    // Of the 32 assignments of signs only all plus and all minus are as extreme.
    expect(randomisationTest([1, 2, 3, 4, 5])).toBe(randomisationFloor(5));
    // ±1 ±1: every assignment but the two mixed ones.
    expect(randomisationTest([1, 1])).toBe(0.5);
    expect(randomisationTest([1, -1])).toBe(1);
  });

  it('exchange many pairs by drawing, the same each time', () => {
    const clear = Array.from({ length: 30 }, (_, index) => 1 + (index % 5) / 10);
    expect(randomisationTest(clear)).toBe(randomisationFloor(30));
    const even = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    expect(randomisationTest(even)).toBe(1);
    const weak = Array.from({ length: 20 }, (_, index) => (index < 12 ? 1 : -1));
    // Binomial: P(|X - 10| >= 2) for n = 20.
    expect(randomisationTest(weak)).toBeCloseTo(0.5034, 2);
    expect(randomisationTest(weak)).toBe(randomisationTest(weak));
  });
});

describe('corrections for many comparisons', () => {
  it.each(golden.families)('are as in statsmodels and SciPy: $p.length tests', ({ p, holm: byHolm, bh }) => {
    expect(holm(p).map((each, index) => near(each, byHolm[index] ?? 0))).not.toContain(false);
    expect(benjaminiHochberg(p).map((each, index) => near(each, bh[index] ?? 0))).not.toContain(false);
  });

  it('of no test are none', () => {
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
  });
});
