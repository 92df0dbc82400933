import type {
  CancellationToken,
  DocumentSymbol,
  DocumentSymbolParams,
  SymbolInformation,
} from 'vscode-languageserver/node';
import type { Entity } from '../../core/entity.ts';
import type { Papers } from '../papers.ts';
import { rangeOf } from '../range.ts';
import { symbolKindOf } from './symbol-kinds.ts';

/** Editors ask for symbols once per version, so the answer waits for the whole document, but not for ever (ms). */
const patience = 30_000;

/** Document symbols: entity types with their mentions below them, since Markdown's headings have an outline already. */
export class SymbolProvider {
  readonly #papers: Papers;
  readonly #nested: boolean;

  /** @param nested whether the client can show symbols in symbols. */
  constructor(papers: Papers, nested: boolean) {
    this.#papers = papers;
    this.#nested = nested;
  }

  async provide(
    { textDocument }: DocumentSymbolParams,
    token: CancellationToken,
  ): Promise<DocumentSymbol[] | SymbolInformation[]> {
    const paper = await this.#papers.complete(textDocument.uri, patience, token);
    if (!paper) return [];
    const { document, entities } = paper;
    if (!this.#nested) {
      return entities.map((entity) => ({
        name: entity.mention,
        kind: symbolKindOf(entity.type),
        containerName: entity.type,
        location: { uri: document.uri, range: rangeOf(document, entity) },
      }));
    }
    return [...byType(entities)].map(([type, mentions]) => {
      const children = mentions.map((entity): DocumentSymbol => {
        const range = rangeOf(document, entity);
        return { name: entity.mention, kind: symbolKindOf(type), range, selectionRange: range };
      });
      const end = Math.max(...mentions.map((entity) => entity.end));
      return {
        name: type,
        detail: String(mentions.length),
        kind: symbolKindOf(type),
        range: rangeOf(document, { start: mentions[0]!.start, end }),
        selectionRange: rangeOf(document, mentions[0]!),
        children,
      };
    });
  }
}

function byType(entities: readonly Entity[]): ReadonlyMap<string, readonly Entity[]> {
  const groups = new Map<string, Entity[]>();
  for (const entity of entities) {
    const group = groups.get(entity.type);
    if (group) group.push(entity);
    else groups.set(entity.type, [entity]);
  }
  return groups;
}
