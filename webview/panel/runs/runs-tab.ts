import type { PanelUpdate } from '../../../src/protocol/panel.ts';
import type { RunLogEntry, RunSummary } from '../../../src/runs/run.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { TextField } from '../../toolkit.ts';
import type { Page, TabMaker } from '../page.ts';
import { CleanUp } from './clean-up.ts';
import { Comparison, mostCurves } from './comparison.ts';
import { type ColumnName, type RunsState, readRunsState } from './kept.ts';
import { RunTable } from './run-table.ts';

/** The history of all runs: sorted, filtered, compared, cleaned up. */
export const runsTab: TabMaker = (page) => new RunsTab(page);

class RunsTab {
  readonly root = element('div', { class: 'runs' });
  readonly #page: Page;
  readonly #table: RunTable;
  readonly #cleanUp: CleanUp;
  readonly #comparison: Comparison;
  readonly #filter = element<TextField>('vscode-text-field', { type: 'text', placeholder: t('Name, corpus, state …') });
  readonly #left = element('p', { class: 'quiet', role: 'status' });
  readonly #some: HTMLElement;
  readonly #none: HTMLElement;
  readonly #logs = new Map<string, readonly RunLogEntry[]>();
  /** Undefined until they are told. */
  #runs: readonly RunSummary[] | undefined;
  #state: RunsState;
  #followed = '';

  constructor(page: Page) {
    this.#page = page;
    this.#state = readRunsState(page.kept('runs'));
    this.#table = new RunTable(page, {
      sort: (by) => this.#sort(by),
      select: (ids, selected) => this.#select(ids, selected),
    });
    this.#cleanUp = new CleanUp(page, {
      compare: () => this.#comparison.focus(),
      clear: () => this.#select(this.#state.selected, false),
    });
    this.#comparison = new Comparison((all) => {
      if (all !== this.#state.all) this.#change({ all });
    });
    this.#filter.append(t('Filter'));
    this.#filter.value = this.#state.filter;
    this.#filter.addEventListener('input', () => this.#change({ filter: this.#filter.value }));
    const tools = element('div', { class: 'tools' }, this.#filter, this.#left);
    this.#some = element('div', {}, tools, this.#cleanUp.root, this.#table.root, this.#comparison.root);
    this.#none = nothing(page);
    this.root.append(element('h2', {}, t('Runs')), this.#none, this.#some);
    this.#show();
  }

  receive(update: PanelUpdate): void {
    if (update.kind === 'runs') {
      this.#runs = update.runs;
      const ids = new Set(update.runs.map(({ id }) => id));
      const selected = this.#state.selected.filter((id) => ids.has(id));
      if (selected.length < this.#state.selected.length) this.#change({ selected });
      else this.#show();
      this.#follow();
    }
    if (update.kind === 'log' && this.#state.selected.includes(update.run)) {
      const before = update.anew ? [] : (this.#logs.get(update.run) ?? []);
      this.#logs.set(update.run, [...before, ...update.entries]);
      this.#compare();
    }
  }

  #sort(by: ColumnName): void {
    const { sort } = this.#state;
    // Words from A, numbers and dates from the greatest.
    const first = !['name', 'state', 'method', 'base', 'corpora'].includes(by);
    this.#change({ sort: { by, descending: sort.by === by ? !sort.descending : first } });
  }

  #select(ids: readonly string[], selected: boolean): void {
    const others = this.#state.selected.filter((id) => !ids.includes(id));
    const wanted = selected ? [...new Set([...this.#state.selected, ...ids])] : others;
    if (wanted.length === this.#state.selected.length) return;
    this.#change({ selected: wanted });
    this.#follow();
  }

  #change(change: Partial<RunsState>): void {
    this.#state = { ...this.#state, ...change };
    this.#page.keep('runs', this.#state);
    this.#show();
  }

  #show(): void {
    const runs = this.#runs ?? [];
    this.#none.hidden = this.#runs === undefined || runs.length > 0;
    this.#some.hidden = runs.length === 0;
    const left = this.#table.show(runs, this.#state);
    const told = this.#state.filter.trim() === '' ? '' : t('{0} of {1} runs', left, runs.length);
    if (this.#left.textContent !== told) this.#left.textContent = told;
    this.#cleanUp.show(runs, this.#selected());
    this.#compare();
  }

  #compare(): void {
    this.#comparison.show(this.#selected(), this.#logs, this.#state.all);
  }

  /** In the order in which they were selected. */
  #selected(): readonly RunSummary[] {
    return this.#state.selected.flatMap((id) => this.#runs?.find((run) => run.id === id) ?? []);
  }

  /** Asks for the logs of the runs whose curves are shown, if these are others than before. */
  #follow(): void {
    const runs = this.#selected()
      .filter(({ state }) => state !== 'missing')
      .slice(0, mostCurves)
      .map(({ id }) => id);
    const key = JSON.stringify(runs);
    if (key === this.#followed || (this.#followed === '' && runs.length === 0)) return;
    this.#followed = key;
    this.#page.post({ kind: 'follow', runs });
  }
}

/** What stands where no run is yet. */
function nothing(page: Page): HTMLElement {
  const begin = element('vscode-button', {}, t('Train a Model'));
  begin.addEventListener('click', () => page.go('train'));
  return element(
    'div',
    { class: 'empty' },
    element(
      'p',
      {},
      t('There is no run yet. Every model that is trained here, or by the command line, is listed here.'),
    ),
    begin,
  );
}
