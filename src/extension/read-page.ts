import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What a page of a webview is made with. */
export interface PageParts {
  /** Its folder among the bundles of pages, in which its script and its style lie. */
  readonly name: string;
  readonly title: string;
  /** Where its resources come from, for its policy. */
  readonly source: string;
  /** The address of a file of the bundles of pages. */
  readonly address: (file: string) => string;
}

/**
 * The HTML of a page: its policy lets nothing run but its own script.
 * @param folder of the bundles of pages, with the template that all pages share.
 */
export async function readPage(folder: string, { name, title, source, address }: PageParts): Promise<string> {
  const template = await readFile(path.join(folder, 'page.html'), 'utf8');
  return template
    .replaceAll('{{title}}', title)
    .replaceAll('{{source}}', source)
    .replaceAll('{{nonce}}', randomBytes(16).toString('base64'))
    .replaceAll('{{script}}', address(`${name}/main.js`))
    .replaceAll('{{style}}', address(`${name}/page.css`));
}
