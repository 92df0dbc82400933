import type { PanelUpdate } from '../../../src/protocol/panel.ts';
import type { TransferRequest } from '../../../src/protocol/transfer.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { Button, Checkbox } from '../../toolkit.ts';
import { Choice } from '../field.ts';
import type { Page } from '../page.ts';
import { type Places, placeOptions } from '../place-options.ts';
import { CandidateList } from './candidate-list.ts';
import { chosenCorpora } from './candidates.ts';
import type { TransferState } from './kept.ts';

/** What is compared with what. */
export class TransferForm {
  readonly root = element('form', { 'aria-labelledby': 'transfer-title' });
  readonly #change: (change: Partial<TransferState>) => void;
  readonly #target: Choice;
  readonly #candidates: CandidateList;
  readonly #allPairs: Checkbox;
  readonly #start = element<Button>('vscode-button', { id: 'transfer-start' }, t('Compare'));
  readonly #missing = element('p', { class: 'note', id: 'transfer-missing' });
  #state: TransferState;
  places: Places = [];

  /** @param change told of what was chosen. */
  constructor(page: Page, state: TransferState, change: (change: Partial<TransferState>) => void) {
    this.#state = state;
    this.#change = change;
    this.#target = new Choice({ id: 'transfer-target', label: t('Target') }, (target) => change({ target }));
    this.#candidates = new CandidateList({
      change,
      browse: (what) => page.post({ kind: 'chooseCorpus', role: 'transferCandidate', what }),
    });
    this.#allPairs = element<Checkbox>(
      'vscode-checkbox',
      { id: 'transfer-all-pairs' },
      t('All pairs: compare every corpus with every other one, for a heat map'),
    );
    this.#allPairs.addEventListener('change', () => {
      if (this.#allPairs.checked !== this.#state.allPairs) change({ allPairs: this.#allPairs.checked });
    });
    const dialogs = (['folder', 'file'] as const).map((what) => {
      const button = element(
        'vscode-button',
        { appearance: 'secondary' },
        what === 'folder' ? t('Folder …') : t('File …'),
      );
      button.addEventListener('click', () => page.post({ kind: 'chooseCorpus', role: 'transferTarget', what }));
      return button;
    });
    this.#start.setAttribute('aria-describedby', 'transfer-missing');
    this.#start.addEventListener('click', () => {
      const asked = this.#asked();
      if (asked) page.post({ kind: 'compare', asked });
    });
    this.root.append(
      element('div', { class: 'pick' }, this.#target.root, ...dialogs),
      this.#candidates.root,
      this.#allPairs,
      element('div', { class: 'actions' }, this.#start),
      this.#missing,
    );
    this.root.addEventListener('submit', (event) => event.preventDefault());
  }

  /** Whether an update has to do with it. */
  receive(update: PanelUpdate): boolean {
    if (update.kind === 'places') this.places = update.places;
    else if (update.kind === 'chosen' && update.role === 'transferTarget') this.#change({ target: update.place });
    else if (update.kind === 'chosen' && update.role === 'transferCandidate') this.#add(update.place);
    else return false;
    return true;
  }

  /** @param busy whether something is compared now. */
  show(state: TransferState, busy: boolean): void {
    this.#state = state;
    const { target, allPairs } = state;
    this.#target.show(placeOptions(this.places, [target], t('None is known: choose a folder or a file')), target);
    this.#target.note(target === '' ? t('The corpus that a model is to do well on.') : target);
    this.#candidates.show(state, this.places);
    if (this.#allPairs.checked !== allPairs) this.#allPairs.checked = allPairs;
    this.#start.disabled = busy || this.#asked() === undefined;
    const missing = target === '' ? t('Choose the target.') : t('Choose a corpus to compare it with.');
    this.#missing.hidden = busy || this.#asked() !== undefined;
    this.#missing.textContent = missing;
  }

  #add(place: string): void {
    const { added, left } = this.#state;
    this.#change({ added: [...new Set([...added, place])], left: left.filter((each) => each !== place) });
  }

  #asked(): TransferRequest | undefined {
    const { target, allPairs } = this.#state;
    const candidates = chosenCorpora(this.places, this.#state);
    if (target === '' || candidates.length === 0) return undefined;
    return { target, candidates, ...(allPairs ? { allPairs } : {}) };
  }
}
