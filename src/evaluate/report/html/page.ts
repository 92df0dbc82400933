import type { Element } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import { style } from './style.ts';

/** What the page may do: be seen. It loads nothing and runs nothing. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A page in the style of reports, complete in itself, with links to its sections.
 * @param more style that these sections need besides.
 */
export function htmlPage(title: string, header: Element, sections: readonly Element[], more = ''): string {
  const page = h('html', { lang: 'en' }, [
    h('head', [
      h('meta', { charSet: 'utf-8' }),
      h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('title', title),
      h('style', `${style}${more}`),
    ]),
    h('body', [header, contents(sections), h('main', [...sections])]),
  ]);
  return `${toHtml({ type: 'root', children: [{ type: 'doctype' }, page] })}\n`;
}

/** Links to the parts of the page. */
function contents(sections: readonly Element[]) {
  return h('nav', { ariaLabel: 'Contents' }, [
    h(
      'ul',
      sections.map(({ properties, children }) => {
        const [heading] = children;
        const title = heading?.type === 'element' ? heading.children : [];
        return h('li', h('a', { href: `#${properties.id}` }, structuredClone(title)));
      }),
    ),
  ]);
}
