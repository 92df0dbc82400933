import type { CancellationToken, Location, SymbolInformation, WorkspaceSymbolParams } from 'vscode-languageserver/node';
import { countOf, type OtherPapers } from '../closed/closed-paper.ts';
import type { ConceptSearch } from '../concepts/concept-search.ts';
import { mentionsIn } from '../concepts/mentions.ts';
import type { PaperConcepts } from '../concepts/paper-concepts.ts';
import type { Papers } from '../papers.ts';
import { rangeOf } from '../range.ts';
import { symbolKindOf } from './symbol-kinds.ts';

/** More are not read by anyone. */
const most = 200;

/** A concept in one paper. */
interface Mentioned {
  readonly concept: string;
  readonly type: string;
  /** What its mentions are called, and how many there are. */
  readonly names: readonly string[];
  readonly count: number;
  /** Where the first one stands. */
  readonly location: () => Location;
}

/**
 * Workspace symbols: the concepts that open documents mention, and then those of the workspace's other papers, found by any of
 * their names and identifiers.
 */
export class WorkspaceSymbolProvider {
  readonly #papers: Papers;
  readonly #concepts: PaperConcepts;
  readonly #search: ConceptSearch;
  readonly #others: OtherPapers;

  constructor(papers: Papers, concepts: PaperConcepts, search: ConceptSearch, others: OtherPapers) {
    this.#papers = papers;
    this.#concepts = concepts;
    this.#search = search;
    this.#others = others;
  }

  provide({ query }: WorkspaceSymbolParams, token: CancellationToken): SymbolInformation[] {
    const wanted = query.trim().toLowerCase();
    const named = wanted === '' ? [] : this.#search.search(query.trim(), undefined, most);
    const matched = new Map(named.map((found) => [found.concept.concept, found.matched]));
    const symbols: SymbolInformation[] = [];
    const fits = (text: string) => text.toLowerCase().includes(wanted);
    for (const mentioned of this.#mentioned(
      (concept, names) => matched.has(concept) || [concept, ...names].some(fits),
    )) {
      if (symbols.length === most || token.isCancellationRequested) return symbols;
      const { concept, names } = mentioned;
      const joined = this.#concepts.joined(concept);
      const preferred = joined?.name || concept;
      const name = matched.get(concept);
      const others = name === undefined ? [] : [name, ...(joined?.identifiers ?? [])];
      const found = [preferred, ...others, concept, ...names].find(fits) ?? name;
      if (found !== undefined) symbols.push(symbolOf(mentioned, preferred, found));
    }
    return symbols;
  }

  /** @param likely whether a concept of a paper that is not open is to be looked at: to ask for the names of all takes long. */
  *#mentioned(likely: (concept: string, names: readonly string[]) => boolean): Generator<Mentioned> {
    for (const uri of this.#papers.uris()) {
      const paper = this.#papers.now(uri);
      if (!paper) continue;
      for (const [concept, mentions] of mentionsIn(this.#concepts, paper)) {
        const first = mentions[0]!;
        const names = mentions.map(({ mention }) => mention);
        const location = () => ({ uri, range: rangeOf(paper.document, first) });
        yield { concept, type: first.type, names, count: mentions.length, location };
      }
    }
    for (const paper of this.#others.papers()) {
      for (const [concept, named] of paper.concepts) {
        const names = named.map(({ mention }) => mention);
        if (!likely(concept, names)) continue;
        const location = () => ({ uri: paper.uri, range: paper.rangesOf(named)[0]! });
        yield { concept, type: named[0]!.type, names, count: countOf(named), location };
      }
    }
  }
}

/** @param found the name or identifier that fits. */
function symbolOf({ concept, type, count, location }: Mentioned, name: string, found: string): SymbolInformation {
  return {
    // Clients filter by the name, so that what was found is to be in it.
    name: name.toLowerCase().includes(found.toLowerCase()) ? name : `${name} (${found})`,
    kind: symbolKindOf(type),
    containerName: `${type} ${concept}, ${count === 1 ? '1 mention' : `${count} mentions`}`,
    location: location(),
  };
}
