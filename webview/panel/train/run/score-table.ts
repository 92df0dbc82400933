import type { RunSummary } from '../../../../src/runs/run.ts';
import { element } from '../../../element.ts';
import { icon } from '../../../icon.ts';
import { t } from '../../../texts.ts';
import type { PlacedEvaluation, RunCurves } from '../../curves/curves.ts';
import { numberText, percentText } from '../../words.ts';
import { stageName } from '../names.ts';

/** What the curves of the scores show, in numbers: an epoch a row. */
export function epochTable({ evaluations, scores }: RunCurves): HTMLElement {
  const columns = [...scores].flatMap(([corpus, { types }]) => [
    { corpus, type: undefined, title: scores.size > 1 ? corpus : t('All types') },
    ...(types.size < 2 ? [] : [...types.keys()].map((type) => ({ corpus, type, title: type }))),
  ]);
  const cellOf = ({ corpora }: PlacedEvaluation, corpus: string, type: string | undefined) => {
    const found = corpora.find((each) => each.corpus === corpus);
    const score = type === undefined ? found?.micro : found?.types[type];
    return score ? percentText(score.f1) : '–';
  };
  const rows = evaluations.map((evaluation) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, stageName(evaluation.stage)),
      element('td', { class: 'number' }, numberText(evaluation.epoch)),
      element('td', { class: 'number' }, numberText(evaluation.step)),
      ...columns.map(({ corpus, type }) => element('td', { class: 'number' }, cellOf(evaluation, corpus, type))),
      ...(scores.size === 0 ? [element('td', { class: 'number' }, numberText(evaluation.loss ?? 0, 4))] : []),
      element('td', { class: 'best' }, ...(evaluation.best ? [icon('best'), t('best so far')] : [])),
    ),
  );
  const titles = [t('Stage'), t('Epoch'), t('Update'), ...columns.map(({ title }) => title)];
  const heads = [...titles, ...(scores.size === 0 ? [t('Loss')] : []), t('Best')];
  return tableOf(t('F1 on devel, in per cent'), heads, rows);
}

/** Precision, recall and F1 of each corpus and type, on devel and on test. */
export function finalTable({ devel, test }: RunSummary): HTMLElement {
  const rows = [
    ...devel.map((scores) => [t('Devel'), scores] as const),
    ...test.map((scores) => [t('Test'), scores] as const),
  ].flatMap(([part, { corpus, micro, types }]) => {
    const each = Object.entries(types);
    return [...(each.length === 1 ? [] : [[t('All types'), micro] as const]), ...each].map(([type, score], place) =>
      element(
        'tr',
        place === 0 ? { class: 'first' } : {},
        element('th', { scope: 'row' }, part),
        element('td', {}, corpus),
        element('td', {}, type),
        ...[score.precision, score.recall].map((value) => element('td', { class: 'number' }, percentText(value))),
        element('td', { class: 'number' }, element('strong', {}, percentText(score.f1))),
        element('td', { class: 'number' }, numberText(score.support)),
      ),
    );
  });
  const heads = [t('Part'), t('Corpus'), t('Type'), t('Precision'), t('Recall'), t('F1'), t('Mentions')];
  return tableOf(t('Scores in per cent'), heads, rows);
}

/** A table that scrolls by itself where it is too wide. */
function tableOf(name: string, heads: readonly string[], rows: readonly HTMLElement[]): HTMLElement {
  const numbers = new Set(
    rows.flatMap((row) => [...row.children].flatMap((cell, place) => (cell.className === 'number' ? [place] : []))),
  );
  const titles = heads.map((text, place) =>
    element('th', { scope: 'col', ...(numbers.has(place) ? { class: 'number' } : {}) }, text),
  );
  return element(
    'div',
    { class: 'scroll', role: 'region', 'aria-label': name, tabindex: 0 },
    element(
      'table',
      {},
      element('caption', {}, name),
      element('thead', {}, element('tr', {}, ...titles)),
      element('tbody', {}, ...rows),
    ),
  );
}
