import { type ServerCapabilities, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { legend } from './features/semantic-tokens.ts';

/** What the server can do. */
export const serverCapabilities: ServerCapabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  hoverProvider: true,
  documentSymbolProvider: { label: 'Entities' },
  documentHighlightProvider: true,
  referencesProvider: true,
  semanticTokensProvider: { legend, full: { delta: true }, range: true },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};
