import type { PanelRequest } from '../../src/protocol/panel.ts';
import { element } from '../element.ts';
import { icon } from '../icon.ts';
import { t } from '../texts.ts';

/** Alerts that are shown at once; the oldest go. */
const most = 4;

/** What could not be done, above the tabs, until it is put away. */
export class Alerts {
  readonly root = element('div', { class: 'alerts', role: 'alert' });

  /** @param of what was asked for, as requests are called. */
  show(of: string, message: string): void {
    const close = element(
      'vscode-button',
      { appearance: 'icon', 'aria-label': t('Dismiss'), title: t('Dismiss') },
      icon('close'),
    );
    const alert = element(
      'div',
      { class: 'alert' },
      icon('failed'),
      element('div', {}, element('strong', {}, titleOf(of)), element('p', {}, message)),
      close,
    );
    close.addEventListener('click', () => this.#dismiss(alert));
    this.root.append(alert);
    while (this.root.childElementCount > most) this.root.firstElementChild?.remove();
  }

  #dismiss(alert: HTMLElement): void {
    alert.remove();
    const next = this.root.querySelector<HTMLElement>('.alert:last-child vscode-button');
    (next ?? document.querySelector<HTMLElement>('[role=tab][aria-selected=true]'))?.focus();
  }
}

function titleOf(of: string): string {
  const titles: Partial<Record<PanelRequest['kind'], string>> = {
    chooseCorpus: t('The corpus could not be read'),
    describeCorpus: t('The corpus could not be read'),
    estimate: t('Time and memory could not be estimated'),
    start: t('Training was not started'),
    copyCommand: t('The command was not copied'),
    stop: t('The run was not stopped'),
    resume: t('The run was not resumed'),
    removeRuns: t('The runs were not removed'),
    run: t('That could not be done with the run'),
    model: t('That could not be done with the model'),
    evaluate: t('The evaluation has failed'),
    stopEvaluation: t('The evaluation was not stopped'),
    compare: t('The corpora could not be compared'),
    stopComparison: t('The comparison was not stopped'),
    exportTransfer: t('The comparison was not exported'),
    showReport: t('The report could not be opened'),
    reportAction: t('That could not be done with the report'),
    openError: t('The place in the corpus could not be opened'),
  };
  return Object.entries(titles).find(([kind]) => kind === of)?.[1] ?? t('Something could not be done');
}
