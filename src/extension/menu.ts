import { commands, type QuickPickItem, window } from 'vscode';
import { type Summary, statusLines } from './summary.ts';
import { t } from './texts.ts';

interface Choice extends QuickPickItem {
  readonly command: string;
}

/** The menu of the status-bar item. */
export async function showMenu(summary: Summary): Promise<void> {
  const choices: readonly Choice[] = [
    {
      label: summary.highlighting ? `$(eye-closed) ${t('Hide entities')}` : `$(symbol-color) ${t('Show entities')}`,
      command: 'gerbera.toggleHighlighting',
    },
    { label: `$(list-tree) ${t('Go to the Entities view')}`, command: 'gerbera.entities.focus' },
    { label: `$(symbol-misc) ${t('Select a model …')}`, command: 'gerbera.selectModel' },
    { label: `$(folder-opened) ${t('Import a model from a folder …')}`, command: 'gerbera.importModel' },
    { label: `$(cloud-download) ${t('Download a model …')}`, command: 'gerbera.downloadModel' },
    { label: `$(mortar-board) ${t('Fine-tune a model …')}`, command: 'gerbera.fineTune' },
    { label: `$(combine) ${t('Suggest auxiliary corpora …')}`, command: 'gerbera.suggestCorpora' },
    { label: `$(pulse) ${t('Open the training panel')}`, command: 'gerbera.openTrainingPanel' },
    { label: `$(graph) ${t('Evaluate a model …')}`, command: 'gerbera.evaluate' },
    { label: `$(git-compare) ${t('Compare two models …')}`, command: 'gerbera.compareModels' },
    { label: `$(checklist) ${t('Show an evaluation report …')}`, command: 'gerbera.showReport' },
    { label: `$(export) ${t('Export the entities …')}`, command: 'gerbera.exportEntities' },
    { label: `$(search) ${t('Search concepts …')}`, command: 'gerbera.searchConcepts' },
    { label: `$(library) ${t('Show terminologies …')}`, command: 'gerbera.showTerminologies' },
    { label: `$(debug-restart) ${t('Restart the model')}`, command: 'gerbera.restartModel' },
    { label: `$(info) ${t('Show model and devices')}`, command: 'gerbera.showModel' },
    { label: `$(output) ${t('Show the output')}`, command: 'gerbera.showOutput' },
  ];
  const picked = await window.showQuickPick(choices, {
    title: statusLines(summary).slice(0, 3).join(' · '),
    ignoreFocusOut: true,
  });
  if (picked) await commands.executeCommand(picked.command);
}
