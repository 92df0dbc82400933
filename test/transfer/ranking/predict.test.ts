import { describe, expect, it } from 'vitest';
import { type GainTable, parseGainTable } from '../../../src/transfer/ranking/gain-table.ts';
import { learnMethod } from '../../../src/transfer/ranking/learn.ts';
import { predictGains } from '../../../src/transfer/ranking/predict.ts';
import { type PredictorValues, predictors } from '../../../src/transfer/ranking/predictors.ts';
import { madeUpStudy, noValues } from './made-up-study.ts';

const rows = madeUpStudy(5, { of: (x) => 3 + 8 * (x.logme ?? 0), noise: 0.5, shared: 1 });
const names = [...new Set(rows.map(({ target }) => target))];
const learned = learnMethod(rows);
const table: GainTable = {
  version: 1,
  date: '2026-01-01T00:00:00.000Z',
  study: 'made up',
  model: 'base',
  encoded: 1000,
  targets: names.map((name, index) => ({ name, sha256: `hash ${index}`, sentences: 500 })),
  methods: { transfer: learned },
};
const values = Object.fromEntries(predictors.map((name) => [name, 0.5])) as PredictorValues;
const stranger = { name: 'mine', whole: 'hash of mine' };

describe('a predicted gain', () => {
  it('goes by the law, within its interval', () => {
    const { gains, unusual, missing } = predictGains(table, stranger, values);
    expect(gains).toHaveLength(1);
    const [{ method, gain, low, high, helps } = { method: '', gain: 0, low: 0, high: 0, helps: 0 }] = gains;
    expect(method).toBe('transfer');
    expect(Math.abs(gain - 7)).toBeLessThan(1.5);
    expect(gain - low).toBeCloseTo(high - gain, 10);
    expect(helps).toBeGreaterThan(0.95);
    expect([unusual, missing]).toEqual([[], []]);
  });

  it('of a target that the table learned from is the one that was learned without it', () => {
    const usual = predictGains(table, stranger, values).gains;
    const byHash = predictGains(table, { name: 'a copy', whole: 'hash 3' }, values).gains;
    const byName = predictGains(table, { name: 'Target 3', whole: 'another part' }, values).gains;
    expect(byHash).toEqual(byName);
    expect(byHash).not.toEqual(usual);
    const leftOut = learned.leftOut['target 3'] ?? learned.fit;
    const other = { ...table, methods: { transfer: { ...learned, fit: leftOut } } };
    expect(byHash).toEqual(predictGains(other, stranger, values).gains);
  });

  it('far from what was seen is less sure, and said to be', () => {
    const width = (logme: number) => {
      const { gains, unusual } = predictGains(table, stranger, { ...values, logme });
      return { width: (gains[0]?.high ?? 0) - (gains[0]?.low ?? 0), unusual };
    };
    expect(width(0.5).unusual).toEqual([]);
    expect(width(4)).toMatchObject({ unusual: ['logme'] });
    expect(width(4).width).toBeGreaterThan(1.2 * width(0.5).width);
  });

  it('without the measure that it goes by is told', () => {
    expect(predictGains(table, stranger, noValues).missing).toContain('logme');
  });
});

describe('the table of gains', () => {
  it('comes back as it was written', () => {
    expect(parseGainTable(JSON.stringify(table), 'gain.json')).toEqual(table);
  });

  it('names the file and the key of what is wrong', () => {
    const wrong = structuredClone(table) as unknown as { methods: { transfer: { fit: Record<string, unknown> } } };
    wrong.methods.transfer.fit.residualVariance = -1;
    expect(() => parseGainTable(JSON.stringify(wrong), 'gain.json')).toThrow(
      'gain.json: methods.transfer.fit.residualVariance: ',
    );
    expect(() => parseGainTable('{}', 'gain.json')).toThrow('gain.json: version: ');
    const short = structuredClone(table) as unknown as { methods: { transfer: { fit: { coefficients: number[] } } } };
    short.methods.transfer.fit.coefficients.push(1);
    expect(() => parseGainTable(JSON.stringify(short), 'gain.json')).toThrow('as many scales and coefficients');
  });
});
