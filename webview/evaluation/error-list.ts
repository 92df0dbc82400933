import { h } from 'hastscript';
import { count, plain } from '../../src/evaluate/report/format.ts';
import { contextLine } from '../../src/evaluate/report/html/context.ts';
import type { Errors, EvaluationError, PlacedMention } from '../../src/evaluate/report/report.ts';
import { type ErrorGroup, type Filters, shownGroups, shownPlaces } from './filters.ts';
import { fragmentOf } from './fragment.ts';

/** Rows that are added to a list at a time. */
const rowsAtOnce = 200;

/** The list of errors: rows are buttons that open an error in its file; arrow keys go from one to the next. */
export class ErrorList {
  readonly #list: HTMLElement;
  readonly #more: HTMLButtonElement;
  readonly #errors: Errors;
  readonly #open: (index: number, shown: readonly number[]) => void;
  #rows: readonly (number | ErrorGroup)[] = [];
  #added = 0;
  #shown: readonly number[] = [];
  #current: number | undefined;

  /** @param open hears which error was chosen, and which are shown with it. */
  constructor(
    list: HTMLElement,
    more: HTMLButtonElement,
    errors: Errors,
    open: (index: number, shown: readonly number[]) => void,
  ) {
    this.#list = list;
    this.#more = more;
    this.#errors = errors;
    this.#open = open;
    list.addEventListener('click', ({ target }) => this.#click(target));
    list.addEventListener('keydown', (event) => this.#key(event));
    more.addEventListener('click', () => this.#add());
  }

  /** Shows the errors that filters leave; how many rows and errors these are. */
  show(filters: Filters): { readonly rows: number; readonly errors: number } {
    const groups = shownGroups(this.#errors, filters);
    this.#rows = filters.order === 'corpus' ? shownPlaces(this.#errors, filters) : groups;
    this.#shown =
      filters.order === 'corpus' ? shownPlaces(this.#errors, filters) : groups.flatMap(({ places }) => [...places]);
    this.#list.replaceChildren();
    this.#added = 0;
    this.#add();
    const errors =
      filters.order === 'corpus' ? this.#rows.length : groups.reduce((sum, { error }) => sum + error.count, 0);
    return { rows: this.#rows.length, errors };
  }

  /** Marks the error that is open in the editor, if it is shown. */
  mark(index: number): void {
    this.#current = index;
    for (const row of this.#list.querySelectorAll('[aria-current]')) row.removeAttribute('aria-current');
    const row = this.#list.querySelector<HTMLElement>(`button[data-index="${index}"]`);
    if (!row) return;
    row.setAttribute('aria-current', 'true');
    const group = row.closest('details');
    if (group) group.open = true;
    row.scrollIntoView({ block: 'nearest' });
  }

  #add(): void {
    const next = this.#rows.slice(this.#added, this.#added + rowsAtOnce);
    this.#list.append(
      fragmentOf(...next.map((row) => (typeof row === 'number' ? this.#place(row) : this.#group(row)))),
    );
    this.#added += next.length;
    const left = this.#rows.length - this.#added;
    this.#more.hidden = left === 0;
    this.#more.textContent = `Show ${count(Math.min(left, rowsAtOnce))} more of ${count(left)}`;
    if (this.#current !== undefined) this.mark(this.#current);
  }

  #group({ error, places }: ErrorGroup) {
    const { kind, gold, found, count: times } = error;
    const summary = [
      h('span.times', `${count(times)}×`),
      h('span.kind', [h('span.key', { className: [`kind-${kind.replaceAll(' ', '-')}`] }), kind]),
      h('span.what', [
        ...(gold ? [h('b', plain(gold.text)), ` ${plain(gold.type)}`] : []),
        ...(gold && found ? [' → '] : []),
        ...(found ? [h('b', plain(found.text)), ` ${plain(found.type)}`] : []),
      ]),
    ];
    const [only] = places;
    if (only === undefined) return h('li', h('p.summary', summary));
    if (times === 1) return h('li', h('button.row.single', { type: 'button', dataIndex: only }, summary));
    const kept = places.length < times ? [h('li.note', `${count(times - places.length)} more are not kept.`)] : [];
    return h('li', [
      h('details', [h('summary', summary), h('ul.places', [...places.map((index) => this.#place(index)), ...kept])]),
    ]);
  }

  #place(index: number) {
    const error = this.#errors.places[index];
    return h('li', error ? h('button.row', { type: 'button', dataIndex: index }, placeRow(error)) : []);
  }

  #click(target: EventTarget | null): void {
    const row = target instanceof Element ? target.closest<HTMLElement>('button[data-index]') : null;
    if (row) this.#open(Number(row.dataset.index), this.#shown);
  }

  #key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...this.#list.querySelectorAll<HTMLElement>('button[data-index], summary')].filter(
      (row) => row.offsetParent !== null,
    );
    const at = rows.findIndex((row) => row.matches(':focus'));
    if (at < 0) return;
    const next = step === undefined ? { Home: rows[0], End: rows.at(-1) }[event.key] : rows[at + step];
    if (!next) return;
    next.focus();
    event.preventDefault();
  }
}

function placeRow({ kind, gold, found, document: name, context }: EvaluationError) {
  const { file, line } = (gold ?? found)?.place ?? { file: '', line: 0 };
  return [
    { ...contextLine(context), tagName: 'span' },
    h('span.where', [
      h('span', [h('span.key', { className: [`kind-${kind.replaceAll(' ', '-')}`] }), kind]),
      ...(gold ? [h('span.said', ['labelled ', ...mention(gold)])] : []),
      ...(found ? [h('span.said', ['found ', ...mention(found)])] : []),
      h('span.place', [plain(name), ' · ', h('code', `${plain(file.split(/[\\/]/).at(-1) ?? file)}:${line}`)]),
    ]),
  ];
}

function mention({ text, type, score }: PlacedMention) {
  return [h('b', plain(text)), ` (${plain(type)}${score === undefined ? '' : `, ${score.toFixed(2)}`})`];
}
