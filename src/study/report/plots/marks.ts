import type { Element } from 'hast';
import { s } from 'hastscript';
import { plain } from '../../../evaluate/report/format.ts';

/** Outlines around the origin, one unit wide, so that series are told apart without their colours. */
const outlines = [
  'M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0Z',
  'M-.9 -.9H.9V.9H-.9Z',
  'M0 -1.15L1.1 .85H-1.1Z',
  'M0 -1.25L1.25 0L0 1.25L-1.25 0Z',
  'M0 1.15L1.1 -.85H-1.1Z',
  'M-.4 -1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z',
];

/** Average width of a character of a label in pixels; letters are never so wide that many of them take more. */
const characterWidth = 6.6;

/** The mark of a series: its shape and colour come again after the sixth. */
export function marker(series: number, x: number, y: number, size: number, what: string): Element {
  const index = series % outlines.length;
  return s(
    'path',
    { className: [`series-${index}`], d: outlines[index], transform: `translate(${px(x)} ${px(y)}) scale(${size})` },
    [s('title', what)],
  );
}

/** The keys of series side by side, in rows of at most `width` pixels. */
export function legend(names: readonly string[], left: number, top: number, width: number) {
  const marks: Element[] = [];
  let [x, y] = [left, top];
  for (const [index, name] of names.entries()) {
    const text = label(name, 40);
    const wide = labelWidth([text]) + 36;
    if (x > left && x + wide > left + width) [x, y] = [left, y + lineHeight];
    marks.push(marker(index, x + 6, y + 8, 5, text), s('text', { x: px(x + 17), y: px(y + 12) }, text));
    x += wide;
  }
  return { marks, height: y - top + lineHeight };
}

/** Height of a line of a legend in pixels. */
const lineHeight = 20;

/** A foreign name, cut short where it is too long. */
export function label(name: string, longest = 22): string {
  const characters = [...plain(name)];
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}

/** About how wide the widest of some labels is, in pixels. */
export function labelWidth(labels: readonly string[]): number {
  return Math.ceil(characterWidth * Math.max(0, ...labels.map((each) => [...each].length)));
}

/** A place on the page in pixels, short. */
export function px(value: number): number {
  return Number(value.toFixed(1));
}
