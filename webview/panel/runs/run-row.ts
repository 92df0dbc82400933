import type { RunSummary } from '../../../src/runs/run.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { Checkbox } from '../../toolkit.ts';
import type { Page } from '../page.ts';
import { type Column, stateNodes } from './columns.ts';
import { pickBox } from './pick-box.ts';
import { actionButtons, actionsKey } from './row-actions.ts';

/** A run in the table. Its cells change only where what they tell has changed: what has the focus keeps it. */
export class RunRow {
  readonly root = element('tr', { role: 'row' });
  readonly #page: Pick<Page, 'post' | 'openRun'>;
  readonly #columns: readonly Column[];
  readonly #box: Checkbox;
  readonly #cells = new Map<string, { readonly cell: HTMLElement; key: string }>();

  /** @param select told when the person selects the run or no more. */
  constructor(
    run: RunSummary,
    columns: readonly Column[],
    page: Pick<Page, 'post' | 'openRun'>,
    select: (selected: boolean) => void,
  ) {
    this.#page = page;
    this.#columns = columns;
    this.#box = pickBox(t('Select {0}', run.name));
    this.#box.addEventListener('change', () => select(this.#box.checked));
    this.root.dataset.run = run.id;
    this.root.append(element('td', { role: 'cell', class: 'pick' }, this.#box));
    for (const { name, title, numeric } of columns) {
      const made =
        name === 'name' ? element('th', { scope: 'row', role: 'rowheader' }) : element('td', { role: 'cell' });
      this.#add(made, name, title, numeric);
    }
    this.#add(element('td', { role: 'cell' }), 'actions', t('Actions'), false);
  }

  show(run: RunSummary, selected: boolean): void {
    if (this.#box.checked !== selected) this.#box.checked = selected;
    this.root.toggleAttribute('data-selected', selected);
    for (const column of this.#columns) {
      const text = column.text(run);
      if (column.name === 'name') this.#fill('name', text, () => [this.#opener(run)]);
      else if (column.name === 'state') {
        const { state, stopping, problem, progress } = run;
        const key = JSON.stringify([state, stopping, problem, progress?.share, progress?.secondsLeft]);
        this.#fill('state', key, () => stateNodes(run));
      } else this.#fill(column.name, text, () => [text]);
    }
    this.#fill('actions', actionsKey(run), () => actionButtons(run, (request) => this.#page.post(request)));
  }

  #add(cell: HTMLElement, name: string, title: string, numeric: boolean): void {
    cell.classList.add(name);
    cell.classList.toggle('number', numeric);
    cell.dataset.title = title;
    this.#cells.set(name, { cell, key: '' });
    this.root.append(cell);
  }

  #fill(name: string, key: string, make: () => readonly (string | Node)[]): void {
    const known = this.#cells.get(name);
    if (!known || known.key === key) return;
    known.key = key;
    const focused = known.cell.matches(':focus-within');
    known.cell.replaceChildren(...make());
    if (focused) known.cell.querySelector<HTMLElement>('button, vscode-button')?.focus();
  }

  #opener({ id, name }: RunSummary): HTMLElement {
    const button = element('button', { type: 'button', class: 'link', title: t('Open the run') }, name);
    button.addEventListener('click', () => this.#page.openRun(id));
    return button;
  }
}
