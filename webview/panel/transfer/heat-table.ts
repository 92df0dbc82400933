import { measures } from '../../../src/transfer/measures.ts';
import { colourOf } from '../../../src/transfer/output/colours.ts';
import { scaleOf } from '../../../src/transfer/output/scale.ts';
import type { ComparedPair, MeasureId, TransferReport } from '../../../src/transfer/report.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import { closerWords, valueText } from './measure-words.ts';

/** Whether a report has more pairs than those of its target. */
export function hasAllPairs({ pairs, target }: TransferReport): boolean {
  return pairs.some((pair) => pair.target !== target);
}

/** A measure of all pairs: targets in rows, candidates in columns, darker where they are closer. */
export function heatTable({ corpora, pairs, target }: TransferReport, id: MeasureId): HTMLElement {
  const names = corpora.map(({ name }) => name);
  const { shareOf } = scaleOf(pairs, measures[id]);
  const byNames = new Map(pairs.map((pair) => [JSON.stringify([pair.target, pair.candidate]), pair]));
  const head = (name: string, scope: 'row' | 'col') =>
    element('th', { scope, ...(name === target ? { class: 'marked' } : {}) }, name);
  const cell = (row: string, column: string) => {
    const pair = byNames.get(JSON.stringify([row, column]));
    return pair ? valueCell(pair, id, shareOf) : element('td', {});
  };
  const rows = names.map((row) => element('tr', {}, head(row, 'row'), ...names.map((column) => cell(row, column))));
  const direction = measures[id].symmetric ? t('the same in both directions') : t('depends on the direction');
  return element(
    'table',
    { class: 'heat' },
    element('caption', {}, `${measures[id].title}: ${closerWords(id)}; ${direction}; ${t('darker is closer')}`),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        element('th', { scope: 'col', class: 'corner' }, t('Target ↓ candidate →')),
        ...names.map((name) => head(name, 'col')),
      ),
    ),
    element('tbody', {}, ...rows),
  );
}

function valueCell(pair: ComparedPair, id: MeasureId, shareOf: (value: number) => number): HTMLElement {
  const value = pair.values[id];
  const made = element(
    'td',
    { class: 'number', 'data-value': true, title: pair.undefinedBecause[id] },
    valueText(pair, id),
  );
  if (value === null) return made;
  const { fill, isDark } = colourOf(shareOf(value));
  made.style.setProperty('background', fill);
  made.style.setProperty('color', isDark ? '#ffffff' : '#000000');
  return made;
}
