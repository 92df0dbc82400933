import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import type { AnnotatedDocument } from '../document.ts';
import type { LossTally } from '../problems.ts';
import { article, type ConceptPages } from './article.ts';
import { styleSheet } from './style.ts';

/** Stands where the articles do in the page's frame; no title can hold it, since angle brackets are escaped in them. */
const place = '<!--articles-->';

export interface PageOptions {
  /** Of the page. */
  readonly title: string;
  /** Counts what the page does not show: relations, and mentions inside more than eight others. */
  readonly losses: LossTally;
  /** What is known of concepts; their identifiers alone are shown if not given. */
  readonly concepts?: ConceptPages;
}

/**
 * A page of documents with their mentions marked, that stands by itself: no script, and nothing is loaded. One document at a
 * time is in memory.
 */
export async function* encodeHtml(
  documents: AsyncIterable<AnnotatedDocument> | Iterable<AnnotatedDocument>,
  { title, losses, concepts }: PageOptions,
): AsyncGenerator<string, void, undefined> {
  const [head = '', tail = ''] = frame(title).split(place);
  yield head;
  let number = 0;
  for await (const document of documents) yield `${toHtml(article(document, ++number, losses, concepts))}\n`;
  yield tail;
}

function frame(title: string): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";
  const page = h('html', { lang: 'en' }, [
    h('head', [
      h('meta', { charset: 'utf-8' }),
      h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('meta', { name: 'generator', content: 'GERBERA' }),
      h('title', title),
      h('style', styleSheet()),
    ]),
    h('body', [{ type: 'comment', value: 'articles' }, h('footer', 'Mentions found and marked by GERBERA')]),
  ]);
  return `${toHtml([{ type: 'doctype' }, page])}\n`;
}
