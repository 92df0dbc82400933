import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';

/** The nodes of the page that a tree describes. Texts of corpora come to the page by this way only, which escapes them. */
export function fragmentOf(...elements: readonly Element[]): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = toHtml({ type: 'root', children: [...elements] });
  return template.content;
}

/** An element that is known to be there, of the kind that it is. */
export function part<E extends HTMLElement>(root: ParentNode, id: string, kind: new () => E): E {
  const found = root.querySelector(`#${id}`);
  if (!(found instanceof kind)) throw new Error(`there is no element #${id} of the kind ${kind.name}`);
  return found;
}
