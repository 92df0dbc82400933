import { type ClientCapabilities, type Connection, MarkupKind } from 'vscode-languageserver/node';
import { markdown, plainText } from '../concepts/describe/markup.ts';
import { ConceptDescriber } from './concepts/describer.ts';
import { CodeActionProvider } from './features/code-actions.ts';
import { CompletionProvider } from './features/completion.ts';
import { HighlightProvider } from './features/highlights.ts';
import { HoverProvider } from './features/hover.ts';
import { InlayHintProvider } from './features/inlay-hints.ts';
import { ReferencesProvider } from './features/references.ts';
import { SymbolProvider } from './features/symbols.ts';
import { WorkspaceSymbolProvider } from './features/workspace-symbols.ts';
import type { Session } from './session.ts';

/** Maps the requests of the Language Server Protocol onto the features. */
export function answerLanguageRequests(
  connection: Connection,
  { workspace, closed, tokens, concepts, search, writing }: Session,
  { textDocument }: ClientCapabilities,
): void {
  const shown = (formats: readonly MarkupKind[] | undefined) =>
    formats?.includes(MarkupKind.Markdown)
      ? { kind: MarkupKind.Markdown, markup: markdown }
      : { kind: MarkupKind.PlainText, markup: plainText };
  const nested = textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
  const literals = textDocument?.codeAction?.codeActionLiteralSupport !== undefined;
  const documentation = shown(textDocument?.completion?.completionItem?.documentationFormat);
  const describer = new ConceptDescriber(workspace, concepts, closed);
  const hover = new HoverProvider(concepts, describer, shown(textDocument?.hover?.contentFormat));
  const symbols = new SymbolProvider(workspace, nested);
  const highlights = new HighlightProvider(concepts);
  const references = new ReferencesProvider(workspace, concepts, closed);
  const actions = new CodeActionProvider(concepts, writing, literals);
  const completion = new CompletionProvider(concepts, search, describer, documentation);
  const hints = new InlayHintProvider(workspace, concepts);
  const workspaceSymbols = new WorkspaceSymbolProvider(workspace, concepts, search, closed);
  connection.onHover((request, token) => hover.provide(request, token));
  connection.onDocumentSymbol((request, token) => symbols.provide(request, token));
  connection.onDocumentHighlight((request, token) => highlights.provide(request, token));
  connection.onReferences((request, token) => references.provide(request, token));
  connection.onCodeAction((request, token) => actions.provide(request, token));
  connection.onCompletion((request, token) => completion.provide(request, token));
  connection.onCompletionResolve((item) => completion.resolve(item));
  connection.onWorkspaceSymbol((request, token) => workspaceSymbols.provide(request, token));
  connection.languages.inlayHint.on((request, token) => hints.provide(request, token));
  connection.languages.semanticTokens.on((request, token) => tokens.full(request, token));
  connection.languages.semanticTokens.onDelta((request, token) => tokens.delta(request, token));
  connection.languages.semanticTokens.onRange((request, token) => tokens.range(request, token));
}
