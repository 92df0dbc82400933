import { describe, expect, it } from 'vitest';
import { learnMethod } from '../../../src/transfer/ranking/learn.ts';
import { coverage, gainOf } from '../../../src/transfer/ranking/predict.ts';
import { madeUpStudy } from './made-up-study.ts';

const clear = { of: (x: Record<string, number>) => 3 + 8 * (x.logme ?? 0) - 5 * (x.labelConflict ?? 0), noise: 0.5 };

describe('what is learned of a study', () => {
  it('finds the measures that gains go by, and how', () => {
    const { fit, judgement } = learnMethod(madeUpStudy(1, clear));
    expect([...fit.predictors].sort()).toEqual(['labelConflict', 'logme']);
    const slopes = fit.predictors.map((name, index) => {
      return [name, (fit.coefficients[index] ?? 0) / (fit.scales[index]?.deviation ?? 1)];
    });
    const found = Object.fromEntries(slopes) as Record<string, number>;
    expect(Math.abs((found.logme ?? 0) - 8)).toBeLessThan(0.8);
    expect(Math.abs((found.labelConflict ?? 0) + 5)).toBeLessThan(0.8);
    expect(judgement.error).toBeLessThan(0.7);
    expect(judgement.errorOfMean).toBeGreaterThan(2);
    expect(judgement.rankCorrelation).toBeGreaterThan(0.9);
    expect(judgement.gainError).toBeCloseTo(0.3);
  });

  it('promises nothing where gains go by nothing', () => {
    const judged = [1, 2, 3, 4].map((seed) => learnMethod(madeUpStudy(seed, { of: () => 1, noise: 2 })).judgement);
    for (const { error, errorOfMean, rankCorrelation } of judged) {
      expect(error).toBeGreaterThan(0.95 * errorOfMean);
      expect(rankCorrelation ?? 0).toBeLessThan(0.35);
    }
  });

  it('has intervals that hold about as many unseen gains as they say, also where targets differ', () => {
    for (const shared of [0, 0.7]) {
      const covered: number[] = [];
      for (let seed = 0; seed < 5; seed++) {
        const study = madeUpStudy(seed, { ...clear, noise: 1, shared }, 7);
        const seen = study.filter(({ target }) => target !== 'target 6');
        const { fit, judgement } = learnMethod(seen);
        for (const row of study.filter(({ target }) => target === 'target 6')) {
          const { low, high } = gainOf(fit, row.predictors, coverage);
          covered.push(low <= row.gain && row.gain <= high ? 1 : 0);
        }
        expect(judgement.covered).toBeGreaterThan(0.55);
      }
      const share = covered.reduce((sum, each) => sum + each, 0) / covered.length;
      expect(share).toBeGreaterThan(0.68);
      expect(share).toBeLessThan(0.95);
    }
  });

  it('owes nothing to a target in what it predicts of it', () => {
    const study = madeUpStudy(3, clear);
    const wrong = study.map((row) => (row.target === 'target 2' ? { ...row, gain: 1000 - row.gain } : row));
    const [right, other] = [learnMethod(study), learnMethod(wrong)];
    const without = ({ widening, ...law }: (typeof right)['fit']) => law;
    expect(without(other.leftOut['target 2'] as never)).toEqual(without(right.leftOut['target 2'] as never));
    expect(without(other.leftOut['target 1'] as never)).not.toEqual(without(right.leftOut['target 1'] as never));
    expect(without(other.fit)).not.toEqual(without(right.fit));
  });

  it('says what is too little', () => {
    expect(() => learnMethod(madeUpStudy(1, clear, 2))).toThrow('gains of 2 targets are too few to learn from');
    expect(() => learnMethod(madeUpStudy(1, clear, 3, 2))).toThrow('target 0 has fewer than 3 auxiliaries');
  });
});
