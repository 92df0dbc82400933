import type { Element } from 'hast';
import { s } from 'hastscript';
import { plain, points } from '../../../evaluate/report/format.ts';
import { type Axis, differenceAxis } from '../../../evaluate/report/html/axis.ts';
import { type MeasureId, measureIds } from '../../../transfer/report.ts';
import type { StudySize } from '../../study.ts';
import { type Point, pointsOf } from '../build/correlations.ts';
import { coefficientText } from '../format.ts';
import { type StudyReport, sameSize, sizeName } from '../report.ts';
import { legend, marker, px } from './marks.ts';
import type { Plot } from './plot.ts';

const inner = { width: 196, height: 150 };
const margin = { left: 40, top: 42, right: 14, bottom: 30 };
const panel = { width: margin.left + inner.width + margin.right, height: margin.top + inner.height + margin.bottom };
const columns = 4;

/** Every measure against the gain by a method at a size: a panel a measure, a dot a pair of target and auxiliary. */
export function scatterPlot(report: StudyReport, method: string, size: StudySize, name: string): Plot | undefined {
  const rows = report.measures?.rows ?? [];
  const panels = measureIds
    .map((measure) => ({ measure, dots: pointsOf(report.gains, rows, { measure, method, size }) }))
    .filter(({ dots }) => dots.length > 0);
  if (panels.length === 0) return undefined;
  const axis = differenceAxis(panels.flatMap(({ dots }) => dots.map(({ gain }) => gain)));
  const targets = report.targets.filter((target) =>
    panels.some(({ dots }) => dots.some((dot) => dot.target === target)),
  );
  const across = Math.min(columns, panels.length);
  const keys = legend(targets, 0, 4, panel.width * across);
  const marks = panels.map(({ measure, dots }, index) => {
    const x = (index % columns) * panel.width;
    const y = keys.height + 8 + Math.floor(index / columns) * panel.height;
    return s('g', { transform: `translate(${x} ${y})` }, [
      s('text.heading', { x: margin.left, y: 16 }, measure),
      s('text.tick', { x: margin.left, y: 32 }, summary(report, measure, method, size)),
      ...drawPanel(dots, axis, targets),
    ]);
  });
  return {
    name,
    title: `Measures and gains, ${plain(method)}, ${sizeName(size)}`,
    description: `A panel for each measure: across, the measure of an auxiliary for a target; up, the gain in points of F1. Marks tell the targets apart. The tables of correlations have the coefficients.`,
    width: panel.width * across,
    height: keys.height + 8 + Math.ceil(panels.length / columns) * panel.height,
    marks: [...keys.marks, ...marks],
  };
}

function summary({ correlations }: StudyReport, measure: MeasureId, method: string, size: StudySize): string {
  const found = correlations.filter(
    (each) => each.measure === measure && each.method === method && sameSize(each.size, size),
  );
  const shown = found.find(({ scope }) => scope === 'within') ?? found.find(({ scope }) => scope === 'pooled');
  if (!shown) return 'too few pairs';
  const { pearson, spearman, n, scope } = shown;
  return `${scope}: r ${coefficientText(pearson.r)}, ρ ${coefficientText(spearman.r)}, n ${n}`;
}

function drawPanel(dots: readonly Point[], axis: Axis, targets: readonly string[]): Element[] {
  const values = dots.map(({ measure }) => measure);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (value: number) =>
    margin.left + inner.width * (high > low ? 0.04 + (0.92 * (value - low)) / (high - low) : 0.5);
  const y = (gain: number) => margin.top + inner.height * (1 - (gain - axis.from) / (axis.to - axis.from));
  const bottom = margin.top + inner.height;
  return [
    ...axis.ticks.flatMap((tick) => [
      s('line', {
        className: [tick === 0 ? 'zero' : 'grid'],
        ...{ x1: margin.left, x2: margin.left + inner.width, y1: px(y(tick)), y2: px(y(tick)) },
      }),
      s('text.tick', { x: margin.left - 5, y: px(y(tick) + 4), textAnchor: 'end' }, points(tick).replace(/\.0$/, '')),
    ]),
    ...(high > low ? [low, high] : [low]).map((value, index) =>
      s(
        'text.tick',
        { x: px(x(value)), y: bottom + 14, textAnchor: high > low ? (index === 0 ? 'start' : 'end') : 'middle' },
        String(Number(value.toPrecision(3))).replace('-', '−'),
      ),
    ),
    ...dots.map((dot) =>
      marker(
        targets.indexOf(dot.target),
        x(dot.measure),
        y(dot.gain),
        3.6,
        plain(`${dot.target} with ${dot.auxiliary}: ${dot.measure.toPrecision(3)}, gain ${points(dot.gain)}`),
      ),
    ),
  ];
}
