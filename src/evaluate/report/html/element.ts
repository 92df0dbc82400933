import type { Element } from 'hast';
import { h } from 'hastscript';
import { plain } from '../format.ts';

/** What can stand inside an element. */
export type Content = string | Element | (string | Element)[];

/** A part of the page with its heading, and what it says in a sentence or two. */
export function section(id: string, title: string, lead: Content | undefined, ...content: readonly Content[]) {
  return h('section', { id, ariaLabelledBy: [`${id}-title`] }, [
    h('h2', { id: `${id}-title` }, title),
    ...(lead === undefined ? [] : [h('p.lead', lead)]),
    ...content,
  ]);
}

/** A table that scrolls by itself where the page is narrower. */
export function table(
  className: string,
  caption: string,
  head: readonly Content[],
  rows: readonly (readonly Content[])[],
  foot?: readonly Content[],
) {
  return h('.scroll', { tabIndex: 0, role: 'region', ariaLabel: caption }, [
    h(`table.${className}`, [
      h('caption', caption),
      h('thead', h('tr', [...head])),
      h(
        'tbody',
        rows.map((cells) => h('tr', [...cells])),
      ),
      ...(foot ? [h('tfoot', h('tr', [...foot]))] : []),
    ]),
  ]);
}

/** The heading of a column; of one of numbers, to the right. */
export function column(title: Content, kind: 'text' | 'number' | 'plot' = 'text') {
  return h('th', { scope: 'col', className: [kind] }, title);
}

/** The heading of a row; of one that sums up others, set off from them. */
export function row(title: Content, total = false) {
  return h('th', { scope: 'row', className: total ? ['total'] : [] }, title);
}

export function number(value: Content) {
  return h('td.number', value);
}

export function text(value: Content) {
  return h('td', value);
}

/** An entity type with the colour that it has in the editor. */
export function typeName(type: string) {
  return h('span.type', [
    h('span.chip', { className: [`type-${type.toLowerCase().replaceAll(/[^a-z]/g, '')}`] }),
    plain(type),
  ]);
}
