import type { Element } from 'hast';
import { s } from 'hastscript';
import { plain } from '../../evaluate/report/format.ts';
import { colourOf } from './colours.ts';

/** A cell of a heat map. */
export interface HeatCell {
  /** At most `mostCellText` characters. */
  readonly text: string;
  /** In [0, 1], from the lightest colour to the darkest; null for one that has no value. */
  readonly share: number | null;
  /** What is shown where a pointer rests on it. */
  readonly hint: string;
}

/** A table of values in colour. */
export interface HeatPanel {
  readonly title: string;
  readonly note: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** What rows and columns are; nothing where it is plain. */
  readonly axes: { readonly rows: string; readonly columns: string };
  readonly cells: readonly (readonly HeatCell[])[];
  /** The row or column that is set off from others. */
  readonly marked?: string;
  /** What stands at the ends of the scale, from the lightest colour. */
  readonly ends: readonly [string, string];
}

/** A drawing with its size in pixels. */
export interface Drawing {
  readonly element: Element;
  readonly width: number;
  readonly height: number;
}

export const mostCellText = 6;

/** In pixels; letters are at most 0.62 of the font's size wide on average, in any sans-serif there is. */
const cell = { width: 50, height: 26 };
const font = { size: 12, letter: 0.62 * 12 };
const longestName = 26;
const gap = 8;
const top = 46;
const legend = { width: 150, height: 10, below: 46 };

/** Draws a panel: names of columns go up to the right, so that long ones take no more room than short ones. */
export function drawPanel({ title, note, rows, columns, axes, cells, marked, ends }: HeatPanel): Drawing {
  const nameRoom = (names: readonly string[]) => Math.max(...names.map((name) => shortened(name).length)) * font.letter;
  const left = nameRoom([...rows, axes.rows]) + gap;
  const slant = nameRoom(columns) * Math.SQRT1_2 + gap;
  const above = top + slant;
  const [width, height] = [columns.length * cell.width, rows.length * cell.height];
  const right = left + width;
  const scale = legendOf(ends, above + height + 16, left);
  const room = Math.max(right + slant, left + scale.width, (Math.max(title.length, note.length) + 2) * font.letter);
  const elements = [
    s('text.title', { x: 0, y: 14 }, title),
    s('text.note', { x: 0, y: 31 }, note),
    ...(axes.rows === '' ? [] : [s('text.axis', { x: left - gap, y: above - 8, textAnchor: 'end' }, axes.rows)]),
    ...(axes.columns === ''
      ? []
      : [s('text.axis', { x: right + slant, y: above - slant - 4, textAnchor: 'end' }, axes.columns)]),
    ...columns.map((name, column) => {
      const [x, y] = [left + (column + 0.5) * cell.width, above - 6];
      return nameText(name, { x, y, transform: `rotate(-45 ${x} ${y})` }, name === marked);
    }),
    ...rows.flatMap((name, row) => {
      const y = above + (row + 0.5) * cell.height + 4;
      return [
        nameText(name, { x: left - gap, y, textAnchor: 'end' }, name === marked),
        ...(cells[row] ?? []).map((each, column) =>
          drawCell(each, left + column * cell.width, above + row * cell.height),
        ),
      ];
    }),
    ...scale.elements,
  ];
  return { element: s('g', elements), width: room, height: above + height + legend.below };
}

function drawCell({ text, share, hint }: HeatCell, x: number, y: number): Element {
  const place = { x: x + 1, y: y + 1, width: cell.width - 2, height: cell.height - 2, rx: 2 };
  const middle = { x: x + cell.width / 2, y: y + cell.height / 2 + 4, textAnchor: 'middle' };
  if (share === null) {
    return s('g', [s('title', hint), s('rect.none', place), s('text.quiet', middle, text)]);
  }
  const { fill, isDark } = colourOf(share);
  const className = isDark ? ['on-dark'] : ['on-light'];
  return s('g', [s('title', hint), s('rect', { ...place, fill }), s('text', { ...middle, className }, text)]);
}

function legendOf(ends: readonly [string, string], y: number, x: number) {
  const [low, high] = ends.map((text) => text.length * font.letter + gap);
  const from = x + (low ?? 0);
  const baseline = y + legend.height;
  return {
    width: (low ?? 0) + legend.width + (high ?? 0),
    elements: [
      s('text.quiet', { x, y: baseline }, ends[0]),
      s('rect', { x: from, y, width: legend.width, height: legend.height, fill: 'url(#scale)', rx: 2 }),
      s('text.quiet', { x: from + legend.width + gap, y: baseline }, ends[1]),
    ],
  };
}

function nameText(name: string, place: Readonly<Record<string, string | number>>, isMarked: boolean): Element {
  const shown = shortened(name);
  const hint = shown === plain(name) ? [] : [s('title', plain(name))];
  return s('text', { ...place, className: isMarked ? ['name', 'marked'] : ['name'] }, [...hint, shown]);
}

/** A name with its middle left out if it is long: names of corpora begin and end alike. */
function shortened(name: string): string {
  const letters = [...plain(name)];
  if (letters.length <= longestName) return letters.join('');
  const half = Math.floor((longestName - 1) / 2);
  return `${letters.slice(0, longestName - 1 - half).join('')}…${letters.slice(-half).join('')}`;
}
