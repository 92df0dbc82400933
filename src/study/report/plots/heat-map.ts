import type { Element } from 'hast';
import { s } from 'hastscript';
import { plain, points } from '../../../evaluate/report/format.ts';
import type { StudySize } from '../../study.ts';
import { type Gain, type StudyReport, sameSize, significance, sizeName } from '../report.ts';
import { label, labelWidth, px } from './marks.ts';
import { type Plot, strongest } from './plot.ts';

const cell = { width: 60, height: 34 };
/** Of the names of columns. */
const slope = 40;

/** The gain of every target with every auxiliary, with its number: a panel a method. */
export function heatMap(report: StudyReport, size: StudySize, name: string): Plot | undefined {
  const gains = report.gains.filter((gain) => gain.auxiliary !== null && sameSize(gain.size, size));
  const largest = Math.max(0, ...gains.map(({ gain }) => Math.abs(gain?.mean ?? 0)));
  if (!gains.some(({ gain }) => gain)) return undefined;
  const methods = report.methods.filter((method) => gains.some((gain) => gain.method === method));
  const left = labelWidth(report.targets.map((target) => label(target))) + 16;
  const slant = labelWidth(report.auxiliaries.map((auxiliary) => label(auxiliary)));
  const [up, aside] = [Math.sin, Math.cos].map((part) => Math.ceil(slant * part((slope * Math.PI) / 180)));
  const head = 34 + (up ?? 0) + 8;
  const panel = head + cell.height * report.targets.length + 18;
  const width = left + cell.width * report.auxiliaries.length + Math.max(12, (aside ?? 0) - cell.width / 2 + 8);
  const marks = methods.map((method, index) =>
    s('g', { transform: `translate(0 ${index * panel})` }, [
      s('text.heading', { x: 0, y: 16 }, label(method, 60)),
      ...report.auxiliaries.map((auxiliary, column) => columnName(auxiliary, left + cell.width * (column + 0.5), head)),
      ...report.targets.flatMap((target, row) => [
        s('text', { x: left - 8, y: head + cell.height * (row + 0.5) + 4, textAnchor: 'end' }, label(target)),
        ...report.auxiliaries.map((auxiliary, column) => {
          const gain = gains.find(
            (each) => each.method === method && each.target === target && each.auxiliary === auxiliary,
          );
          const at = { x: left + cell.width * column, y: head + cell.height * row };
          return s('g', { transform: `translate(${at.x} ${at.y})` }, gain ? drawGain(gain, largest) : []);
        }),
      ]),
    ]),
  );
  const key = `Blue: above ${label(report.baseline, 30)}, orange: below, in points of F1; the strongest is ${points(largest).replace('+', '')}. Bold with *: left after Holm's correction. A dash: no pair yet.`;
  const height = panel * methods.length + 24;
  return {
    name,
    title: `Gains by target and auxiliary, ${sizeName(size)}`,
    description: `A panel for each method with a row for each target and a column for each auxiliary. ${key} The table of gains has the same numbers.`,
    width: Math.max(px(width), labelWidth([key])),
    height,
    marks: [...marks, s('text.quiet', { x: 0, y: height - 8 }, key)],
  };
}

function columnName(auxiliary: string, x: number, bottom: number): Element {
  return s(
    'text',
    { transform: `translate(${px(x)} ${bottom - 8}) rotate(-${slope})` },
    s('title', plain(auxiliary)),
    label(auxiliary),
  );
}

function drawGain({ target, auxiliary, method, gain, pairs, seeds, test }: Gain, largest: number): Element[] {
  const box = { x: 1, y: 1, width: cell.width - 2, height: cell.height - 2, rx: 4 };
  const [x, y] = [cell.width / 2, cell.height / 2];
  const where = plain(`${target} with ${auxiliary ?? ''}, ${method}`);
  if (!gain) {
    return [
      s('rect.empty', box, [s('title', `${where}: no pair yet`)]),
      s('text.quiet', { x, y: y + 4, textAnchor: 'middle' }, '–'),
    ];
  }
  const clear = test !== undefined && test.holm <= significance;
  const fewer = pairs.length < seeds;
  const shade = largest === 0 ? 0 : (strongest * Math.abs(gain.mean)) / largest;
  return [
    s('rect', { ...box, className: [gain.mean < 0 ? 'down' : 'up'], fillOpacity: shade.toFixed(3) }, [
      s('title', `${where}: ${points(gain.mean)} over ${pairs.length} of ${seeds} pairs`),
    ]),
    s(
      'text',
      { x, y: y + (fewer ? -1 : 4), textAnchor: 'middle', className: clear ? ['clear'] : [] },
      `${points(gain.mean)}${clear ? '*' : ''}`,
    ),
    ...(fewer ? [s('text.pairs', { x, y: y + 12, textAnchor: 'middle' }, `${pairs.length} of ${seeds}`)] : []),
  ];
}
