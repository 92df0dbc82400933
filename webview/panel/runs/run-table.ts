import type { RunSummary } from '../../../src/runs/run.ts';
import { element } from '../../element.ts';
import { icon } from '../../icon.ts';
import { t } from '../../texts.ts';
import type { Checkbox } from '../../toolkit.ts';
import type { Page } from '../page.ts';
import { type Column, runColumns, sorted } from './columns.ts';
import type { ColumnName, RunsState } from './kept.ts';
import { pickBox } from './pick-box.ts';
import { RunRow } from './run-row.ts';

/** Told of what a person does with the table. */
export interface TableListener {
  sort(by: ColumnName): void;
  select(ids: readonly string[], selected: boolean): void;
}

/** All runs: sorted by any column, each selectable. */
export class RunTable {
  readonly root: HTMLElement;
  readonly #columns = runColumns();
  readonly #page: Page;
  readonly #listener: TableListener;
  readonly #heads = new Map<ColumnName, HTMLElement>();
  readonly #all: Checkbox;
  readonly #body = element('tbody', { role: 'rowgroup' });
  readonly #rows = new Map<string, RunRow>();
  #shown: readonly string[] = [];

  constructor(page: Page, listener: TableListener) {
    this.#page = page;
    this.#listener = listener;
    this.#all = pickBox(t('Select all runs that are shown'));
    this.#all.addEventListener('change', () => this.#selectAll());
    const heads = this.#columns.map((column) => this.#head(column));
    const head = element(
      'tr',
      { role: 'row' },
      element('td', { role: 'cell', class: 'pick' }, this.#all),
      ...heads,
      element('th', { scope: 'col', role: 'columnheader', class: 'actions' }, t('Actions')),
    );
    this.root = element(
      'div',
      { class: 'scroll', role: 'region', 'aria-label': t('Runs'), tabindex: 0 },
      element('table', { role: 'table' }, element('thead', { role: 'rowgroup' }, head), this.#body),
    );
  }

  /** Shows the runs that a filter leaves; how many these are. */
  show(runs: readonly RunSummary[], { sort, filter, selected }: RunsState): number {
    const left = runs.filter((run) => this.#passes(run, filter));
    const column = this.#columns.find(({ name }) => name === sort.by);
    const order = column ? sorted(left, column, sort.descending) : left;
    for (const [name, head] of this.#heads) {
      const direction = sort.descending ? 'descending' : 'ascending';
      head.ariaSort = name === sort.by ? direction : 'none';
    }
    this.#shown = order.map(({ id }) => id);
    this.#showRows(order, selected);
    const chosen = this.#shown.filter((id) => selected.includes(id)).length;
    const every = chosen > 0 && chosen === this.#shown.length;
    if (this.#all.checked !== every) this.#all.checked = every;
    this.#all.indeterminate = chosen > 0 && !every;
    return order.length;
  }

  #showRows(runs: readonly RunSummary[], selected: readonly string[]): void {
    const rows = runs.map((run) => {
      const row = this.#rows.get(run.id) ?? this.#row(run);
      row.show(run, selected.includes(run.id));
      return row.root;
    });
    for (const [id, row] of this.#rows) {
      if (this.#shown.includes(id)) continue;
      row.root.remove();
      this.#rows.delete(id);
    }
    const focused = this.#body.querySelector<HTMLElement>(':focus');
    for (const [index, row] of rows.entries()) {
      const there = this.#body.children[index];
      if (there !== row) this.#body.insertBefore(row, there ?? null);
    }
    // A row that is moved loses the focus.
    if (focused?.matches(':not(:focus)')) focused.focus();
  }

  #row(run: RunSummary): RunRow {
    const row = new RunRow(run, this.#columns, this.#page, (on) => this.#listener.select([run.id], on));
    this.#rows.set(run.id, row);
    return row;
  }

  #head({ name, title, numeric }: Column): HTMLElement {
    const button = element('button', { type: 'button' }, title, icon('up'), icon('down'));
    button.addEventListener('click', () => this.#listener.sort(name));
    const head = element('th', { scope: 'col', role: 'columnheader', class: numeric ? 'number' : false }, button);
    this.#heads.set(name, head);
    return head;
  }

  #selectAll(): void {
    const some = this.#shown.length > 0;
    // It changes by itself too, as runs come and go.
    const every = some && [...this.#rows.values()].every(({ root }) => root.hasAttribute('data-selected'));
    if (some && this.#all.checked !== every) this.#listener.select(this.#shown, this.#all.checked);
  }

  #passes(run: RunSummary, filter: string): boolean {
    const words = filter.toLowerCase().split(/\s+/);
    const text = this.#columns.map((column) => column.text(run)).join(' ');
    const searched = `${text} ${run.corpora.map(({ name }) => name).join(' ')} ${run.problem ?? ''}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  }
}
