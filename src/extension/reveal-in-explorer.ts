import path from 'node:path';
import { commands, env, Uri } from 'vscode';
import { tell } from './tell.ts';
import { t } from './texts.ts';

/**
 * Shows a file or folder in the file explorer of the system; where there is none, on another machine or in a browser, tells
 * its path.
 * @param name what people call it.
 */
export async function revealInExplorer(place: string, name = path.basename(place)): Promise<void> {
  const known = await commands.getCommands(true);
  if (known.includes('revealFileInOS')) {
    await commands.executeCommand('revealFileInOS', Uri.file(place));
    return;
  }
  const copy = t('Copy Path');
  if ((await tell(t('{0} lies in {1}', name, place), copy)) === copy) await env.clipboard.writeText(place);
}
