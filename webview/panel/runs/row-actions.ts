import type { PanelRequest } from '../../../src/protocol/panel.ts';
import type { RunSummary } from '../../../src/runs/run.ts';
import { element } from '../../element.ts';
import { type IconName, icon } from '../../icon.ts';
import { t } from '../../texts.ts';

interface RowAction {
  readonly title: string;
  readonly icon: IconName;
  readonly request: PanelRequest;
}

/** What can be done with a run as it is now. */
function actionsOf({ id: run, state, stopping, best }: RunSummary): readonly RowAction[] {
  const reveal: RowAction = {
    title: t('Show in File Explorer'),
    icon: 'folder',
    request: { kind: 'run', run, action: 'reveal' },
  };
  const remove: RowAction = {
    title: t('Remove'),
    icon: 'remove',
    request: { kind: 'removeRuns', runs: [run], what: 'all' },
  };
  if (state === 'missing') return [remove];
  if (state === 'done') return [reveal, remove];
  if (state === 'running') {
    const pause: RowAction = { title: t('Pause'), icon: 'paused', request: { kind: 'stop', run, how: 'pause' } };
    const finish: RowAction = {
      title: t('End Now and Keep the Best'),
      icon: 'best',
      request: { kind: 'stop', run, how: 'finish' },
    };
    return [...(stopping === undefined ? [pause, ...(best ? [finish] : [])] : []), reveal];
  }
  const resume: RowAction = { title: t('Resume'), icon: 'running', request: { kind: 'resume', run } };
  const keep: RowAction = { title: t('Keep the Best'), icon: 'best', request: { kind: 'resume', run, finish: true } };
  return [resume, ...(best ? [keep] : []), reveal, remove];
}

/** Tells whether the buttons of a run would be others. */
export function actionsKey({ state, stopping, best, name }: RunSummary): string {
  return JSON.stringify([state, stopping, best !== undefined, name]);
}

/** The buttons of a run. */
export function actionButtons(run: RunSummary, post: (request: PanelRequest) => void): readonly HTMLElement[] {
  return actionsOf(run).map(({ title, icon: name, request }) => {
    const label = `${title}: ${run.name}`;
    const button = element('vscode-button', { appearance: 'icon', title, 'aria-label': label }, icon(name));
    button.addEventListener('click', () => post(request));
    return button;
  });
}
