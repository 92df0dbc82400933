import { otherTokenType, tokenTypeOf } from '../../../../src/protocol.ts';
import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import { type ChartSeries, condensed } from '../../curves/chart-data.ts';
import { type ChartMark, CurveChart } from '../../curves/curve-chart.ts';
import type { RunCurves } from '../../curves/curves.ts';
import { numberText, percentText } from '../../words.ts';
import { stageName } from '../names.ts';

/** Of a curve of losses, which jump from batch to batch: means of some updates show where they go, and are drawn fast. */
const mostPoints = 250;

/** The head that learns from general corpora; it is not among the types that documents show. */
const general = 'General';

/** The curves of a run: scores, losses, learning rate, with one cursor. */
export class RunCharts {
  readonly root: HTMLElement;
  readonly #scores = new CurveChart({
    ...{ title: t('F1 on devel'), unit: t('per cent'), series: [], group: 'run' },
    format: percentText,
    limits: [0, 1],
  });
  readonly #loss = new CurveChart({
    ...{ title: t('Loss'), unit: t('nats'), series: [], group: 'run' },
    format: (value) => numberText(value, value < 0.1 ? 4 : 3),
  });
  readonly #rate = new CurveChart({
    ...{ title: t('Learning rate'), unit: '', series: [], group: 'run' },
    format: (value) => (value === 0 ? '0' : value.toExponential(1)),
  });

  constructor() {
    this.root = element('div', { class: 'charts' }, this.#scores.root, this.#loss.root, this.#rate.root);
  }

  show(curves: RunCurves): void {
    const marks = curves.stages.length > 1 ? curves.stages.map(({ name, from }) => markOf(name, from)) : [];
    const heldOut = heldOutSeries(curves);
    // Pretraining has no scores.
    this.#scores.root.hidden = heldOut.length > 0 && curves.scores.size === 0;
    this.#scores.update(scoreSeries(curves), marks);
    this.#loss.update([...lossSeries(curves), ...heldOut], marks);
    const rates = condensed(curves.learningRate, mostPoints, breaksOf(curves));
    this.#rate.update([{ label: t('learning rate'), points: rates, main: true }], marks);
  }
}

function markOf(name: string, at: number): ChartMark {
  return { at, name: stageName(name) };
}

/** What hidden tokens of held-out text cost in pretraining, after each evaluation. */
function heldOutSeries({ evaluations }: RunCurves): readonly ChartSeries[] {
  const points = evaluations.flatMap(({ at, loss }) => (loss === undefined ? [] : [[at, loss] as const]));
  return points.length === 0 ? [] : [{ label: t('held-out loss'), points, main: true }];
}

/** Of each corpus, all types together and each type. */
function scoreSeries({ scores }: RunCurves): readonly ChartSeries[] {
  const many = scores.size > 1;
  return [...scores].flatMap(([corpus, { micro, types }]): readonly ChartSeries[] => {
    const named = (label: string) => (many ? `${corpus}: ${label}` : label);
    const each = [...types].map(([type, points]) => ({ label: named(type), points, ...colorOf(type) }));
    const all: ChartSeries = {
      label: named(t('all types')),
      points: micro,
      color: 'var(--vscode-foreground)',
      main: true,
    };
    return types.size === 1 ? each.map((series) => ({ ...series, main: true })) : [all, ...each];
  });
}

function lossSeries(curves: RunCurves): readonly ChartSeries[] {
  const breaks = breaksOf(curves);
  const heads = [...curves.loss].sort(([a], [b]) => Number(a === general) - Number(b === general));
  return heads.map(([head, points]) => ({
    label: head,
    points: condensed(points, mostPoints, breaks),
    ...colorOf(head),
  }));
}

function breaksOf({ stages }: RunCurves): readonly number[] {
  return stages.map(({ from }) => from);
}

/** The colour that a type has in documents; types of others get one of the charts' own. */
function colorOf(type: string): { readonly color?: string } {
  const name = tokenTypeOf(type);
  if (type === general) return { color: 'var(--vscode-gerbera-entity)' };
  return name === otherTokenType ? {} : { color: `var(--vscode-gerbera-${name})` };
}
