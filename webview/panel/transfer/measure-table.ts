import { measures } from '../../../src/transfer/measures.ts';
import { type ComparedPair, measureIds } from '../../../src/transfer/report.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import { closerWords, measureMeaning, valueText } from './measure-words.ts';

/** Every measure of a pair: its value, what it means, and why it has none. */
export function measureTable(pair: ComparedPair): HTMLElement {
  const heads = [t('Measure'), t('Value'), t('What it means')].map((text, place) =>
    element('th', { scope: 'col', ...(place === 1 ? { class: 'number' } : {}) }, text),
  );
  const rows = measureIds.map((id) => {
    const why = pair.undefinedBecause[id];
    const { formula, source } = measures[id];
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, measures[id].title),
      element('td', { class: 'number' }, valueText(pair, id)),
      element(
        'td',
        {},
        ...(why === undefined ? [] : [element('p', {}, t('Not defined: {0}.', why))]),
        element('p', {}, measureMeaning(id)),
        element('p', { class: 'note' }, [closerWords(id), formula, source].join(' · ')),
      ),
    );
  });
  return element(
    'table',
    { class: 'measures', 'aria-label': t('Every measure of {0}', pair.candidate) },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
}
