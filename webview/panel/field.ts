import { type Attributes, element } from '../element.ts';
import { icon } from '../icon.ts';
import type { Dropdown } from '../toolkit.ts';

/** What a control of the form is called, and what is said below it. */
export interface FieldTexts {
  /** Of the control; unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly note?: string;
}

/** A control with its label before it, its note and what is wrong with it after it; a screen reader reads these out with it. */
class Field<Control extends HTMLElement> {
  readonly root: HTMLElement;
  readonly control: Control;
  readonly #note: HTMLElement;
  readonly #problem: HTMLElement;

  constructor({ id, label, note = '' }: FieldTexts, control: Control, labelled: Attributes) {
    this.control = control;
    this.#note = element('p', { id: `${id}-note`, class: 'note' }, note);
    this.#problem = element('p', { id: `${id}-problem`, class: 'problem', hidden: true });
    control.id = id;
    this.root = element(
      'div',
      { class: 'field' },
      element('label', { id: `${id}-label`, ...labelled }, label),
      control,
      this.#problem,
      this.#note,
    );
    control.setAttribute('aria-describedby', `${id}-problem ${id}-note`);
  }

  note(note: string | Node): void {
    this.#note.replaceChildren(note);
  }

  /** Says what is wrong with the value, if anything is. */
  refuse(problem: string | undefined): void {
    showProblem(this.#problem, problem);
    if (problem === undefined) this.control.removeAttribute('aria-invalid');
    else this.control.setAttribute('aria-invalid', 'true');
  }
}

/** Shows a problem in its place, or clears the place. */
export function showProblem(place: HTMLElement, problem: string | undefined): void {
  if (place.textContent === (problem ?? '')) return;
  place.hidden = problem === undefined;
  place.replaceChildren(...(problem === undefined ? [] : [icon('failed'), element('span', {}, problem)]));
}

/**
 * A line of text. The browser's own control: that of the toolkit has its input in a shadow tree, where no note and no problem
 * of this page can be tied to it.
 */
export class TextInput extends Field<HTMLInputElement> {
  /** @param changed told of the text with every key. */
  constructor(texts: FieldTexts, changed: (text: string) => void, attributes: Attributes = {}) {
    const input = element('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...attributes });
    super(texts, input, { for: texts.id });
    input.addEventListener('input', () => changed(input.value));
  }

  /** @param placeholder what holds while there is nothing in the field. */
  show(text: string, placeholder = ''): void {
    if (this.control.value !== text) this.control.value = text;
    this.control.placeholder = placeholder;
  }
}

/** One of several. */
export class Choice extends Field<Dropdown> {
  #options = '';
  #value = '';

  constructor(texts: FieldTexts, changed: (value: string) => void) {
    const dropdown = element<Dropdown>('vscode-dropdown', { 'aria-labelledby': `${texts.id}-label` });
    super(texts, dropdown, {});
    dropdown.addEventListener('change', () => changed(dropdown.value));
  }

  /** @param options values with what they are called. */
  show(options: readonly (readonly [value: string, name: string])[], value: string): void {
    const key = JSON.stringify(options);
    this.#value = value;
    if (key === this.#options) {
      this.#choose();
      return;
    }
    this.#options = key;
    const made = options.map(([each, name]) =>
      element('vscode-option', { value: each, selected: each === value }, name),
    );
    this.control.replaceChildren(...made);
    // It takes the options in later, and may go on with the one it had, such as none.
    queueMicrotask(() => this.#choose());
  }

  #choose(): void {
    if (this.control.value !== this.#value) this.control.value = this.#value;
  }
}
