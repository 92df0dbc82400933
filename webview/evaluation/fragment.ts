import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';

/** The nodes of the page that a tree describes. Texts of corpora come to the page by this way only, which escapes them. */
export function fragmentOf(...elements: readonly Element[]): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = toHtml({ type: 'root', children: [...elements] });
  return template.content;
}

/** An element of the page that is known to be there. */
export function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element #${id}`);
  return found;
}
