import type { CancellationToken, Location, ReferenceParams } from 'vscode-languageserver/node';
import type { Papers } from '../papers.ts';
import { entitiesAt, rangeOf, sameMention } from '../range.ts';

/** How long the request waits for documents that are being read (ms). */
const patience = 10_000;

/** References: every mention, in all documents that are read, that is called the same as one at the cursor. */
export class ReferencesProvider {
  readonly #papers: Papers;

  constructor(papers: Papers) {
    this.#papers = papers;
  }

  async provide({ textDocument, position }: ReferenceParams, token: CancellationToken): Promise<Location[]> {
    const paper = await this.#papers.current(textDocument.uri, token);
    if (!paper) return [];
    const here = entitiesAt(paper.entities, paper.document.offsetAt(position));
    if (here.length === 0) return [];
    const papers = await Promise.all(this.#papers.uris().map((uri) => this.#papers.complete(uri, patience, token)));
    return papers.flatMap((other) =>
      other
        ? other.entities
            .filter((entity) => here.some((given) => sameMention(entity, given)))
            .map((entity) => ({ uri: other.document.uri, range: rangeOf(other.document, entity) }))
        : [],
    );
  }
}
