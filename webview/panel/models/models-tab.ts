import type { PanelUpdate } from '../../../src/protocol/panel.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { TabMaker } from '../page.ts';
import { ModelList } from './model-list.ts';
import { StatusSection } from './status.ts';

/** The model that reads documents now, and all that are installed. */
export const modelsTab: TabMaker = (page) => {
  const status = new StatusSection();
  const list = new ModelList(page);
  const select = element('vscode-button', { id: 'select' }, t('Select Model'));
  const restart = element('vscode-button', { id: 'restart', appearance: 'secondary' }, t('Restart Model'));
  const output = element('vscode-button', { id: 'output', appearance: 'secondary' }, t('Show Output'));
  select.addEventListener('click', () => page.post({ kind: 'command', command: 'selectModel' }));
  restart.addEventListener('click', () => page.post({ kind: 'command', command: 'restartModel' }));
  output.addEventListener('click', () => page.post({ kind: 'command', command: 'showOutput' }));
  let told: Extract<PanelUpdate, { readonly kind: 'models' }> | undefined;
  let used: string | undefined;
  list.root.hidden = true;

  const show = () => {
    list.root.hidden = told === undefined;
    if (told) list.show(told.models, told.libraryFolder, used);
  };
  return {
    root: element(
      'div',
      { class: 'models' },
      element('div', { class: 'now' }, status.root, element('div', { class: 'actions' }, select, restart, output)),
      list.root,
    ),
    receive(update) {
      if (update.kind === 'status') {
        status.show(update.status);
        // While one is loaded, it is the one before that is told of, or none.
        used = update.status.model?.folder ?? used;
        show();
      }
      if (update.kind === 'models') {
        told = update;
        show();
      }
    },
  };
};
