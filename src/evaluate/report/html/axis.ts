import type { Element } from 'hast';
import { h, s } from 'hastscript';

/** A stretch of numbers that is drawn across the width of a cell. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** Height of a row's drawing in pixels. */
export const rowHeight = 34;

/** Share of the width that stays free on either side, so that nothing at the ends is cut. */
const margin = 0.03;

/** An axis of ratios that holds all of `values`, to 1, with ticks at tens of per cent. */
export function ratioAxis(values: readonly number[]): Axis {
  const lowest = Math.min(1, ...values);
  const from = lowest < 0.25 ? 0 : Math.floor(lowest * 10 + 1e-9) / 10;
  return { from, to: 1, ticks: steps(from, 1, 1 - from > 0.5 ? 0.2 : 0.1) };
}

/** An axis of differences around zero that holds all of `values`. */
export function differenceAxis(values: readonly number[]): Axis {
  const widest = Math.max(0.01, ...values.map(Math.abs));
  const step = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((each) => widest / each <= 3) ?? 0.5;
  const to = Math.ceil(widest / step - 1e-9) * step;
  return { from: -to, to, ticks: steps(-to, to, step) };
}

function steps(from: number, to: number, step: number): number[] {
  const count = Math.floor((to - from) / step + 1e-9);
  // Ticks are counted from the end that must have one.
  return Array.from({ length: count + 1 }, (_, index) => Number((to - (count - index) * step).toFixed(6)));
}

/** Where a value stands, in per cent of the width. */
export function at({ from, to }: Axis, value: number): string {
  const share = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return `${(100 * (margin + (1 - 2 * margin) * share)).toFixed(2)}%`;
}

/**
 * A drawing that is as wide as its cell, with the axis's lines behind it; its numbers stand in the same row. The lines go
 * beyond it, as rows may be higher, but not over marks of the row before; the table cuts them off.
 */
export function strip(axis: Axis, marks: readonly Element[], height = rowHeight) {
  const lines = axis.ticks.map((tick) =>
    s('line', {
      className: [tick === 0 && axis.from < 0 ? 'zero' : 'grid'],
      x1: at(axis, tick),
      x2: at(axis, tick),
      y1: -8,
      y2: height + rowHeight,
    }),
  );
  return h(
    'td.plot',
    s('svg', { width: '100%', height, ariaHidden: 'true', focusable: 'false' }, [...lines, ...marks]),
  );
}

/** The ticks' labels, below the rows. */
export function axisLabels(axis: Axis, label: (tick: number) => string) {
  const texts = axis.ticks.map((tick) =>
    s('text', { className: ['tick'], x: at(axis, tick), y: 14, textAnchor: 'middle' }, label(tick)),
  );
  return h('td.plot', s('svg', { width: '100%', height: 20, ariaHidden: 'true', focusable: 'false' }, texts));
}

/** A dot with the whiskers of its interval. */
export function whisker(axis: Axis, value: number, [low, high]: readonly [number, number], y = rowHeight / 2) {
  return [
    s('line.whisker', { x1: at(axis, low), x2: at(axis, high), y1: y, y2: y }),
    ...[low, high].map((end) => s('line.whisker', { x1: at(axis, end), x2: at(axis, end), y1: y - 5, y2: y + 5 })),
    s('circle.first', { cx: at(axis, value), cy: y, r: 5.5 }),
  ];
}

/** The mark of the second system: an open square, so that it is told apart without colour. */
export function second(axis: Axis, value: number, y = rowHeight / 2) {
  return s(
    'svg',
    { x: at(axis, value), y: y - 5, overflow: 'visible' },
    s('rect.second', { x: -5, y: 0, width: 10, height: 10 }),
  );
}

/** A bar from the left. */
export function bar(axis: Axis, value: number) {
  const width = `${(Number.parseFloat(at(axis, value)) - Number.parseFloat(at(axis, axis.from))).toFixed(2)}%`;
  return s('rect.bar', { x: at(axis, axis.from), y: 8, width, height: rowHeight - 16, rx: 2 });
}
