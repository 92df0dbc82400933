import type { ListedEvaluation, PanelUpdate } from '../../../src/protocol/panel.ts';
import { element } from '../../element.ts';
import { noFilters } from '../../evaluation/filters.ts';
import { ReportView } from '../../evaluation/report-view.ts';
import { t } from '../../texts.ts';
import { JobProgress } from '../job-progress.ts';
import type { Page, EvaluateTab as Tab, TabMaker } from '../page.ts';
import { percentText } from '../words.ts';
import { EvaluateForm } from './form.ts';
import { type EvaluateState, readEvaluateState } from './kept.ts';
import { KeptList } from './kept-list.ts';

/** Models are evaluated, and the reports looked at. */
export const evaluateTab: TabMaker<Tab> = (page) => new EvaluateTab(page);

class EvaluateTab implements Tab {
  readonly root: HTMLElement;
  readonly #page: Page;
  readonly #form: EvaluateForm;
  readonly #progress: JobProgress;
  readonly #kept: KeptList;
  readonly #report: ReportView;
  readonly #place = element('section', {
    class: 'report-place',
    'aria-label': t('Report'),
    tabindex: -1,
    hidden: true,
  });
  readonly #waiting = element('p', { role: 'status' });
  #state: EvaluateState;
  #listed: readonly ListedEvaluation[] | undefined;
  #busy = false;
  /** The report that is shown, or undefined; and the one that was asked for, which is gone to when it is there. */
  #shown: string | undefined;
  #awaited: string | undefined;

  constructor(page: Page) {
    this.#page = page;
    this.#state = readEvaluateState(page.kept('evaluate'));
    this.#form = new EvaluateForm(page, this.#state, (change) => this.#change(change));
    this.#progress = new JobProgress(() => page.post({ kind: 'stopEvaluation' }));
    this.#kept = new KeptList((id) => this.#open(id));
    this.#report = new ReportView(
      {
        act: (action) => page.post({ kind: 'reportAction', id: this.#shown ?? '', action }),
        filter: (filters) => this.#keep({ filters }),
        open: (index, shown) => page.post({ kind: 'openError', id: this.#shown ?? '', index, shown }),
      },
      1,
    );
    this.#place.append(this.#waiting, this.#report.root);
    const form = element('div', { class: 'ask' }, this.#form.root, this.#progress.root);
    this.root = element(
      'div',
      { class: 'evaluate' },
      element('h2', { id: 'evaluate-title' }, t('Evaluate a model on a corpus')),
      element('div', { class: 'columns' }, form, this.#kept.root),
      this.#place,
    );
    this.#show();
  }

  choose(folder: string): void {
    this.#change({ model: this.#form.keyOf(folder) });
    this.#form.focus();
  }

  receive(update: PanelUpdate): void {
    if (this.#form.receive(update)) this.#show();
    else if (update.kind === 'evaluations') this.#list(update.kept);
    else if (update.kind === 'evaluating') this.#tellProgress(update.now);
    else if (update.kind === 'report') this.#showReport(update);
    else if (update.kind === 'opened' && update.id === this.#shown) this.#mark(update.index);
    else if (update.kind === 'problem' && update.of === 'showReport') this.#wait(undefined);
  }

  #mark(opened: number): void {
    this.#report.mark(opened);
    this.#keep({ opened });
  }

  #list(kept: readonly ListedEvaluation[]): void {
    const first = this.#listed === undefined;
    this.#listed = kept;
    const { shown } = this.#state;
    if (first && shown !== '' && this.#shown === undefined) {
      if (kept.some(({ id }) => id === shown)) this.#page.post({ kind: 'showReport', id: shown });
      else this.#keep({ shown: '', filters: noFilters, opened: undefined });
    }
    this.#show();
  }

  #tellProgress(now: Extract<PanelUpdate, { readonly kind: 'evaluating' }>['now']): void {
    if (now && !this.#busy) this.#page.announce(t('Evaluating: {0}', now.title));
    this.#busy = now !== undefined;
    this.#progress.show(now);
    this.#show();
  }

  #open(id: string): void {
    this.#awaited = id;
    if (id === this.#shown) this.#goToReport();
    else {
      this.#wait(t('Loading the report …'));
      this.#page.post({ kind: 'showReport', id });
    }
  }

  #wait(text: string | undefined): void {
    this.#waiting.textContent = text ?? '';
    this.#waiting.hidden = text === undefined;
    this.#place.hidden = text === undefined && this.#shown === undefined;
  }

  #showReport({ id, report }: Extract<PanelUpdate, { readonly kind: 'report' }>): void {
    // On a page that was loaded again it is the one that had been looked at, with its filters.
    const again = this.#shown === undefined && this.#awaited === undefined && id === this.#state.shown;
    const asBefore = id === this.#state.shown;
    const filters = asBefore ? this.#state.filters : noFilters;
    const opened = asBefore ? this.#state.opened : undefined;
    this.#shown = id;
    this.#keep({ shown: id, filters, opened });
    this.#wait(undefined);
    this.#report.show(report, filters);
    if (opened !== undefined) this.#report.mark(opened);
    this.#show();
    if (again) return;
    this.#page.announce(t('The report is there: F1 {0} per cent.', percentText(report.micro.f1)));
    this.#goToReport();
  }

  #goToReport(): void {
    this.#awaited = undefined;
    this.#place.focus({ preventScroll: true });
    this.#place.scrollIntoView({ block: 'start' });
  }

  #change(change: Partial<EvaluateState>): void {
    this.#keep(change);
    this.#show();
  }

  #keep(change: Partial<EvaluateState>): void {
    this.#state = { ...this.#state, ...change };
    this.#page.keep('evaluate', this.#state);
  }

  #show(): void {
    this.#form.show(this.#state, this.#busy);
    this.#kept.show(this.#listed ?? [], this.#shown ?? '');
  }
}
