import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { s } from 'hastscript';
import { palettes } from '../../../evaluate/report/html/style.ts';

/** A drawing of a report. */
export interface Plot {
  /** Of its file, without the ending; unique in the report. */
  readonly name: string;
  readonly title: string;
  /** What it shows, in words, for who does not see it. */
  readonly description: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Element[];
}

/** How much of their colour the strongest gain and loss have; more would leave numbers on it too little contrast. */
export const strongest = 0.45;

/** The style of plots, by the variables of the report's page. */
export const plotStyle = `
.study-plot text { fill: var(--text); font-size: 12px; }
.study-plot text.quiet, .study-plot text.tick { fill: var(--quiet); font-weight: 400; }
.study-plot text.tick { font-size: 11px; }
.study-plot text.pairs { font-size: 11px; }
.study-plot text.heading, .study-plot text.clear { font-weight: 700; }
.study-plot .empty { fill: none; stroke: var(--line); }
.study-plot .up { fill: var(--first); }
.study-plot .down { fill: var(--second); }
.study-plot .grid { stroke: var(--grid); }
.study-plot .zero { stroke: var(--quiet); }
.study-plot .run { fill-opacity: .4; stroke: none; }
.study-plot .series-0 { fill: var(--missed); }
.study-plot .series-1 { fill: var(--invented); }
.study-plot .series-2 { fill: var(--boundary); }
.study-plot .series-3 { fill: var(--kind-type); }
.study-plot .series-4 { fill: var(--both); }
.study-plot .series-5 { fill: var(--text); }
`;

const colours = new Map(
  [...palettes.light.matchAll(/--([\w-]+): (#[\da-f]{3,6})/g)].map(([, name = '', colour = '']) => [name, colour]),
);

/** The same in the colours of the light page, for viewers that know no variables. */
const fileStyle = plotStyle.replaceAll(/var\(--([\w-]+)\)/g, (_, name: string) => colours.get(name) ?? '#000');

/** A plot inside a page. */
export function plotElement({ name, title, description, width, height, marks }: Plot) {
  return s(
    'svg.study-plot',
    {
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      ariaLabelledBy: [`${name}-title`, `${name}-text`],
    },
    [s('title', { id: `${name}-title` }, title), s('desc', { id: `${name}-text` }, description), ...marks],
  );
}

/** A plot as a file of its own, on a light ground. */
export function plotFile(plot: Plot): string {
  const element = plotElement(plot);
  const ground = s('rect', { width: plot.width, height: plot.height, fill: colours.get('card') });
  const file: Element = {
    ...element,
    properties: { ...element.properties, xmlns: 'http://www.w3.org/2000/svg', fontFamily: 'system-ui, sans-serif' },
    children: [...element.children.slice(0, 2), s('style', fileStyle), ground, ...element.children.slice(2)],
  };
  return `${toHtml(file, { space: 'svg' })}\n`;
}
