import { Range, Uri, window, workspace } from 'vscode';
import { isPlace } from './place.ts';

/** Opens the document of a `Place` and selects the entity there. */
export async function revealPlace(place: unknown): Promise<void> {
  if (!isPlace(place)) return;
  const { uri, start, end } = place;
  const document = await workspace.openTextDocument(Uri.parse(uri, true));
  const selection = new Range(document.positionAt(start), document.positionAt(end));
  const shown = window.visibleTextEditors.find((editor) => editor.document === document);
  await window.showTextDocument(document, {
    selection,
    ...(shown?.viewColumn ? { viewColumn: shown.viewColumn } : {}),
  });
}
