import {
  type CancellationToken,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentHighlightParams,
} from 'vscode-languageserver/node';
import { alike } from '../concepts/mentions.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import { entitiesAt, rangeOf } from '../range.ts';

/** Highlights every mention in the document that means what one at the cursor means, or is called the same. */
export class HighlightProvider {
  readonly #concepts: PaperConcepts;

  constructor(concepts: PaperConcepts) {
    this.#concepts = concepts;
  }

  async provide(
    { textDocument, position }: DocumentHighlightParams,
    token: CancellationToken,
  ): Promise<DocumentHighlight[]> {
    const paper = await this.#concepts.current(textDocument.uri, token);
    if (!paper) return [];
    const { document, entities } = paper;
    const here = entitiesAt(entities, document.offsetAt(position));
    return alike(this.#concepts, paper, { paper, entities: here }).map((entity) => ({
      range: rangeOf(document, entity),
      kind: DocumentHighlightKind.Text,
    }));
  }
}
