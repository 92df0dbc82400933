import path from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import { writeTextDurably } from '../../files/durable.ts';
import type { TransferReport } from '../../protocol/transfer.ts';
import { renderReport } from '../../transfer/output/formats.ts';
import { tell } from '../tell.ts';
import { t } from '../texts.ts';
import { exportForms, formOf } from './export-form.ts';

/** Writes a report to a file that a person names, in the form that its ending tells. */
export async function exportTransfer(report: TransferReport): Promise<void> {
  const [corpus] = report.corpora;
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(path.dirname(corpus?.place ?? '/'));
  const target = await window.showSaveDialog({
    title: t('Export the Comparison'),
    saveLabel: t('Export'),
    defaultUri: Uri.joinPath(folder, `${report.target.replaceAll(/[^\w.-]+/g, '-')}-transfer.csv`),
    filters: Object.fromEntries(exportForms.map((form) => [form.toUpperCase(), [form]])),
  });
  if (!target) return;
  if (target.scheme !== 'file') throw new Error(t('it is exported to a file on the disk; choose another place'));
  writeTextDurably(target.fsPath, renderReport(report, formOf(target.fsPath)));
  const open = t('Open');
  if ((await tell(t('exported to {0}.', path.basename(target.fsPath)), open)) === open)
    await commands.executeCommand('vscode.open', target);
}
