import { svgElement } from './svg.ts';

/** What the icons are drawn with, on a square of 16 by 16. */
const paths = {
  running: 'M5 3v10l8-5z',
  paused: 'M5.5 3v10M10.5 3v10',
  interrupted: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  failed: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM5.5 5.5l5 5M10.5 5.5l-5 5',
  done: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM5 8.2l2.2 2.3L11 5.8',
  missing: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM6.2 6.3a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.3M8 11v.6',
  warning: 'M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.2v.6',
  check: 'M2.5 8.5l3.5 4 7.5-9',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  best: 'M8 1.8l1.9 4 4.3.6-3.1 3.1.7 4.4L8 11.8l-3.8 2.1.7-4.4L1.8 6.4l4.3-.6z',
  folder: 'M1.5 3.5h4.3l1.5 2h7.2v7.5h-13z',
  remove: 'M2.5 4h11M6 4V2.5h4V4M4 4l.7 9.5h6.6L12 4M6.7 6.5v4.5M9.3 6.5v4.5',
  up: 'M8 13V3.5M4 7.5l4-4 4 4',
  down: 'M8 3v9.5M4 8.5l4 4 4-4',
} as const;
export type IconName = keyof typeof paths;

/** A small picture in the colour of the text. It says nothing to a screen reader: what it means stands beside it, or in a label. */
export function icon(name: IconName): SVGSVGElement {
  const attributes = { viewBox: '0 0 16 16', width: 16, height: 16, class: `icon ${name}`, 'aria-hidden': 'true' };
  return svgElement('svg', attributes, svgElement('path', { d: paths[name] }));
}
