import { element } from '../../../element.ts';
import { icon } from '../../../icon.ts';
import { t } from '../../../texts.ts';
import type { Checkbox } from '../../../toolkit.ts';
import { Choice, showProblem } from '../../field.ts';
import { type Places, placeOptions } from '../../place-options.ts';
import { nameOf } from '../../words.ts';
import { corpusFacts, type ShownCorpus } from './corpus-card.ts';
import type { CorpusUse, KnownCorpus } from './corpus-check.ts';

export interface CorpusListTexts {
  readonly title: string;
  readonly note: string;
}

/** What a list does for those who use it. */
export interface CorpusListActions {
  add(place: string): void;
  remove(place: string): void;
  /** Opens the dialog for a folder. */
  browse(): void;
  /** Reads it once more. */
  again(place: string): void;
  alone(place: string, alone: boolean): void;
}

/** What a list shows. */
export interface CorpusListView {
  readonly chosen: readonly string[];
  readonly alone: readonly string[];
  readonly places: Places;
  readonly known: (place: string) => KnownCorpus;
  readonly problem: string | undefined;
}

/** The corpora that were chosen for something, with what is known of them; one only for the target. */
export class CorpusList {
  readonly root: HTMLElement;
  readonly #use: CorpusUse;
  readonly #actions: CorpusListActions;
  readonly #choice: Choice;
  readonly #add = element('vscode-button', { appearance: 'secondary' }, t('Add'));
  readonly #problem: HTMLElement;
  readonly #cards = element('div', { class: 'cards' });
  readonly #known = new Map<string, { readonly card: HTMLElement; readonly key: string }>();
  #picked = '';

  constructor(use: CorpusUse, { title, note }: CorpusListTexts, actions: CorpusListActions) {
    this.#use = use;
    this.#actions = actions;
    const id = `train-${use}`;
    const single = use === 'target';
    this.#choice = new Choice({ id, label: single ? t('Corpus') : t('Add a corpus') }, (place) => {
      if (single) actions.add(place);
      else this.#picked = place;
    });
    this.#problem = element('p', { class: 'problem', id: `${id}-list-problem`, hidden: true });
    const browse = element('vscode-button', { appearance: 'secondary' }, t('Choose Folder …'));
    browse.addEventListener('click', () => actions.browse());
    this.#add.addEventListener('click', () => this.#take());
    this.root = element(
      'section',
      { class: 'corpora', 'aria-labelledby': `${id}-title`, 'data-use': use },
      element('h3', { id: `${id}-title` }, title),
      element('p', { class: 'note' }, note),
      ...(single ? [] : [this.#cards]),
      element('div', { class: 'pick' }, this.#choice.root, ...(single ? [] : [this.#add]), browse),
      this.#problem,
      ...(single ? [this.#cards] : []),
    );
    this.#choice.control.setAttribute('aria-describedby', `${id}-list-problem`);
  }

  focus(): void {
    this.#choice.control.focus();
  }

  show({ chosen, alone, places, known, problem }: CorpusListView): void {
    const single = this.#use === 'target';
    const offered = places.filter(({ place }) => single || !chosen.includes(place));
    if (!offered.some(({ place }) => place === this.#picked)) this.#picked = '';
    this.#choice.show(
      placeOptions(offered, single ? chosen : [], t('None is known: choose a folder')),
      single ? (chosen[0] ?? '') : this.#picked,
    );
    for (const place of this.#known.keys()) if (!chosen.includes(place)) this.#known.delete(place);
    const cards = chosen.map((place) =>
      this.#card({ place, known: known(place), use: this.#use, alone: alone.includes(place) }),
    );
    // What stays in its place keeps the focus.
    if (
      cards.some((card, index) => this.#cards.children[index] !== card) ||
      cards.length < this.#cards.childElementCount
    ) {
      this.#cards.replaceChildren(...cards);
    }
    showProblem(this.#problem, problem);
    if (problem === undefined) this.#choice.control.removeAttribute('aria-invalid');
    else this.#choice.control.setAttribute('aria-invalid', 'true');
  }

  #take(): void {
    const place = this.#picked;
    this.#picked = '';
    if (place === '') this.focus();
    else this.#actions.add(place);
  }

  #card(shown: ShownCorpus): HTMLElement {
    const { place, known, alone } = shown;
    const key = JSON.stringify([known, alone]);
    const before = this.#known.get(place);
    if (before?.key === key) return before.card;
    const card = before?.card ?? element('article', { class: 'corpus' });
    const facts = element('div', { class: 'facts' }, ...corpusFacts(shown), ...this.#more(shown));
    const old = card.querySelector('.facts');
    if (old) old.replaceWith(facts);
    else card.append(facts, ...(this.#use === 'target' ? [] : [this.#removal(place)]));
    this.#known.set(place, { card, key });
    return card;
  }

  /** What can be done with a corpus besides taking it out. */
  #more({ place, known, use, alone }: ShownCorpus): readonly HTMLElement[] {
    const more: HTMLElement[] = [];
    if (known.problem !== undefined || known.corpus?.parts.some((part) => part.problem !== undefined)) {
      const again = element('button', { type: 'button', class: 'link' }, t('Read it again'));
      again.addEventListener('click', () => this.#actions.again(place));
      more.push(element('p', {}, again));
    }
    if (use === 'corpora') {
      const box = element<Checkbox>(
        'vscode-checkbox',
        { checked: alone },
        t('Then learn from this one alone, in a stage of its own'),
      );
      box.addEventListener('change', () => {
        if (box.checked !== alone) this.#actions.alone(place, box.checked);
      });
      more.push(element('p', {}, box));
    }
    return more;
  }

  #removal(place: string): HTMLElement {
    const label = t('Remove {0}', nameOf(place));
    const remove = element('vscode-button', { appearance: 'icon', 'aria-label': label, title: label }, icon('close'));
    remove.addEventListener('click', () => {
      this.#actions.remove(place);
      this.focus();
    });
    return remove;
  }
}
