import path from 'node:path';
import { commands, Uri } from 'vscode';

/** Shows the card of the model in a folder as it is to be read. */
export async function showCard(folder: string): Promise<void> {
  await commands.executeCommand('markdown.showPreview', Uri.file(path.join(folder, 'README.md')));
}
