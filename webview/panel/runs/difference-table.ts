import { element } from '../../element.ts';
import { t } from '../../texts.ts';

/** What is known of one run, under its name. */
export interface KnownRun {
  readonly name: string;
  readonly facts: ReadonlyMap<string, string>;
}

/** A table with a column for each run: what differs between them, and what does not if it is asked for. */
export function differenceTable(runs: readonly KnownRun[], all: boolean): HTMLElement {
  const titles = [...new Set(runs.flatMap(({ facts }) => [...facts.keys()]))];
  const rows = titles
    .map((title) => ({ title, values: runs.map(({ facts }) => facts.get(title) ?? '') }))
    .filter(({ values }) => values.some((value) => value !== ''))
    .map((row) => ({ ...row, differs: row.values.some((value) => value !== row.values[0]) }))
    .filter(({ differs }) => all || differs || runs.length < 2);
  if (rows.length === 0) return element('p', { class: 'quiet' }, t('Nothing that is known of these runs differs.'));
  const heads = [t('What'), ...runs.map(({ name }) => name)].map((text) => element('th', { scope: 'col' }, text));
  const made = rows.map(({ title, values, differs }) =>
    element(
      'tr',
      { class: differs ? 'differs' : false },
      element('th', { scope: 'row' }, title),
      ...values.map((value) => element('td', {}, value === '' ? '–' : value)),
    ),
  );
  return element(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': t('What differs'), tabindex: 0 },
    element(
      'table',
      { class: 'differences' },
      element('thead', {}, element('tr', {}, ...heads)),
      element('tbody', {}, ...made),
    ),
  );
}
