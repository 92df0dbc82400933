import type { PanelUpdate } from '../../../src/protocol/panel.ts';
import { trainingMethods } from '../../../src/protocol/training.ts';
import type { TransferReport } from '../../../src/protocol/transfer.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import { JobProgress } from '../job-progress.ts';
import type { Page, Tab, TabMaker } from '../page.ts';
import { choiceOf } from './candidates.ts';
import { readTransferState, type TransferState } from './kept.ts';
import { TransferReportView } from './report-view.ts';
import { TransferForm } from './transfer-form.ts';

/** Corpora are compared with a target that they may help. */
export const transferTab: TabMaker = (page) => new TransferTab(page);

/** Parts of a comparison whose ends are told to those who do not see the bar. */
const toldParts = 4;

class TransferTab implements Tab {
  readonly root: HTMLElement;
  readonly #page: Page;
  readonly #form: TransferForm;
  readonly #progress: JobProgress;
  readonly #view: TransferReportView;
  readonly #none = element(
    'p',
    { class: 'quiet' },
    t('The ranking of the corpora is shown here once they are compared.'),
  );
  #state: TransferState;
  #report: TransferReport | undefined;
  #busy = false;
  #told = 0;

  constructor(page: Page) {
    this.#page = page;
    this.#state = readTransferState(page.kept('transfer'));
    this.#form = new TransferForm(page, this.#state, (change) => this.#change(change));
    this.#progress = new JobProgress(() => page.post({ kind: 'stopComparison' }));
    this.#view = new TransferReportView({
      train: (candidate) => this.#train(candidate),
      open: (candidate, isOpen) => {
        const others = this.#state.open.filter((name) => name !== candidate);
        this.#keep({ open: isOpen ? [...others, candidate] : others });
      },
      export: () => page.post({ kind: 'exportTransfer' }),
      measure: (measure) => {
        this.#keep({ measure });
        this.#view.showMeasure(measure);
      },
    });
    this.root = element(
      'div',
      { class: 'transfer' },
      element('h2', { id: 'transfer-title' }, t('Which corpora help a target?')),
      element(
        'p',
        { class: 'quiet' },
        t('Their training parts are compared, which takes a minute where training with each takes hours.'),
      ),
      element('div', { class: 'ask' }, this.#form.root, this.#progress.root),
      this.#none,
      this.#view.root,
    );
    this.#show();
  }

  receive(update: PanelUpdate): void {
    if (this.#form.receive(update)) this.#show();
    else if (update.kind === 'comparing') this.#tellProgress(update.now);
    else if (update.kind === 'transfer') this.#take(update);
  }

  #take({ report, isNew }: Extract<PanelUpdate, { readonly kind: 'transfer' }>): void {
    this.#report = report;
    this.#none.hidden = true;
    // What was asked for elsewhere stands in the form, too.
    if (isNew || this.#state.target === '') this.#keep(choiceOf(report, this.#form.places));
    if (isNew) this.#keep({ open: [] });
    this.#view.show(report, this.#state.measure, this.#state.open);
    this.#show();
    if (!isNew) return;
    const [first] = report.ranking;
    if (first) this.#page.announce(t('The comparison is there: {0} comes first.', first.name));
    this.#view.focus();
  }

  #tellProgress(now: Extract<PanelUpdate, { readonly kind: 'comparing' }>['now']): void {
    const part = now ? Math.floor(now.share * toldParts) : 0;
    if (now && !this.#busy) this.#page.announce(t('Comparing {0}', now.title));
    else if (now && part > this.#told) this.#page.announce(t('{0} per cent compared', (100 * part) / toldParts));
    this.#told = part;
    this.#busy = now !== undefined;
    this.#progress.show(now);
    this.#show();
  }

  /** Fills the form of training with the target and a candidate. */
  #train(candidate: string): void {
    const { corpora, target, rankedBy } = this.#report ?? {};
    const placeOf = (name: string | undefined) => corpora?.find((corpus) => corpus.name === name)?.place;
    const [targets, generals] = [target, candidate].map((name) => [placeOf(name) ?? '']);
    if (!targets || !generals) return;
    const method = trainingMethods.find((each) => each === rankedBy) ?? 'gerbera';
    this.#page.fillTraining({ method, base: '', targets, generals, corpora: [], output: '', hyper: {} });
  }

  #change(change: Partial<TransferState>): void {
    this.#keep(change);
    this.#show();
  }

  #keep(change: Partial<TransferState>): void {
    this.#state = { ...this.#state, ...change };
    this.#page.keep('transfer', this.#state);
  }

  #show(): void {
    this.#form.show(this.#state, this.#busy);
  }
}
