import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { TabMaker } from '../page.ts';
import { StatusSection } from './status.ts';

/** The models that there are, and the one that reads documents now. */
export const modelsTab: TabMaker = (page) => {
  const status = new StatusSection();
  const select = element('vscode-button', { id: 'select' }, t('Select Model'));
  const restart = element('vscode-button', { id: 'restart', appearance: 'secondary' }, t('Restart Model'));
  select.addEventListener('click', () => page.post({ kind: 'command', command: 'selectModel' }));
  restart.addEventListener('click', () => page.post({ kind: 'command', command: 'restartModel' }));
  return {
    root: element('div', { class: 'models' }, status.root, element('div', { class: 'actions' }, select, restart)),
    receive(update) {
      if (update.kind === 'status') status.show(update.status);
    },
  };
};
