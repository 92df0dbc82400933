import { languages, type TextDocument, type TextEditor, window } from 'vscode';
import { documentSelector } from './connection.ts';

/** Whether the server reads a document. */
export function isPaper(document: TextDocument): boolean {
  return languages.match(documentSelector, document) > 0;
}

/**
 * The editor whose document is shown beside the text: the active one, or one that is seen while the focus is elsewhere, in
 * a panel or in the output (which is an editor without a column).
 */
export function activePaper(): TextEditor | undefined {
  const active = window.activeTextEditor;
  if (active?.viewColumn !== undefined) return isPaper(active.document) ? active : undefined;
  return window.visibleTextEditors.find(({ document }) => isPaper(document));
}

/** URIs of the documents that are seen, the active one first. */
export function visiblePapers(): readonly string[] {
  const active = activePaper();
  const editors = [...(active ? [active] : []), ...window.visibleTextEditors];
  return [
    ...new Set(
      editors
        .map(({ document }) => document)
        .filter(isPaper)
        .map(({ uri }) => uri.toString()),
    ),
  ];
}
