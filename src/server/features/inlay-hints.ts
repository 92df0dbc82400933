import type { CancellationToken, InlayHint, InlayHintParams } from 'vscode-languageserver/node';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import type { Papers } from '../papers.ts';

/** Inlay hints: identifiers of concepts behind their mentions. They are asked for anew when a paper has been linked. */
export class InlayHintProvider {
  readonly #papers: Papers;
  readonly #concepts: PaperConcepts;

  constructor(papers: Papers, concepts: PaperConcepts) {
    this.#papers = papers;
    this.#concepts = concepts;
  }

  async provide({ textDocument, range }: InlayHintParams, token: CancellationToken): Promise<InlayHint[]> {
    const paper = await this.#papers.current(textDocument.uri, token);
    if (!paper?.settings['concepts.inlayHints']) return [];
    const { document, entities } = paper;
    const start = document.offsetAt(range.start);
    const end = document.offsetAt(range.end);
    return entities
      .filter((entity) => entity.end >= start && entity.end <= end)
      .flatMap((entity) => {
        const links = this.#concepts.recall(paper, entity)?.links ?? [];
        if (links.length === 0) return [];
        return {
          position: document.positionAt(entity.end),
          label: links.map(({ concept }) => concept).join(' '),
          tooltip: links.map(({ name }) => name).join(', '),
          paddingLeft: true,
        };
      });
  }
}
