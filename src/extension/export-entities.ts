import path from 'node:path';
import { commands, ProgressLocation, type QuickPickItem, Uri, window, workspace } from 'vscode';
import { unlinked } from '../core/unlinked.ts';
import { unlessCancelled } from './cancelled.ts';
import type { Connection } from './connection.ts';
import { type ExportForm, exportForms } from './export-forms.ts';
import { activePaper } from './papers.ts';
import { tell, tellWarning } from './tell.ts';
import { t } from './texts.ts';
import { ask } from './wizard.ts';

interface FormItem extends QuickPickItem {
  readonly form: ExportForm;
}

/** Writes the entities of the paper in the editor, as they are shown and with its text as it stands, to a file. */
export async function exportEntities(connection: Connection): Promise<void> {
  const paper = activePaper()?.document;
  if (!paper) {
    void tell(t('open a Markdown or text paper first: its entities are exported.'));
    return;
  }
  const items = exportForms.map((form) => ({ label: form.label, description: form.description, form }));
  const picked = await ask<FormItem>({
    ...{ title: t('Export Entities'), step: 1, steps: 2, items, canGoBack: false },
    placeholder: t('The form of the file'),
  });
  if (!picked || picked === 'back') return;
  const { form } = picked;
  const target = await window.showSaveDialog({
    title: form.ending === '' ? t('Export Entities to a Folder') : t('Export Entities'),
    saveLabel: t('Export'),
    defaultUri: suggested(paper.uri, form),
    ...(form.ending === '' ? {} : { filters: { [form.label]: [form.ending] } }),
  });
  if (!target) return;
  if (target.scheme !== 'file') throw new Error(t('entities are exported to a file on the disk; choose another place'));
  const outcome = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: `GERBERA: ${t('exporting to {0}', unlinked(path.basename(target.fsPath)))}`,
      cancellable: true,
    },
    (_, token) =>
      unlessCancelled(token, () =>
        connection.exportEntities({ uri: paper.uri.toString(), form: form.name, file: target.fsPath }, token),
      ),
  );
  if (!outcome) return;
  const { entities, losses } = outcome;
  const lost = Object.entries(losses).map(([what, count]) => `${count} ${what}`);
  const what = entities === 1 ? t('1 entity') : t('{0} entities', entities);
  const told = t('exported {0} to {1}.', what, path.basename(target.fsPath));
  const open = t('Open');
  const answer =
    lost.length === 0
      ? await tell(told, open)
      : await tellWarning(`${told} ${t('{0} cannot hold: {1}.', form.label, lost.join(', '))}`, open);
  if (answer === open) await commands.executeCommand('vscode.open', opened(target, paper.uri, form));
}

/** Beside the paper, or in the workspace if it has no file. */
function suggested(paper: Uri, { ending }: ExportForm): Uri {
  const name = path.posix.basename(paper.path).replace(/\.(md|markdown|txt)$/i, '') || 'entities';
  const folder =
    paper.scheme === 'file' ? Uri.joinPath(paper, '..') : (workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/'));
  return Uri.joinPath(folder, ending === '' ? `${name}-brat` : `${name}.${ending}`);
}

/** What of the export an editor can show. */
function opened(target: Uri, paper: Uri, { ending }: ExportForm): Uri {
  if (ending !== '') return target;
  const name = path.posix.basename(paper.path).replace(/\.(md|markdown|txt)$/i, '') || 'document';
  return Uri.joinPath(target, `${name}.ann`);
}
