import { meanOf } from './regression.ts';

/**
 * Spearman's rank correlation, ties by their mean rank; undefined where all of one side are the same.
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | undefined {
  const [x, y] = [ranks(a), ranks(b)];
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  const product = (left: readonly number[], leftMean: number, right: readonly number[], rightMean: number) =>
    left.reduce((sum, value, index) => sum + (value - leftMean) * ((right[index] ?? 0) - rightMean), 0);
  const norm = Math.sqrt(product(x, meanX, x, meanX) * product(y, meanY, y, meanY));
  return norm === 0 || x.length === 0 ? undefined : product(x, meanX, y, meanY) / norm;
}

function ranks(values: readonly number[]): readonly number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const same = values.filter((other) => other === value).length;
    return below + (same + 1) / 2;
  });
}
