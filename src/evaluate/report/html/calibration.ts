import { h, s } from 'hastscript';
import { count, percent } from '../format.ts';
import type { Calibration, CalibrationBin, EvaluationReport } from '../report.ts';
import { column, number, row, section, table } from './element.ts';

/** The diagram in pixels: a square, with a histogram below it. */
const size = { left: 44, top: 12, side: 320, gap: 14, histogram: 64, bottom: 40, right: 16 };

/** A reliability diagram: how often mentions of a score are right. */
export function calibrationSection({ calibration }: EvaluationReport) {
  if (!calibration) return [];
  const bins = calibration.bins.filter((bin) => bin.count > 0);
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const mean = bins.reduce((sum, bin) => sum + bin.meanScore * bin.count, 0) / Math.max(1, total);
  const right = bins.reduce((sum, bin) => sum + bin.correct, 0) / Math.max(1, total);
  const lean = mean > right ? 'surer of itself than it is right' : 'less sure of itself than it is right';
  return [
    section(
      'calibration',
      'Can its scores be believed?',
      `Found mentions by score. On the diagonal a score of 80 % is right 80 times of 100; below it the model promises too much. On average it is ${lean}: ${percent(mean)} % promised, ${percent(right)} % right. Expected calibration error: ${percent(calibration.error)} points.`,
      h('.beside', [diagram(calibration, bins), binTable(bins)]),
    ),
  ];
}

function binTable(bins: readonly CalibrationBin[]) {
  return table(
    'numbers',
    'Found mentions by score',
    [column('score'), ...['mentions', 'mean score', 'right'].map((title) => column(title, 'number'))],
    bins.map((bin) => [
      row(`${Math.round(100 * bin.from)}–${Math.round(100 * bin.to)} %`),
      number(count(bin.count)),
      number(percent(bin.meanScore)),
      number(percent(bin.correct / bin.count)),
    ]),
  );
}

function diagram({ error }: Calibration, bins: readonly CalibrationBin[]) {
  const { left, top, side, gap, histogram, bottom, right } = size;
  const x = (ratio: number) => left + side * ratio;
  const y = (ratio: number) => top + side * (1 - ratio);
  const base = top + side + gap + histogram;
  const most = Math.max(1, ...bins.map((bin) => bin.count));
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const width = left + side + right;
  const height = base + bottom;
  const path = bins
    .map(
      (bin, index) =>
        `${index === 0 ? 'M' : 'L'}${x(bin.meanScore).toFixed(1)} ${y(bin.correct / bin.count).toFixed(1)}`,
    )
    .join('');
  return h(
    'figure',
    s(
      'svg.diagram',
      { viewBox: `0 0 ${width} ${height}`, role: 'img', ariaLabelledBy: ['reliability-title', 'reliability-text'] },
      [
        s('title', { id: 'reliability-title' }, 'Reliability diagram'),
        s(
          'desc',
          { id: 'reliability-text' },
          `Share of right mentions by score in ${bins.length} bins, expected calibration error ${percent(error)} points; the table holds the same numbers.`,
        ),
        ...ticks.flatMap((tick) => [
          s('line.grid', { x1: x(tick), x2: x(tick), y1: top, y2: top + side }),
          s('line.grid', { x1: left, x2: left + side, y1: y(tick), y2: y(tick) }),
          s('text.tick', { x: left - 8, y: y(tick) + 4, textAnchor: 'end' }, String(Math.round(100 * tick))),
          s('text.tick', { x: x(tick), y: base + 16, textAnchor: 'middle' }, String(Math.round(100 * tick))),
        ]),
        s('line.diagonal', { x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
        s('path.curve', { d: path }),
        ...bins.map((bin) =>
          s('circle.first', {
            cx: x(bin.meanScore).toFixed(1),
            cy: y(bin.correct / bin.count).toFixed(1),
            r: (3.5 + 6 * Math.sqrt(bin.count / most)).toFixed(1),
          }),
        ),
        ...bins.map((bin) => {
          const tall = Math.max(1, (histogram * bin.count) / most);
          return s('rect.bar', {
            x: x(bin.from) + 1.5,
            y: (base - tall).toFixed(1),
            width: (side * (bin.to - bin.from) - 3).toFixed(1),
            height: tall.toFixed(1),
          });
        }),
        s('line.base', { x1: left, x2: left + side, y1: base, y2: base }),
        s('text.tick', { x: left - 8, y: base - histogram + 8, textAnchor: 'end' }, count(most)),
        s('text.axis', { x: left + side / 2, y: height - 6, textAnchor: 'middle' }, 'score, per cent'),
        s(
          'text.axis',
          { x: 12, y: top + side / 2, textAnchor: 'middle', transform: `rotate(-90 12 ${top + side / 2})` },
          'right, per cent',
        ),
      ],
    ),
  );
}
