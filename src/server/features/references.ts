import type { CancellationToken, Location, ReferenceParams } from 'vscode-languageserver/node';
import { alikeElsewhere } from '../closed/alike.ts';
import type { OtherPapers } from '../closed/closed-paper.ts';
import { alike } from '../concepts/mentions.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import type { Papers } from '../papers.ts';
import { entitiesAt, rangeOf } from '../range.ts';

/** How long the request waits for documents that are being read and linked (ms). */
const patience = 10_000;

/**
 * References: every mention that means what one at the cursor means, or is called the same, in all open documents that are read,
 * and in papers of the workspace as far as they have been read.
 */
export class ReferencesProvider {
  readonly #papers: Papers;
  readonly #concepts: PaperConcepts;
  readonly #others: OtherPapers;

  constructor(papers: Papers, concepts: PaperConcepts, others: OtherPapers) {
    this.#papers = papers;
    this.#concepts = concepts;
    this.#others = others;
  }

  async provide({ textDocument, position }: ReferenceParams, token: CancellationToken): Promise<Location[]> {
    const { uri } = textDocument;
    if (!(await this.#papers.current(uri, token))) return [];
    const uris = this.#papers.uris();
    await Promise.all(uris.map((each) => this.#concepts.complete(each, patience, token)));
    // Edits may have come while others were waited for.
    const paper = await this.#concepts.current(uri, token);
    if (!paper) return [];
    const here = entitiesAt(paper.entities, paper.document.offsetAt(position));
    if (here.length === 0) return [];
    const open = uris.flatMap((each) => {
      const other = this.#papers.now(each);
      if (!other) return [];
      return alike(this.#concepts, other, { paper, entities: here }).map((entity) => ({
        uri: each,
        range: rangeOf(other.document, entity),
      }));
    });
    return [...open, ...alikeElsewhere(this.#others, this.#concepts, paper, here)];
  }
}
