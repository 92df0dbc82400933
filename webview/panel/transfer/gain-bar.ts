import type { PredictedGain } from '../../../src/transfer/report.ts';
import { svgElement } from '../../svg.ts';

/** In pixels. */
const size = { width: 132, height: 18 };
const margin = 3;
const cap = 4;
const bar = 8;

/** The stretch of gains that all bars of a table are drawn on. */
export interface GainAxis {
  readonly low: number;
  readonly high: number;
}

/** An axis on which there is room for zero and the intervals of all gains. */
export function gainAxis(gains: readonly PredictedGain[]): GainAxis {
  const low = Math.min(0, ...gains.map((gain) => gain.low));
  const high = Math.max(0, ...gains.map((gain) => gain.high));
  return low === high ? { low: -1, high: 1 } : { low, high };
}

/** A bar from zero to a gain with the whiskers of its interval. Its text stands beside it, so a screen reader passes it over. */
export function gainBar({ gain, low, high }: PredictedGain, axis: GainAxis): SVGSVGElement {
  const x = (value: number) => margin + ((value - axis.low) / (axis.high - axis.low)) * (size.width - 2 * margin);
  const middle = size.height / 2;
  const line = (className: string, x1: number, y1: number, x2: number, y2: number) =>
    svgElement('line', { class: className, x1, y1, x2, y2 });
  const tick = (value: number) => line('whisker', x(value), middle - cap, x(value), middle + cap);
  return svgElement(
    'svg',
    { ...size, viewBox: `0 0 ${size.width} ${size.height}`, class: 'gain-bar', 'aria-hidden': 'true' },
    svgElement('rect', {
      class: gain < 0 ? 'loss' : 'gain',
      x: Math.min(x(0), x(gain)),
      y: middle - bar / 2,
      width: Math.abs(x(gain) - x(0)),
      height: bar,
    }),
    line('zero', x(0), 0, x(0), size.height),
    line('whisker', x(low), middle, x(high), middle),
    tick(low),
    tick(high),
  );
}
