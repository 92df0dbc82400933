import { measures, tellingMeasures } from '../../../src/transfer/measures.ts';
import { chanceText, gainText } from '../../../src/transfer/output/numbers.ts';
import type { PredictedGain, RankedCandidate, TransferReport } from '../../../src/transfer/report.ts';
import { element } from '../../element.ts';
import { icon } from '../../icon.ts';
import { t } from '../../texts.ts';
import { methodWords } from '../run-words.ts';
import { numberText } from '../words.ts';
import { type GainAxis, gainAxis, gainBar } from './gain-bar.ts';
import { measureTable } from './measure-table.ts';
import { closerWords, valueText } from './measure-words.ts';

/** What the table does for those who use it. */
export interface RankingActions {
  /** Trains with a candidate. */
  train(candidate: string): void;
  /** Every measure of a candidate is shown, or not any more. */
  open(candidate: string, isOpen: boolean): void;
}

/**
 * The candidates, the likeliest to help first.
 * @param open those of which every measure is shown.
 */
export function rankingTable(report: TransferReport, open: readonly string[], actions: RankingActions): HTMLElement {
  const { ranking } = report;
  const methods = ranking[0]?.gains.map(({ method }) => method) ?? [];
  const telling = tellingMeasures(report);
  const axis = gainAxis(ranking.flatMap(({ gains }) => gains));
  const column = (text: string, more: { class?: string; title?: string } = {}) =>
    element('th', { scope: 'col', ...more }, text);
  const heads = [
    column(t('Rank'), { class: 'number' }),
    column(t('Candidate')),
    ...methods.map((method) => column(t('Gain by {0}', methodWords(method)))),
    ...telling.map((id) => column(measures[id].title, { class: 'number telling', title: closerWords(id) })),
  ];
  const bodies = ranking.map((candidate, index) => {
    const pair = report.pairs.find(
      ({ target, candidate: name }) => target === report.target && name === candidate.name,
    );
    const about = report.corpora.find(({ name }) => name === candidate.name);
    const id = `transfer-measures-${index}`;
    const details = element('tr', { class: 'details', id, hidden: !open.includes(candidate.name) });
    details.append(element('td', { colspan: heads.length }, ...(pair ? [element('div', {}, measureTable(pair))] : [])));
    const row = element(
      'tr',
      {},
      element('td', { class: 'number' }, numberText(index + 1)),
      candidateCell(candidate, { sentences: about?.sentences ?? 0, details, actions }),
      ...candidate.gains.map((gain) => gainCell(gain, axis)),
      ...telling.map((measure) => element('td', { class: 'number telling' }, pair ? valueText(pair, measure) : '–')),
    );
    return element('tbody', {}, row, details);
  });
  return element(
    'div',
    { class: 'scroll' },
    element(
      'table',
      { class: 'ranking', 'aria-label': t('Candidates for {0}', report.target) },
      element('thead', {}, element('tr', {}, ...heads)),
      ...bodies,
    ),
  );
}

interface CandidateParts {
  readonly sentences: number;
  /** The row that is shown and hidden. */
  readonly details: HTMLElement;
  readonly actions: RankingActions;
}

function candidateCell(
  { name, warnings }: RankedCandidate,
  { sentences, details, actions }: CandidateParts,
): HTMLElement {
  const train = element(
    'vscode-button',
    { appearance: 'secondary', 'aria-label': t('Fine-Tune with {0}', name) },
    t('Fine-Tune with It'),
  );
  train.addEventListener('click', () => actions.train(name));
  const more = element('button', {
    ...{ type: 'button', class: 'link', 'aria-controls': details.id },
    'aria-label': t('Every measure of {0}', name),
  });
  const tell = () => {
    more.ariaExpanded = String(!details.hidden);
    more.textContent = details.hidden ? t('Every measure') : t('Fewer measures');
  };
  more.addEventListener('click', () => {
    details.hidden = !details.hidden;
    tell();
    actions.open(name, !details.hidden);
  });
  tell();
  const size = sentences === 1 ? t('1 sentence') : t('{0} sentences', numberText(sentences));
  return element(
    'th',
    { scope: 'row', class: 'candidate' },
    element('span', { class: 'name' }, name),
    element('span', { class: 'note' }, size),
    ...warnings.map((text) => element('p', { class: 'warning' }, icon('warning'), element('span', {}, text))),
    element('span', { class: 'actions' }, train, more),
  );
}

function gainCell(gain: PredictedGain, axis: GainAxis): HTMLElement {
  const ends = t('{0} to {1}', gainText(gain.low), gainText(gain.high));
  return element(
    'td',
    { class: 'gain-cell' },
    gainBar(gain, axis),
    element('strong', {}, gainText(gain.gain)),
    ' ',
    element('span', { class: 'note' }, `(${ends})`),
    ' ',
    element('span', { class: 'note helps' }, t('helps: {0}', chanceText(gain.helps))),
  );
}
