import { SymbolKind } from 'vscode-languageserver/node';
import { type TokenType, tokenTypeOf } from '../../protocol.ts';

/** Symbol kinds are a programming language's; each type has one of its own, for its icon. */
const kinds: Record<TokenType, SymbolKind> = {
  gene: SymbolKind.Class,
  disease: SymbolKind.Event,
  chemical: SymbolKind.Constant,
  species: SymbolKind.Namespace,
  cellLine: SymbolKind.Struct,
  cellType: SymbolKind.Interface,
  dna: SymbolKind.Array,
  rna: SymbolKind.String,
  entity: SymbolKind.Object,
};

/** How entities of a type are shown among symbols. */
export function symbolKindOf(type: string): SymbolKind {
  return kinds[tokenTypeOf(type)];
}
