import { element } from '../../element.ts';
import { type ChartSeries, lookOf, nameOf, pointAt } from './chart-data.ts';

/** The series of a chart with their values at the cursor; each is a button that hides its curve and shows it again. */
export class Legend {
  readonly root = element('div', { class: 'legend' });
  readonly #toggled: () => void;
  readonly #format: (value: number) => string;
  /** By names, since series come and go. */
  readonly #hidden = new Set<string>();
  #rows: readonly { readonly series: ChartSeries; readonly line: Element; readonly value: HTMLElement }[] = [];

  /** @param toggled told when a series was hidden or shown. */
  constructor(format: (value: number) => string, toggled: () => void) {
    this.#format = format;
    this.#toggled = toggled;
  }

  isShown(series: ChartSeries): boolean {
    return !this.#hidden.has(nameOf(series));
  }

  /** The colour of a series, `rgb(…)`, in the theme that the page has now. */
  colorOf(index: number): string {
    const line = this.#rows[index]?.line;
    return line ? getComputedStyle(line).color : 'transparent';
  }

  /** Other series than before. Buttons that stay keep the focus. */
  use(series: readonly ChartSeries[]): void {
    const same = series.length === this.#rows.length && series.every((each, index) => this.#isLike(each, index));
    if (same) this.#rows = this.#rows.map((row, index) => ({ ...row, series: series[index] ?? row.series }));
    else {
      this.#rows = series.map((each, index) => this.#row(each, lookOf(series, index)));
      this.root.replaceChildren(...this.#rows.map(({ value }) => value.closest('button') ?? value));
    }
  }

  /** Shows the values at an update; the last ones where there is none. */
  show(update: number | undefined): void {
    for (const { series, value } of this.#rows) {
      const point = pointAt(series.points, update);
      value.textContent = point ? this.#format(point[1]) : '–';
    }
  }

  /** The values at an update in one line. */
  said(update: number | undefined): string {
    return this.#rows
      .filter(({ series }) => this.isShown(series))
      .flatMap(({ series }) => {
        const point = pointAt(series.points, update);
        return point ? [`${nameOf(series)} ${this.#format(point[1])}`] : [];
      })
      .join(', ');
  }

  #isLike(series: ChartSeries, index: number): boolean {
    const shown = this.#rows[index]?.series;
    return shown !== undefined && nameOf(shown) === nameOf(series) && shown.color === series.color;
  }

  #row(series: ChartSeries, { color, dash }: ReturnType<typeof lookOf>) {
    const line = lineOf(color, dash, series.main === true);
    const value = element('span', { class: 'value' });
    const button = element(
      'button',
      { type: 'button', 'aria-pressed': String(this.isShown(series)) },
      line,
      element('span', { class: 'label' }, nameOf(series)),
      value,
    );
    button.addEventListener('click', () => {
      const name = nameOf(series);
      if (!this.#hidden.delete(name)) this.#hidden.add(name);
      button.setAttribute('aria-pressed', String(this.isShown(series)));
      this.#toggled();
    });
    return { series, line, value };
  }
}

/** A piece of a curve as the chart draws it. */
function lineOf(color: string, dash: readonly number[], main: boolean): SVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(space, 'svg');
  const line = document.createElementNS(space, 'line');
  const attributes = { x1: 0, x2: 24, y1: 5, y2: 5, stroke: 'currentColor', 'stroke-width': main ? 3 : 2 };
  for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, String(value));
  if (dash.length > 0) line.setAttribute('stroke-dasharray', dash.join(' '));
  picture.setAttribute('viewBox', '0 0 24 10');
  picture.setAttribute('aria-hidden', 'true');
  picture.style.color = color;
  picture.append(line);
  return picture;
}
