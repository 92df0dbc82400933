import { commands, type QuickPickItem, window } from 'vscode';
import { type Summary, statusLines } from './summary.ts';

interface Choice extends QuickPickItem {
  readonly command: string;
}

/** The menu of the status-bar item. */
export async function showMenu(summary: Summary): Promise<void> {
  const choices: readonly Choice[] = [
    {
      label: summary.highlighting ? '$(eye-closed) Hide entities' : '$(symbol-color) Show entities',
      command: 'gerbera.toggleHighlighting',
    },
    { label: '$(list-tree) Go to the Entities view', command: 'gerbera.entities.focus' },
    { label: '$(symbol-misc) Select a model …', command: 'gerbera.selectModel' },
    { label: '$(folder-opened) Import a model from a folder …', command: 'gerbera.importModel' },
    { label: '$(graph) Evaluate a model on a corpus …', command: 'gerbera.evaluate' },
    { label: '$(checklist) Show an evaluation report …', command: 'gerbera.showReport' },
    { label: '$(export) Export the entities …', command: 'gerbera.exportEntities' },
    { label: '$(search) Search concepts …', command: 'gerbera.searchConcepts' },
    { label: '$(library) Show terminologies …', command: 'gerbera.showTerminologies' },
    { label: '$(debug-restart) Restart the model', command: 'gerbera.restartModel' },
    { label: '$(info) Show model and devices', command: 'gerbera.showModel' },
    { label: '$(output) Show the output', command: 'gerbera.showOutput' },
  ];
  const picked = await window.showQuickPick(choices, {
    title: statusLines(summary).slice(0, 3).join(' · '),
    ignoreFocusOut: true,
  });
  if (picked) await commands.executeCommand(picked.command);
}
