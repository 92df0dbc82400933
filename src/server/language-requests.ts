import { type ClientCapabilities, type Connection, MarkupKind } from 'vscode-languageserver/node';
import { HighlightProvider } from './features/highlights.ts';
import { HoverProvider } from './features/hover.ts';
import { ReferencesProvider } from './features/references.ts';
import { SymbolProvider } from './features/symbols.ts';
import type { Session } from './session.ts';

/** Maps the requests of the Language Server Protocol onto the features. */
export function answerLanguageRequests(
  connection: Connection,
  { workspace, tokens }: Session,
  { textDocument }: ClientCapabilities,
): void {
  const markdown = textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) === true;
  const nested = textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
  const hover = new HoverProvider(workspace, markdown ? MarkupKind.Markdown : MarkupKind.PlainText);
  const symbols = new SymbolProvider(workspace, nested);
  const highlights = new HighlightProvider(workspace);
  const references = new ReferencesProvider(workspace);
  connection.onHover((request, token) => hover.provide(request, token));
  connection.onDocumentSymbol((request, token) => symbols.provide(request, token));
  connection.onDocumentHighlight((request, token) => highlights.provide(request, token));
  connection.onReferences((request, token) => references.provide(request, token));
  connection.languages.semanticTokens.on((request, token) => tokens.full(request, token));
  connection.languages.semanticTokens.onDelta((request, token) => tokens.delta(request, token));
  connection.languages.semanticTokens.onRange((request, token) => tokens.range(request, token));
}
