import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { Checkbox } from '../../toolkit.ts';
import { type Places, placeName } from '../place-options.ts';
import { nameOf } from '../words.ts';
import { chosenCorpora, offeredCorpora } from './candidates.ts';
import type { TransferState } from './kept.ts';

/** What the list does for those who use it. */
export interface CandidateActions {
  change(change: Partial<TransferState>): void;
  /** Opens a dialog for one more. */
  browse(what: 'folder' | 'file'): void;
}

/** The corpora that may help, each with a box. */
export class CandidateList {
  readonly root = element('fieldset', { class: 'candidates' });
  readonly #actions: CandidateActions;
  readonly #boxes = element('div', { class: 'boxes' });
  readonly #none = element('p', { class: 'note' }, t('None is known: add a folder or a file.'));
  /** By place and name. */
  readonly #made = new Map<string, Checkbox>();
  #state: TransferState | undefined;
  #offered: readonly string[] = [];

  constructor(actions: CandidateActions) {
    this.#actions = actions;
    const buttons = (['folder', 'file'] as const).map((what) => {
      const text = what === 'folder' ? t('Add Folder …') : t('Add File …');
      const button = element('vscode-button', { appearance: 'secondary' }, text);
      button.addEventListener('click', () => actions.browse(what));
      return button;
    });
    const link = (text: string, left: () => readonly string[]) => {
      const button = element('button', { type: 'button', class: 'link' }, text);
      button.addEventListener('click', () => actions.change({ left: [...left()] }));
      return button;
    };
    const all = link(t('Choose all'), () => []);
    const none = link(t('Choose none'), () => this.#offered);
    this.root.append(
      element('legend', {}, t('Corpora that may help')),
      this.#none,
      this.#boxes,
      element('div', { class: 'actions' }, ...buttons, all, none),
    );
  }

  show(state: TransferState, places: Places): void {
    this.#state = state;
    this.#offered = offeredCorpora(places, state);
    const chosen = chosenCorpora(places, state);
    const boxes = this.#offered.map((place) => {
      const known = places.find((each) => each.place === place);
      const box = this.#box(place, known ? placeName(known) : nameOf(place));
      const isChosen = chosen.includes(place);
      if (box.checked !== isChosen) box.checked = isChosen;
      return box;
    });
    // What stays in its place keeps the focus.
    if (boxes.length !== this.#boxes.childElementCount || boxes.some((box, at) => this.#boxes.children[at] !== box)) {
      this.#boxes.replaceChildren(...boxes);
    }
    this.#none.hidden = boxes.length > 0;
  }

  /** The box of a corpus; a corpus that goes by another name now gets another one. */
  #box(place: string, name: string): Checkbox {
    const key = JSON.stringify([place, name]);
    const made = this.#made.get(key);
    if (made) return made;
    const path = element('span', { class: 'note' }, place);
    // A box takes its name from all that is in it.
    const box = element<Checkbox>('vscode-checkbox', { checked: !this.#state?.left.includes(place) }, name, ' ', path);
    box.addEventListener('change', () => {
      const { left = [] } = this.#state ?? {};
      if (box.checked !== left.includes(place)) return;
      this.#actions.change({ left: box.checked ? left.filter((each) => each !== place) : [...left, place] });
    });
    this.#made.set(key, box);
    return box;
  }
}
