import { toHtml } from 'hast-util-to-html';
import { s } from 'hastscript';
import { plain } from '../../evaluate/report/format.ts';
import { type Measure, measures } from '../measures.ts';
import { type ComparedPair, type MeasureId, measureIds, type TransferReport } from '../report.ts';
import { scaleColours } from './colours.ts';
import { measureText } from './numbers.ts';
import { type Drawing, drawPanel, type HeatCell, type HeatPanel } from './panel.ts';
import { scaleOf, type ValueScale } from './scale.ts';

/** Pixels around panels and between them. */
const margin = 24;

const style = `
  svg { color-scheme: light dark; }
  text { font: 12px system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #211d19; }
  .page { fill: #ffffff; } .title { font-size: 14px; font-weight: 600; } .marked { font-weight: 700; }
  .note, .quiet, .axis { fill: #5f574e; } .none { fill: none; stroke: #c9c2b8; }
  .on-dark { fill: #ffffff; } .on-light { fill: #000000; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #1f1d1b; } .title, .name { fill: #ece7e0; } .note, .quiet, .axis { fill: #b1a79b; } .none { stroke: #57514a; }
  }
`;

/**
 * A report as a picture that needs nothing else. Where all pairs were compared: for each measure a panel with targets in
 * rows and candidates in columns; else one panel with candidates in rows, the likeliest to help first, and measures in
 * columns. Darker is closer in all of them, also where lower values are.
 * @param shown measures; all if not given.
 */
export function renderHeatMap(report: TransferReport, shown: readonly MeasureId[] = measureIds): string {
  const isMatrix = report.pairs.some(({ target }) => target !== report.target);
  const panels = isMatrix ? shown.map((id) => matrixPanel(report, measures[id])) : [candidatePanel(report, shown)];
  const drawn = panels.map(drawPanel);
  const perRow = drawn.length > 1 ? 2 : 1;
  const columnWidth = Math.max(...drawn.map(({ width }) => width));
  const rowHeight = Math.max(...drawn.map(({ height }) => height));
  const width = Math.ceil(perRow * (columnWidth + margin) + margin);
  const height = Math.ceil(Math.ceil(drawn.length / perRow) * (rowHeight + margin) + margin);
  const place = ({ element }: Drawing, index: number) => {
    const x = margin + (index % perRow) * (columnWidth + margin);
    const y = margin + Math.floor(index / perRow) * (rowHeight + margin);
    return s('g', { transform: `translate(${round(x)} ${round(y)})` }, [element]);
  };
  const picture = s(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' },
    [
      s('title', `Measures of transferability: ${plain(report.target)}`),
      s('style', style),
      s('defs', gradient()),
      s('rect.page', { width, height }),
      ...drawn.map(place),
    ],
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${toHtml(picture, { space: 'svg' })}\n`;
}

function matrixPanel({ corpora, pairs, target }: TransferReport, measure: Measure): HeatPanel {
  const names = corpora.map(({ name }) => name);
  const byNames = new Map(pairs.map((pair) => [JSON.stringify([pair.target, pair.candidate]), pair]));
  const scale = scaleOf(pairs, measure);
  const cells = names.map((row) =>
    names.map((column): HeatCell => {
      const pair = byNames.get(JSON.stringify([row, column]));
      return pair ? cellOf(pair, measure, scale) : { text: '', share: null, hint: plain(row) };
    }),
  );
  return {
    title: measure.title,
    note: `${measure.symmetric ? 'the same in both directions' : 'depends on the direction'}; ${measure.closer} is closer`,
    rows: names,
    columns: names,
    axes: { rows: 'target ↓', columns: 'candidate →' },
    cells,
    marked: target,
    ends: scale.ends,
  };
}

function candidatePanel({ ranking, pairs, target }: TransferReport, shown: readonly MeasureId[]): HeatPanel {
  const columns = shown.map((id) => ({ measure: measures[id], scale: scaleOf(pairs, measures[id]) }));
  const rows = ranking.map(({ name }) => name);
  const cells = rows.map((name) => {
    const pair = pairs.find(({ candidate }) => candidate === name);
    return pair ? columns.map(({ measure, scale }) => cellOf(pair, measure, scale)) : [];
  });
  return {
    title: plain(`Candidates for ${target}`),
    note: 'the likeliest to help first; each measure has a scale of its own',
    rows,
    columns: columns.map(({ measure }) => measure.title),
    axes: { rows: '', columns: '' },
    cells,
    ends: ['farther', 'closer'],
  };
}

function cellOf(
  { target, candidate, values, undefinedBecause }: ComparedPair,
  { id, title }: Measure,
  scale: ValueScale,
): HeatCell {
  const value = values[id];
  const about = plain(`${candidate} for ${target}, ${title}`);
  if (value === null) return { text: '–', share: null, hint: `${about}: ${undefinedBecause[id] ?? 'not defined'}` };
  return { text: measureText(value), share: scale.shareOf(value), hint: `${about}: ${value}` };
}

function gradient() {
  const stops = scaleColours.map((colour, index) =>
    s('stop', { offset: `${(100 * index) / (scaleColours.length - 1)}%`, stopColor: colour }),
  );
  return s('linearGradient', { id: 'scale' }, stops);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
