import '../../locale.ts';
import uPlot from 'uplot';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import { type ChartSeries, columnsOf, lookOf } from './chart-data.ts';
import { Legend } from './legend.ts';
import { onThemeChange } from './theme.ts';

/** A place of the x axis that is marked by a line with its name. */
export interface ChartMark {
  readonly at: number;
  readonly name: string;
}

export interface ChartOptions {
  readonly title: string;
  /** What the values are, behind the title; nothing if it is empty. */
  readonly unit: string;
  readonly series: readonly ChartSeries[];
  readonly marks?: readonly ChartMark[];
  /** How a value is written; three significant digits if not given. */
  readonly format?: (value: number) => string;
  /** What the y axis does not go beyond, if no value does. */
  readonly limits?: readonly [least: number, greatest: number];
  /** Charts of one group have one cursor. */
  readonly group?: string;
}

/** Of the plot without its legend, in CSS pixels. */
const height = 190;

/**
 * Curves over the updates of a run, or of several runs. Its colours are the theme's, its width is its place's. It has the
 * focus: arrow keys move the cursor, and what is there is read out.
 */
export class CurveChart {
  readonly root: HTMLElement;
  readonly #options: ChartOptions;
  readonly #format: (value: number) => string;
  readonly #plotted: HTMLElement;
  readonly #legend: Legend;
  readonly #empty = element('p', { class: 'empty' }, t('Nothing has been measured yet.'));
  readonly #at = element('span', { class: 'at' });
  readonly #stops: readonly (() => void)[];
  #series: readonly ChartSeries[];
  #marks: readonly ChartMark[];
  #plot: uPlot | undefined;

