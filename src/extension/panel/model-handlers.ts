import { commands } from 'vscode';
import type { PanelCommand } from '../../protocol/panel.ts';
import type { Asked } from '../evaluation/kept.ts';
import type { PanelHandlers, PanelServices, TellPage } from './handlers.ts';
import { showCard } from './show-card.ts';

/** The extension's commands that buttons of the page run. */
const commandOf: Readonly<Record<PanelCommand, string>> = {
  importModel: 'gerbera.importModel',
  downloadModel: 'gerbera.downloadModel',
  selectModel: 'gerbera.selectModel',
  restartModel: 'gerbera.restartModel',
  showOutput: 'gerbera.showOutput',
};

/**
 * What the page asks of models.
 * @param evaluate evaluates and shows the report in the page.
 */
export function modelHandlers(
  { models, evaluations }: PanelServices,
  tell: TellPage,
  evaluate: (asked: Asked) => Promise<void>,
): Pick<PanelHandlers, 'command' | 'model'> {
  return {
    // Commands tell themselves what goes wrong.
    command: async ({ command }) => void (await commands.executeCommand(commandOf[command])),
    async model({ folder, action }) {
      if (action === 'use') await models.use(folder);
      else if (action === 'reveal') await models.reveal(folder);
      else if (action === 'export') await models.export(folder);
      else if (action === 'delete') await models.delete(folder);
      else if (action === 'card') await showCard(folder);
      else {
        const asked = await evaluations.ask({ model: folder });
        if (!asked) return;
        tell({ kind: 'show', tab: 'evaluate' });
        await evaluate(asked);
      }
    },
  };
}
