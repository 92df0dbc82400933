import { points } from '../../evaluate/report/format.ts';
import type { PredictedGain } from '../report.ts';

/** A measure with three digits that count, and no more than three behind the point: `0.052`, `12.3`, `−1.37`, `1,204`. */
export function measureText(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  const shown = size.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return value < 0 && Number(shown.replaceAll(',', '')) !== 0 ? `−${shown}` : shown;
}

/** A gain in points of F1 with one digit and its sign. */
export function gainText(gain: number): string {
  return points(gain / 100);
}

/** `+2.3 (−0.4 to +5.0)` */
export function intervalText({ gain, low, high }: PredictedGain): string {
  return `${gainText(gain)} (${gainText(low)} to ${gainText(high)})`;
}

/** A probability in whole per cent; never 0 or 100, which no model knows. */
export function chanceText(probability: number): string {
  const percent = Math.round(100 * probability);
  if (percent < 1) return '< 1 %';
  return percent > 99 ? '> 99 %' : `${percent} %`;
}
