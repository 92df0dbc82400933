import path from 'node:path';
import { env, UIKind, Uri, window, workspace } from 'vscode';
import { tell } from '../tell.ts';
import { t } from '../texts.ts';

/** The files of a report, and how their kinds are called in a dialog. */
const files = { html: 'HTML', md: 'Markdown', json: 'JSON' } as const;

/** Opens `report.html` in the browser; where that is on another machine, offers to save it. */
export async function openInBrowser(folder: string, name: string): Promise<void> {
  if (env.remoteName === undefined && env.uiKind === UIKind.Desktop) {
    await env.openExternal(Uri.file(path.join(folder, 'report.html')));
    return;
  }
  const save = t('Save Report As …');
  const answer = await tell(
    t('the report lies on another machine than your browser. Save it first; it is one file that needs no other.'),
    save,
  );
  if (answer === save) await saveReport(folder, name);
}

/** Saves a copy of the report as HTML, Markdown or JSON, by the ending of the name that a person gives. */
export async function saveReport(folder: string, name: string): Promise<void> {
  const start = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(folder);
  const target = await window.showSaveDialog({
    title: t('Save Report As'),
    defaultUri: Uri.joinPath(start, `${name.replaceAll(/[^\w.-]+/g, '-')}.html`),
    filters: Object.fromEntries(Object.entries(files).map(([ending, title]) => [title, [ending]])),
  });
  if (!target) return;
  const ending = Object.keys(files).find((each) => target.path.toLowerCase().endsWith(`.${each}`)) ?? 'html';
  // Whole or not at all.
  const partial = target.with({ path: `${target.path}.partial` });
  await workspace.fs.copy(Uri.file(path.join(folder, `report.${ending}`)), partial, { overwrite: true });
  await workspace.fs.rename(partial, target, { overwrite: true });
}
