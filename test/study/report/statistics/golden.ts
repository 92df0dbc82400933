import { readFileSync } from 'node:fs';

type Row = readonly [number, number, number];

/** What SciPy and statsmodels gave; `test/fixtures/study/make_statistics.py` wrote it. */
export interface Golden {
  readonly student: readonly Row[];
  readonly quantiles: readonly Row[];
  readonly paired: readonly {
    readonly differences: readonly number[];
    readonly t: number;
    readonly p: number;
    readonly low: number;
    readonly high: number;
    readonly randomisation: number;
  }[];
  readonly families: readonly {
    readonly p: readonly number[];
    readonly holm: readonly number[];
    readonly bh: readonly number[];
  }[];
  readonly correlations: readonly {
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly ranks: readonly number[];
    readonly pearson: number;
    readonly pearsonP: number;
    readonly low: number;
    readonly high: number;
    readonly spearman: number;
    readonly spearmanP: number;
    readonly pearsonExact?: number;
    readonly spearmanExact?: number;
  }[];
  readonly partial: {
    readonly groups: readonly number[];
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly r: number;
    readonly p: number;
  };
}

export const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/study/statistics.json', import.meta.url), 'utf8'),
) as Golden;

/** Whether two numbers are the same but for so much of the second. */
export function near(value: number | undefined, expected: number, relative = 1e-9): boolean {
  return value !== undefined && Math.abs(value - expected) <= relative * Math.abs(expected) + 1e-14;
}
