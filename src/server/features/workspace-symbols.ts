import type { CancellationToken, SymbolInformation, WorkspaceSymbolParams } from 'vscode-languageserver/node';
import type { Entity } from '../../core/entity.ts';
import type { ConceptSearch } from '../concepts/concept-search.ts';
import { mentionsIn } from '../concepts/mentions.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import type { Paper, Papers } from '../papers.ts';
import { rangeOf } from '../range.ts';
import { symbolKindOf } from './symbol-kinds.ts';

/** More are not read by anyone. */
const most = 200;

/** Workspace symbols: the concepts that open documents mention, found by any of their names and identifiers. */
export class WorkspaceSymbolProvider {
  readonly #papers: Papers;
  readonly #concepts: PaperConcepts;
  readonly #search: ConceptSearch;

  constructor(papers: Papers, concepts: PaperConcepts, search: ConceptSearch) {
    this.#papers = papers;
    this.#concepts = concepts;
    this.#search = search;
  }

  provide({ query }: WorkspaceSymbolParams, token: CancellationToken): SymbolInformation[] {
    const wanted = query.trim().toLowerCase();
    const named = wanted === '' ? [] : this.#search.search(query.trim(), undefined, most);
    const matched = new Map(named.map((found) => [found.concept.concept, found.matched]));
    const symbols: SymbolInformation[] = [];
    for (const uri of this.#papers.uris()) {
      const paper = this.#papers.now(uri);
      if (!paper) continue;
      for (const [concept, mentions] of mentionsIn(this.#concepts, paper)) {
        if (symbols.length === most || token.isCancellationRequested) return symbols;
        const name = matched.get(concept);
        const others = name === undefined ? [] : [name, ...(this.#concepts.joined(concept)?.identifiers ?? [])];
        const found =
          [...others, concept, ...mentions.map(({ mention }) => mention)].find((text) =>
            text.toLowerCase().includes(wanted),
          ) ?? name;
        if (found !== undefined) symbols.push(this.#symbol(paper, concept, found, mentions));
      }
    }
    return symbols;
  }

  #symbol({ document }: Paper, concept: string, found: string, mentions: readonly Entity[]): SymbolInformation {
    const [first] = mentions;
    const name = this.#concepts.joined(concept)?.name || concept;
    const count = mentions.length === 1 ? '1 mention' : `${mentions.length} mentions`;
    return {
      // Clients filter by the name, so that what was found is to be in it.
      name: name.toLowerCase().includes(found.toLowerCase()) ? name : `${name} (${found})`,
      kind: symbolKindOf(first!.type),
      containerName: `${first!.type} ${concept}, ${count}`,
      location: { uri: document.uri, range: rangeOf(document, first!) },
    };
  }
}
