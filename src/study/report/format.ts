import { percent, points, pValue } from '../../evaluate/report/format.ts';
import type { Spread } from './report.ts';

/** A coefficient with two digits and its sign: `+0.31`, `−0.12`, `0.00`. */
export function coefficientText(r: number): string {
  const shown = Math.abs(r).toFixed(2);
  if (shown === '0.00') return shown;
  return `${r < 0 ? '−' : '+'}${shown}`;
}

/** `= 0.042`, `< 0.001` */
export function equalsP(p: number): string {
  const shown = pValue(p);
  return shown.startsWith('<') ? shown : `= ${shown}`;
}

/** A score in per cent with its deviation: `61.2 ± 1.4`. */
export function spreadText({ mean, deviation }: Spread): string {
  return deviation === undefined ? percent(mean) : `${percent(mean)} ± ${percent(deviation)}`;
}

/** A gain in points with its deviation: `+1.2 ± 0.8`. */
export function gainText({ mean, deviation }: Spread): string {
  return deviation === undefined ? points(mean) : `${points(mean)} ± ${percent(deviation)}`;
}
