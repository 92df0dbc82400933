import type { RunLogEntry, RunSummary } from '../../../src/runs/run.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { Checkbox } from '../../toolkit.ts';
import type { ChartSeries } from '../curves/chart-data.ts';
import { CurveChart } from '../curves/curve-chart.ts';
import { curvesOf, type Point, type RunCurves } from '../curves/curves.ts';
import { isPretraining } from '../run-words.ts';
import { percentText } from '../words.ts';
import { differenceTable } from './difference-table.ts';
import { runFacts } from './facts.ts';

/** Runs whose curves are shown at once: as many as there are colours. */
export const mostCurves = 6;

/** The runs that are selected: their curves over one another, and what differs between them. */
export class Comparison {
  readonly root = element('section', { class: 'comparison', 'aria-labelledby': 'comparison-title' });
  readonly #title = element('h2', { id: 'comparison-title', tabindex: -1 });
  readonly #left = element('p', { class: 'quiet' });
  readonly #scores = new CurveChart({
    ...{ title: t('F1 on devel'), unit: t('per cent'), series: [], group: 'runs' },
    format: percentText,
    limits: [0, 1],
  });
  readonly #losses = new CurveChart({ title: t('Loss'), unit: t('nats'), series: [], group: 'runs' });
  readonly #table = element('div');
  #shown = '';
  readonly #all = element<Checkbox>('vscode-checkbox', {}, t('Also what is the same'));

  /** @param all told whether what is the same is to be shown, too. */
  constructor(all: (shown: boolean) => void) {
    this.#all.addEventListener('change', () => all(this.#all.checked));
    this.root.append(
      this.#title,
      this.#left,
      element('div', { class: 'charts' }, this.#scores.root, this.#losses.root),
      this.#all,
      this.#table,
    );
    this.root.hidden = true;
  }

  show(runs: readonly RunSummary[], logs: ReadonlyMap<string, readonly RunLogEntry[]>, all: boolean): void {
    this.root.hidden = runs.length === 0;
    if (runs.length === 0) return;
    this.#title.textContent = runs.length === 1 ? t('The selected run') : t('Comparison of {0} runs', runs.length);
    this.#left.hidden = runs.length <= mostCurves;
    this.#left.textContent = t('The curves of the first {0} are shown.', mostCurves);
    if (this.#all.checked !== all) this.#all.checked = all;
    this.#all.hidden = runs.length === 1;
    const named = namesOf(runs);
    const drawn = runs.slice(0, mostCurves).map((run, index) => ({
      ...{ run, name: named[index] ?? run.name },
      curves: curvesOf(logs.get(run.id) ?? []),
    }));
    const series = (points: (curves: RunCurves) => readonly Point[], wanted: typeof drawn): readonly ChartSeries[] =>
      wanted.map(({ name, curves }) => ({ label: name, points: points(curves) }));
    this.#scores.update(
      series(
        ({ score }) => score,
        drawn.filter(({ run }) => !isPretraining(run)),
      ),
    );
    this.#losses.update(series(meanLoss, drawn));
    const known = runs.map((run, index) => ({
      name: named[index] ?? run.name,
      facts: runFacts(run, logs.get(run.id) ?? []),
    }));
    const key = JSON.stringify([known.map(({ name, facts }) => [name, ...facts]), all]);
    // What is as before keeps the focus, and how far it is scrolled.
    if (key !== this.#shown) this.#table.replaceChildren(differenceTable(known, all));
    this.#shown = key;
  }

  /** Goes there. */
  focus(): void {
    this.#title.scrollIntoView({ block: 'start' });
    this.#title.focus({ preventScroll: true });
  }
}

/** Names of runs, with their places where several have the same. */
function namesOf(runs: readonly RunSummary[]): readonly string[] {
  return runs.map(({ name, output }) =>
    runs.filter((other) => other.name === name).length > 1 ? `${name} (${output})` : name,
  );
}

/** The mean over the heads at each update. */
function meanLoss({ loss }: RunCurves): readonly Point[] {
  const sums = new Map<number, readonly [sum: number, count: number]>();
  for (const [update, value] of [...loss.values()].flat()) {
    const [sum, count] = sums.get(update) ?? [0, 0];
    sums.set(update, [sum + value, count + 1]);
  }
  return [...sums].map(([update, [sum, count]]): Point => [update, sum / count]).sort(([a], [b]) => a - b);
}
