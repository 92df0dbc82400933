import {
  type ClientCapabilities,
  CodeActionKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { staticCompletion } from './completion-trigger.ts';
import { legend } from './features/semantic-tokens.ts';
import { serverCommands } from './server-commands.ts';

/** What the server can do, as far as the client is told at once. */
export function capabilitiesFor(client: ClientCapabilities): ServerCapabilities {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    hoverProvider: true,
    documentSymbolProvider: { label: 'Entities' },
    documentHighlightProvider: true,
    referencesProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Empty] },
    inlayHintProvider: true,
    workspaceSymbolProvider: true,
    executeCommandProvider: { commands: Object.values(serverCommands) },
    ...staticCompletion(client),
    semanticTokensProvider: { legend, full: { delta: true }, range: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  };
}
