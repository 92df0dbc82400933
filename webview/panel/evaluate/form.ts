import type { ModelDetails } from '../../../src/protocol/models.ts';
import type { EvaluationAsked, PanelUpdate } from '../../../src/protocol/panel.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { Button } from '../../toolkit.ts';
import { Choice } from '../field.ts';
import type { Page } from '../page.ts';
import { CorpusChoice } from './corpus-choice.ts';
import type { EvaluateState } from './kept.ts';
import { modelKey } from './parts.ts';

/** What is evaluated on what. */
export class EvaluateForm {
  readonly root = element('form', { 'aria-labelledby': 'evaluate-title' });
  readonly #corpus: CorpusChoice;
  readonly #model: Choice;
  readonly #against: Choice;
  readonly #start = element<Button>('vscode-button', { id: 'evaluate-start' }, t('Evaluate'));
  readonly #missing = element('p', { class: 'note', id: 'evaluate-missing' });
  #models: readonly ModelDetails[] = [];
  /** The folder of the model that reads documents. */
  #used: string | undefined;
  #state: EvaluateState;

  /** @param change told of what was chosen. */
  constructor(page: Page, state: EvaluateState, change: (change: Partial<EvaluateState>) => void) {
    this.#state = state;
    this.#corpus = new CorpusChoice(page, change);
    this.#model = new Choice({ id: 'evaluate-model', label: t('Model') }, (model) => change({ model }));
    this.#against = new Choice({ id: 'evaluate-against', label: t('Compare with') }, (against) => change({ against }));
    this.#start.setAttribute('aria-describedby', 'evaluate-missing');
    this.#start.addEventListener('click', () => {
      const asked = this.#asked();
      if (asked) page.post({ kind: 'evaluate', asked });
    });
    this.root.append(
      this.#corpus.root,
      element('div', { class: 'models-choice' }, this.#model.root, this.#against.root),
      element('div', { class: 'actions' }, this.#start),
      this.#missing,
    );
    this.root.addEventListener('submit', (event) => event.preventDefault());
  }

  /** Whether an update has to do with it. */
  receive(update: PanelUpdate): boolean {
    if (update.kind === 'models') this.#models = update.models;
    else if (update.kind === 'status') this.#used = update.status.model?.folder ?? this.#used;
    else return this.#corpus.receive(update, this.#state.place);
    return true;
  }

  /** How evaluations name the model of a folder. */
  keyOf(folder: string): string {
    const model = this.#models.find((each) => each.folder === folder);
    return model ? modelKey(model) : folder;
  }

  /** Goes to what is to be chosen first. */
  focus(): void {
    this.#corpus.focus();
  }

  /** @param busy whether something is evaluated now. */
  show(state: EvaluateState, busy: boolean): void {
    this.#state = state;
    this.#corpus.show(state);
    const usable = this.#models.filter(({ broken }) => !broken);
    const options = usable.map((model) => [modelKey(model), model.name] as const);
    const model = this.#chosenModel();
    this.#model.show(options, model ?? '');
    const others = options.filter(([key]) => key !== model);
    this.#against.show([['', t('no other')], ...others], this.#chosenOther() ?? '');
    this.#start.disabled = busy || this.#asked() === undefined;
    const missing = this.#missingText(model);
    this.#missing.hidden = busy || missing === '';
    this.#missing.textContent = missing;
  }

  #asked(): EvaluationAsked | undefined {
    const { place } = this.#state;
    const part = this.#corpus.part(this.#state);
    const model = this.#chosenModel();
    const against = this.#chosenOther();
    if (place === '' || !part || model === undefined) return undefined;
    return {
      ...{ place, model },
      ...(part.split === undefined ? {} : { split: part.split }),
      ...(against === undefined ? {} : { against }),
    };
  }

  #missingText(model: string | undefined): string {
    if (this.#state.place === '') return t('Choose the corpus to evaluate on.');
    return model === undefined ? t('There is no model to evaluate.') : '';
  }

  /** The model that was chosen if it is there, else the one that reads documents, else the first. */
  #chosenModel(): string | undefined {
    const usable = this.#models.filter(({ broken }) => !broken);
    const keys = usable.map(modelKey);
    const used = usable.find(({ folder }) => folder === this.#used);
    return keys.find((key) => key === this.#state.model) ?? (used ? modelKey(used) : keys[0]);
  }

  #chosenOther(): string | undefined {
    const keys = this.#models.filter(({ broken }) => !broken).map(modelKey);
    return keys.find((key) => key === this.#state.against && key !== this.#chosenModel());
  }
}
