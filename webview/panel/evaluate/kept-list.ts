import type { ListedEvaluation } from '../../../src/protocol/panel.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import { dateText } from '../words.ts';

/** The evaluations that are kept: each opens its report. */
export class KeptList {
  readonly root = element('section', { class: 'kept', 'aria-labelledby': 'kept-title' });
  readonly #list = element('ol');
  readonly #none = element('p', { class: 'quiet' }, t('The reports of the last evaluations are listed here.'));
  readonly #open: (id: string) => void;
  #key = '';

  /** @param open told which one is to be shown. */
  constructor(open: (id: string) => void) {
    this.#open = open;
    this.root.append(element('h3', { id: 'kept-title' }, t('Reports')), this.#none, this.#list);
  }

  /** @param shown the id of the one that is shown. */
  show(kept: readonly ListedEvaluation[], shown: string): void {
    this.#none.hidden = kept.length > 0;
    const key = JSON.stringify(kept.map(({ id, title, date }) => [id, title, date]));
    // What is as before keeps the focus.
    if (key !== this.#key) this.#list.replaceChildren(...kept.map((each) => this.#item(each)));
    this.#key = key;
    for (const button of this.#list.querySelectorAll('button')) {
      button.ariaCurrent = button.dataset.id === shown ? 'true' : null;
    }
  }

  #item({ id, title, date }: ListedEvaluation): HTMLElement {
    const button = element(
      'button',
      { type: 'button' },
      element('span', { class: 'title' }, title),
      element('small', {}, dateText(date)),
    );
    button.dataset.id = id;
    button.addEventListener('click', () => this.#open(id));
    return element('li', {}, button);
  }
}
