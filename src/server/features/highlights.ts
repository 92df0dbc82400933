import {
  type CancellationToken,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentHighlightParams,
} from 'vscode-languageserver/node';
import type { Papers } from '../papers.ts';
import { entitiesAt, rangeOf, sameMention } from '../range.ts';

/** Highlights every mention in the document that is called the same as one at the cursor. */
export class HighlightProvider {
  readonly #papers: Papers;

  constructor(papers: Papers) {
    this.#papers = papers;
  }

  async provide(
    { textDocument, position }: DocumentHighlightParams,
    token: CancellationToken,
  ): Promise<DocumentHighlight[]> {
    const paper = await this.#papers.current(textDocument.uri, token);
    if (!paper) return [];
    const { document, entities } = paper;
    const here = entitiesAt(entities, document.offsetAt(position));
    return entities
      .filter((entity) => here.some((other) => sameMention(entity, other)))
      .map((entity) => ({ range: rangeOf(document, entity), kind: DocumentHighlightKind.Text }));
  }
}
