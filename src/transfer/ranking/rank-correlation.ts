import { meanOf } from './regression.ts';

/** Spearman's rank correlation, ties by their mean rank; undefined where all of one side are the same. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | undefined {
  return correlation(ranks(a), ranks(b));
}

/** Pearson's correlation; undefined where all of one side are the same but for rounding. */
export function correlation(a: readonly number[], b: readonly number[]): number | undefined {
  const [x, y] = [centred(a), centred(b)];
  const [spreadX, spreadY] = [x, y].map((side) => Math.sqrt(dot(side, side))) as [number, number];
  if (!hasSpread(a, spreadX) || !hasSpread(b, spreadY)) return undefined;
  return Math.max(-1, Math.min(1, dot(x, y) / (spreadX * spreadY)));
}

/** Ranks from 1, ties at their mean. */
export function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
  const result = values.map(() => 0);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (const index of order.slice(from, to)) result[index] = (from + 1 + to) / 2;
    from = to;
  }
  return result;
}

/** Values less their mean. */
export function centred(values: readonly number[]): number[] {
  const centre = meanOf(values);
  return values.map((value) => value - centre);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] as number), 0);
}

function hasSpread(values: readonly number[], spread: number): boolean {
  return spread > 1e-12 * Math.max(0, ...values.map(Math.abs));
}
