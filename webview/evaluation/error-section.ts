import { h } from 'hastscript';
import { count, counted, errorMeanings, plain } from '../../src/evaluate/report/format.ts';
import { section } from '../../src/evaluate/report/html/element.ts';
import { type ErrorKind, type EvaluationReport, errorKinds } from '../../src/evaluate/report/report.ts';
import { ErrorList } from './error-list.ts';
import { errorTypes, type Filters } from './filters.ts';
import { part } from './fragment.ts';

/** Errors with their filters, as the page shows them; `attachErrors` makes it live. */
export function errorsSection({ errors }: EvaluationReport) {
  const total = errorKinds.reduce((sum, kind) => sum + errors.counts[kind], 0);
  if (total === 0) return section('errors', 'Errors', 'None: everything that is labelled was found, and nothing else.');
  const kept = errors.cut ? ` The first ${count(errors.places.length)} are kept.` : '';
  return section(
    'errors',
    'Errors',
    [
      `${counted(total, 'error')}.${kept} In the text, what is `,
      h('mark.gold', 'labelled'),
      ' is underlined, what was ',
      h('mark.found', 'found'),
      ' is shaded. Choose one to open the corpus there.',
    ],
    h('.filters', [
      h(
        '.kinds',
        { role: 'group', ariaLabel: 'Kinds of errors' },
        errorKinds.map((kind) =>
          h('button.toggle', { type: 'button', dataKind: kind, ariaPressed: 'false', title: errorMeanings[kind] }, [
            h('span.key', { className: [`kind-${kind.replaceAll(' ', '-')}`] }),
            `${kind} `,
            h('strong', count(errors.counts[kind])),
          ]),
        ),
      ),
      h('label', [
        'Type ',
        h('select#error-type', [
          h('option', { value: '' }, 'any'),
          ...errorTypes(errors).map((type) => h('option', { value: type }, plain(type))),
        ]),
      ]),
      h('label', [
        'Order ',
        h('select#error-order', [
          h('option', { value: 'frequency' }, 'most frequent first'),
          h('option', { value: 'corpus' }, 'as in the corpus'),
        ]),
      ]),
    ]),
    h('p.note#error-count', { role: 'status' }),
    h('ol.frequent#error-list'),
    h('button.more#error-more', { type: 'button', hidden: true }),
  );
}

/** The section of errors on the page. */
export interface LiveErrors {
  mark(index: number): void;
}

/**
 * Makes the section live.
 * @param root what it is in.
 * @param changed hears what the filters are now.
 * @returns undefined where there are no errors.
 */
export function attachErrors(
  root: ParentNode,
  { errors }: EvaluationReport,
  initial: Filters,
  changed: (filters: Filters) => void,
  open: (index: number, shown: readonly number[]) => void,
): LiveErrors | undefined {
  if (!root.querySelector('#error-list')) return undefined;
  const type = part(root, 'error-type', HTMLSelectElement);
  const order = part(root, 'error-order', HTMLSelectElement);
  const told = part(root, 'error-count', HTMLElement);
  const more = part(root, 'error-more', HTMLButtonElement);
  const list = new ErrorList(part(root, 'error-list', HTMLElement), more, errors, open);
  const toggles = [...root.querySelectorAll<HTMLButtonElement>('button[data-kind]')];
  let filters = initial;

  const show = () => {
    for (const toggle of toggles) {
      toggle.ariaPressed = String(filters.kinds.some((kind) => kind === toggle.dataset.kind));
    }
    type.value = filters.type;
    order.value = filters.order;
    const { rows, errors: number } = list.show(filters);
    const groups = filters.order === 'frequency' ? ` in ${counted(rows, 'group')}` : '';
    told.textContent = `${counted(number, 'error')}${groups}`;
  };
  const set = (change: Partial<Filters>) => {
    filters = { ...filters, ...change };
    changed(filters);
    show();
  };
  for (const toggle of toggles) {
    const kind = errorKinds.find((each) => each === toggle.dataset.kind);
    if (kind) toggle.addEventListener('click', () => set({ kinds: toggled(filters.kinds, kind) }));
  }
  type.addEventListener('change', () => set({ type: type.value }));
  order.addEventListener('change', () => set({ order: order.value === 'corpus' ? 'corpus' : 'frequency' }));
  if (!errorTypes(errors).includes(filters.type)) filters = { ...filters, type: '' };
  show();
  return list;
}

function toggled(kinds: readonly ErrorKind[], kind: ErrorKind): readonly ErrorKind[] {
  return kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind];
}
