import type { Point } from './curves.ts';

/** A curve of a chart. */
export interface ChartSeries {
  readonly label: string;
  /** In the order of their updates. */
  readonly points: readonly Point[];
  /** The run that it is of, where several are shown together. */
  readonly run?: string;
  /** As CSS has it, such as `var(--vscode-charts-red)`; one of the charts' own if not given. */
  readonly color?: string;
  /** Whether it is the one that matters most: it is drawn thicker. */
  readonly main?: boolean;
}

/** What a series is called among all. */
export function nameOf({ label, run }: ChartSeries): string {
  return run === undefined ? label : `${run}: ${label}`;
}

/** Columns for uPlot: the updates of all series, and the values of each series there or null. */
export function columnsOf(series: readonly ChartSeries[]): [number[], ...(number | null)[][]] {
  const updates = [...new Set(series.flatMap(({ points }) => points.map(([update]) => update)))].sort((a, b) => a - b);
  const places = new Map(updates.map((update, place) => [update, place]));
  const columns = series.map(({ points }) => {
    const column = new Array<number | null>(updates.length).fill(null);
    for (const [update, value] of points) column[places.get(update) ?? 0] = value;
    return column;
  });
  return [updates, ...columns];
}

/** The last point of a curve at an update or before it, the very last where no update is given. */
export function pointAt(points: readonly Point[], update = Number.POSITIVE_INFINITY): Point | undefined {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [at] = points[middle] ?? [0, 0];
    if (at <= update) low = middle + 1;
    else high = middle;
  }
  return points[low - 1];
}

/**
 * A curve with fewer points than it may have at most, or the same: each is the mean of a stretch of updates, at its end. A
 * stretch goes over none of the `breaks`, after which something else begins.
 */
export function condensed(points: readonly Point[], most: number, breaks: readonly number[] = []): readonly Point[] {
  if (points.length <= most) return points;
  const width = Math.ceil((pointAt(points)?.[0] ?? 0) / most);
  const stretches = new Map<string, { sum: number; count: number; at: number }>();
  for (const [at, value] of points) {
    const stage = breaks.filter((each) => each < at);
    const key = `${stage.length} ${Math.floor((at - 1 - (stage.at(-1) ?? 0)) / width)}`;
    const { sum, count } = stretches.get(key) ?? { sum: 0, count: 0 };
    stretches.set(key, { sum: sum + value, count: count + 1, at });
  }
  return [...stretches.values()].map(({ sum, count, at }): Point => [at, sum / count]);
}

/** Lines that are told apart without their colours; lengths of dashes and gaps in CSS pixels. */
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2]];

/** Not VS Code's orange: that one is hardly there in its dark and light themes, and not at all in high contrast. */
const palette = ['blue', 'yellow', 'green', 'purple', 'red', 'foreground'].map(
  (name) => `var(--vscode-charts-${name})`,
);

/** How a series is drawn: its colour as CSS has it, its dashes. Series of a run share their dashes where there are several. */
export function lookOf(series: readonly ChartSeries[], index: number): { color: string; dash: readonly number[] } {
  const runs = [...new Set(series.map(({ run }) => run))];
  const turn = runs.length > 1 ? runs.indexOf(series[index]?.run) : index;
  const uncoloured = series.slice(0, index).filter(({ color }) => color === undefined).length;
  const color = palette[(runs.length > 1 ? turn : uncoloured) % palette.length] ?? 'currentColor';
  return {
    color: series[index]?.color ?? color,
    dash: series[index]?.main ? [] : (dashes[turn % dashes.length] ?? []),
  };
}