  constructor(options: ChartOptions) {
    this.#options = options;
    this.#series = options.series;
    this.#marks = options.marks ?? [];
    this.#format = options.format ?? ((value) => Number(value.toPrecision(3)).toLocaleString());
    this.#legend = new Legend(this.#format, () => this.#draw());
    const { title, unit } = options;
    this.#plotted = element('div', { class: 'plot', tabindex: 0, role: 'slider', 'aria-roledescription': t('curves') });
    this.root = element(
      'figure',
      { class: 'curve-chart' },
      element(
        'figcaption',
        {},
        element('strong', {}, title),
        ...(unit === '' ? [] : [element('span', { class: 'unit' }, unit)]),
        this.#at,
      ),
      this.#empty,
      this.#plotted,
      this.#legend.root,
    );
    this.#plotted.addEventListener('keydown', (event) => this.#move(event));
    const sized = new ResizeObserver(() => this.#draw());
    sized.observe(this.root);
    this.#stops = [() => sized.disconnect(), onThemeChange(() => this.#plot?.redraw(false, true))];
    this.update(this.#series);
  }

  /** Shows other series in place of those before. */
  update(series: readonly ChartSeries[], marks: readonly ChartMark[] = this.#marks): void {
    const asBefore = series.length === this.#series.length && this.#plot !== undefined;
    this.#series = series;
    this.#marks = marks;
    this.#legend.use(series);
    if (!asBefore || series.some((each, index) => this.#plot?.series[index + 1]?.label !== keyOf(each))) this.#remove();
    this.#draw();
  }

  /** Gives back what it has taken; it is of no use then. */
  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#remove();
  }

  #remove(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  /** Draws what there is, as wide as its place is; nothing where it is not shown. */
  #draw(): void {
    const columns = columnsOf(this.#series);
    const some = columns[0].length > 0;
    this.#empty.hidden = some;
    this.#plotted.hidden = !some;
    this.#legend.root.hidden = !some;
    const width = this.#plotted.clientWidth;
    if (some && width > 0) {
      this.#plot ??= new uPlot(this.#uplotOptions(width), columns, this.#plotted);
      if (this.#plot.width !== width) this.#plot.setSize({ width, height });
      for (const [index, each] of this.#series.entries()) {
        const show = this.#legend.isShown(each);
        if (this.#plot.series[index + 1]?.show !== show) this.#plot.setSeries(index + 1, { show });
      }
      this.#plot.setData(columns);
    }
    this.#tell();
  }

  /** The values at the cursor, for the eye and for screen readers. */
  #tell(): void {
    const updates = this.#plot?.data[0] ?? [];
    const index = this.#plot?.cursor.idx;
    const at = index === null || index === undefined ? undefined : updates[index];
    this.#legend.show(at);
    this.#at.textContent = at === undefined ? '' : t('update {0}', at.toLocaleString());
    const last = updates.at(-1) ?? 0;
    const { title, unit } = this.#options;
    const said: Readonly<Record<string, string>> = {
      'aria-label': unit === '' ? title : `${title}, ${unit}`,
      'aria-valuemin': String(updates[0] ?? 0),
      'aria-valuemax': String(last),
      'aria-valuenow': String(at ?? last),
      'aria-valuetext': t('Update {0}: {1}', (at ?? last).toLocaleString(), this.#legend.said(at)),
    };
    for (const [name, value] of Object.entries(said)) this.#plotted.setAttribute(name, value);
  }

  #move(event: KeyboardEvent): void {
    const plot = this.#plot;
    if (!plot) return;
    const most = plot.data[0].length - 1;
    const now = plot.cursor.idx ?? most;
    const far = Math.max(1, Math.round(most / 10));
    const places: Readonly<Record<string, number>> = {
      ...{ ArrowLeft: now - 1, ArrowRight: now + 1, ArrowDown: now - 1, ArrowUp: now + 1 },
      ...{ PageDown: now - far, PageUp: now + far, Home: 0, End: most },
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    const update = plot.data[0][Math.min(most, Math.max(0, place))] ?? 0;
    const { group } = this.#options;
    for (const each of group === undefined ? [plot] : uPlot.sync(group).plots) {
      each.setCursor({ left: each.valToPos(update, 'x'), top: each.over.clientHeight / 2 });
    }
  }

  #uplotOptions(width: number): uPlot.Options {
    const { limits, group } = this.#options;
    const text = () => getComputedStyle(this.#at).color;
    const faint = () => getComputedStyle(this.#plotted).borderTopColor;
    const font = `11px ${getComputedStyle(this.#plotted).fontFamily}`;
    const axis: uPlot.Axis = {
      stroke: text,
      font,
      grid: { stroke: faint, width: 1 },
      ticks: { stroke: faint, size: 4 },
    };
    return {
      width,
      height,
      padding: [8, 22, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false, setScale: false },
        points: { size: 7 },
        ...(group === undefined ? {} : { sync: { key: group, scales: ['x', null], setSeries: false } }),
      },
      scales: {
        x: { time: false, range: (_, least, greatest) => [Math.min(0, least), Math.max(greatest, 1)] },
        y: limits ? { range: (_, least, greatest) => limitedRange(least, greatest, limits) } : {},
      },
      axes: [
        {
          ...axis,
          size: 28,
          values: (_, splits) => splits.map((value) => (Number.isInteger(value) ? value.toLocaleString() : '')),
        },
        { ...axis, size: 58, values: (_, splits) => splits.map((value) => this.#format(value)) },
      ],
      series: [{}, ...this.#series.map((each, index) => this.#lineOf(each, index))],
      hooks: { setCursor: [() => this.#tell()], drawClear: [(plot) => this.#drawMarks(plot, faint(), text(), font)] },
    };
  }

  #lineOf(series: ChartSeries, index: number): uPlot.Series {
    const stroke = () => this.#legend.colorOf(index);
    return {
      label: keyOf(series),
      stroke,
      width: series.main ? 2.5 : 1.5,
      dash: [...lookOf(this.#series, index).dash],
      spanGaps: true,
      points: { size: 5, stroke, fill: stroke },
      show: this.#legend.isShown(series),
    };
  }

  #drawMarks(plot: uPlot, line: string, text: string, font: string): void {
    const { ctx, bbox } = plot;
    const ratio = uPlot.pxRatio;
    ctx.save();
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.font = font.replace('11px', `${11 * ratio}px`);
    for (const { at, name } of this.#marks) {
      const x = Math.round(plot.valToPos(at, 'x', true));
      ctx.fillStyle = line;
      ctx.fillRect(x - ratio, bbox.top, 2 * ratio, bbox.height);
      ctx.fillStyle = text;
      ctx.fillText(name, x + 5 * ratio, bbox.top + 11 * ratio);
    }
    ctx.restore();
  }
}

/** The ends of an axis with some room around its values, unless it is beyond the limits. */
function limitedRange(
  least: number,
  greatest: number,
  [lowest, highest]: readonly [number, number],
): uPlot.Range.MinMax {
  // Without values, both are null.
  if (!Number.isFinite(least)) return [null, null];
  const [from, to] = uPlot.rangeNum(least, greatest, 0.1, true);
  if (least < lowest || greatest > highest) return [from, to];
  return [Math.max(lowest, from ?? lowest), Math.min(highest, to ?? highest)];
}

/** Tells a series from others. */
function keyOf({ run = '', label, color = '', main = false }: ChartSeries): string {
  return JSON.stringify([run, label, color, main]);
}
