import type { Element } from 'hast';
import { s } from 'hastscript';
import { plain, points } from '../../../evaluate/report/format.ts';
import { type Axis, differenceAxis } from '../../../evaluate/report/html/axis.ts';
import type { StudySize } from '../../study.ts';
import { type Gain, type StudyReport, sameSize, sizeName } from '../report.ts';
import { label, labelWidth, legend, marker, px } from './marks.ts';
import type { Plot } from './plot.ts';

const inner = 330;
const lane = 13;
const columns = 2;

/** Every gain as its pairs of runs and their mean: a panel a target, a row an auxiliary, a mark a method. */
export function dotPlot(report: StudyReport, size: StudySize, name: string): Plot | undefined {
  const gains = report.gains.filter((gain) => gain.gain && sameSize(gain.size, size));
  if (gains.length === 0) return undefined;
  const methods = report.methods.filter((method) => gains.some((gain) => gain.method === method));
  const auxiliaries = [...report.auxiliaries, null].filter((auxiliary) =>
    gains.some((gain) => gain.auxiliary === auxiliary),
  );
  const targets = report.targets.filter((target) => gains.some((gain) => gain.target === target));
  const axis = differenceAxis(gains.flatMap(({ pairs }) => pairs.map(({ gain }) => gain)));
  const left = labelWidth(auxiliaries.map(rowName)) + 14;
  const row = lane * methods.length + 8;
  const panel = { width: left + inner + 24, height: 28 + row * auxiliaries.length + 44 };
  const keys = legend(methods, 0, 4, panel.width * Math.min(columns, targets.length));
  const marks = targets.map((target, index) => {
    const corner = {
      x: (index % columns) * panel.width,
      y: keys.height + 12 + Math.floor(index / columns) * panel.height,
    };
    const own = gains.filter((gain) => gain.target === target);
    return s('g', { transform: `translate(${px(corner.x)} ${px(corner.y)})` }, [
      s('text.heading', { x: left, y: 16 }, label(target, 40)),
      ...frame(axis, left, 28, row * auxiliaries.length),
      ...auxiliaries.flatMap((auxiliary, place) => [
        s('text', { x: left - 8, y: px(28 + row * (place + 0.5) + 4), textAnchor: 'end' }, rowName(auxiliary)),
        ...own
          .filter((gain) => gain.auxiliary === auxiliary)
          .flatMap((gain) => {
            const series = methods.indexOf(gain.method);
            return drawGain(
              gain,
              series,
              (value) => left + along(axis, value),
              28 + row * place + 4 + lane * (series + 0.5),
            );
          }),
      ]),
    ]);
  });
  const rows = Math.ceil(targets.length / columns);
  return {
    name,
    title: `Gains seed by seed, ${sizeName(size)}`,
    description: `A panel for each target with a row for each auxiliary: a faint dot for each pair of runs of the same seed, a full mark for their mean, by method. The axis is F1 over ${plain(report.baseline)} in points, the same in every panel.`,
    width: panel.width * Math.min(columns, targets.length),
    height: keys.height + 12 + rows * panel.height,
    marks: [...keys.marks, ...marks],
  };
}

function rowName(auxiliary: string | null): string {
  return auxiliary === null ? 'no auxiliary' : label(auxiliary);
}

function along({ from, to }: Axis, value: number): number {
  return (inner * (value - from)) / (to - from);
}

function frame(axis: Axis, left: number, top: number, height: number): Element[] {
  return [
    ...axis.ticks.flatMap((tick) => {
      const x = px(left + along(axis, tick));
      return [
        s('line', { className: [tick === 0 ? 'zero' : 'grid'], x1: x, x2: x, y1: top, y2: top + height }),
        s('text.tick', { x, y: top + height + 14, textAnchor: 'middle' }, points(tick).replace(/\.0$/, '')),
      ];
    }),
    s('text.tick', { x: left + inner / 2, y: top + height + 29, textAnchor: 'middle' }, 'gain, points of F1'),
  ];
}

function drawGain(
  { target, auxiliary, method, pairs, gain }: Gain,
  series: number,
  x: (value: number) => number,
  y: number,
): Element[] {
  const where = plain(`${target}, ${rowName(auxiliary)}, ${method}`);
  return [
    ...pairs.map((pair) =>
      s('circle', { className: ['run', `series-${series % 6}`], cx: px(x(pair.gain)), cy: px(y), r: 3.5 }, [
        s('title', `${where}, seed ${pair.seed}: ${points(pair.gain)}`),
      ]),
    ),
    ...(gain ? [marker(series, x(gain.mean), y, 4.5, `${where}: mean ${points(gain.mean)}`)] : []),
  ];
}
