import { workspace } from 'vscode';
import { corporaAmong, corpusGlob } from './corpora-among.ts';

/** Files of a workspace that are looked at. */
const mostFiles = 2000;

/** The corpora of the workspace, as absolute paths of folders and files; only names are looked at. */
export async function workspaceCorpora(): Promise<readonly string[]> {
  const files = await workspace.findFiles(corpusGlob, '**/node_modules/**', mostFiles);
  return corporaAmong(files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath));
}
