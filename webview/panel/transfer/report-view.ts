import { measures } from '../../../src/transfer/measures.ts';
import { type MeasureId, measureIds, predictedMethods, type TransferReport } from '../../../src/transfer/report.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import { Choice } from '../field.ts';
import { methodWords } from '../run-words.ts';
import { dateText, durationText, numberText } from '../words.ts';
import { hasAllPairs, heatTable } from './heat-table.ts';
import { type RankingActions, rankingTable } from './ranking-table.ts';

/** What the view does for those who use it. */
export interface TransferActions extends RankingActions {
  export(): void;
  /** Another measure of all pairs is looked at. */
  measure(id: MeasureId): void;
}

/** A report: the ranking, and a heat map where all pairs were compared. */
export class TransferReportView {
  readonly root = element('section', {
    class: 'transfer-report',
    'aria-labelledby': 'transfer-report-title',
    tabindex: -1,
  });
  readonly #actions: TransferActions;
  readonly #title = element('h3', { id: 'transfer-report-title' });
  readonly #about = element('div', { class: 'about' });
  readonly #ranking = element('div');
  readonly #heat = element('section', { class: 'pairs', 'aria-labelledby': 'transfer-pairs-title' });
  readonly #measure: Choice;
  readonly #map = element('div', {
    class: 'scroll',
    tabindex: 0,
    role: 'region',
    'aria-labelledby': 'transfer-pairs-title',
  });
  #report: TransferReport | undefined;

  constructor(actions: TransferActions) {
    this.#actions = actions;
    this.#measure = new Choice({ id: 'transfer-measure', label: t('Measure') }, (chosen) => {
      const id = measureIds.find((each) => each === chosen);
      if (id) actions.measure(id);
    });
    const save = element('vscode-button', { appearance: 'secondary' }, t('Export …'));
    save.addEventListener('click', () => actions.export());
    this.#heat.append(element('h3', { id: 'transfer-pairs-title' }, t('All pairs')), this.#measure.root, this.#map);
    this.root.append(this.#title, this.#about, this.#ranking, element('div', { class: 'actions' }, save), this.#heat);
    this.root.hidden = true;
  }

  /** @param open names of the candidates of which every measure is shown. */
  show(report: TransferReport, measure: MeasureId, open: readonly string[]): void {
    this.#report = report;
    this.root.hidden = false;
    this.#title.textContent = t('What may help {0}', report.target);
    this.#about.replaceChildren(...aboutLines(report).map((line) => element('p', {}, line)));
    this.#ranking.replaceChildren(rankingTable(report, open, this.#actions));
    this.#heat.hidden = !hasAllPairs(report);
    this.showMeasure(measure);
  }

  /** Shows a measure of all pairs. */
  showMeasure(measure: MeasureId): void {
    if (!this.#report || !hasAllPairs(this.#report)) return;
    this.#measure.show(
      measureIds.map((id) => [id, measures[id].title]),
      measure,
    );
    this.#map.replaceChildren(heatTable(this.#report, measure));
  }

  focus(): void {
    this.root.focus({ preventScroll: true });
    this.root.scrollIntoView({ block: 'start' });
  }
}

/** What the ranking goes by, how far to trust it, and when it was made. */
function aboutLines(report: TransferReport): readonly string[] {
  const { prediction, rankedBy, date, seconds, model, corpora, target } = report;
  const about = corpora.find(({ name }) => name === target);
  const method = predictedMethods.find((each) => each === rankedBy);
  const measure = measureIds.find((id) => id === rankedBy);
  const size = about?.sentences === 1 ? t('1 sentence') : t('{0} sentences', numberText(about?.sentences ?? 0));
  const types = Object.entries(about?.mentions ?? {}).map(([type, count]) => `${type} ${numberText(count)}`);
  return [
    [size, ...types].join(' · '),
    ...(prediction && method
      ? [
          t(
            'In the order of the gain that is predicted by {0}: points of F1 over the target alone.',
            methodWords(method),
          ),
          t(
            'In brackets the interval that holds it in {0} of 100 cases, and how probable it is that the corpus helps at all.',
            Math.round(100 * prediction.coverage),
          ),
          t('Learned from {0}.', prediction.learnedFrom),
          ...prediction.notes,
        ]
      : []),
    ...(measure
      ? [
          t(
            'No gain can be predicted. In the order of the measure “{0}”, which promises nothing.',
            measures[measure].title,
          ),
        ]
      : []),
    t('{0}, in {1}, by the encoder {2}', dateText(date), durationText(seconds), model.name),
  ];
}
