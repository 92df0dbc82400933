import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import { Choice, TextInput } from '../../field.ts';
import { type HyperContext, type HyperField, type HyperName, hyperGroups } from './hyper-fields.ts';
import type { Problems } from './hyper-values.ts';

/** The hyper-parameters, folded away: nobody needs to know them to train. */
export class HyperSection {
  readonly root: HTMLDetailsElement;
  readonly #changed: (name: HyperName, text: string) => void;
  readonly #groups = element('div', { class: 'groups' });
  readonly #count = element('span', { class: 'note' });
  readonly #reset = element('vscode-button', { appearance: 'secondary' }, t('Reset to Defaults'));
  #fields = new Map<HyperName, TextInput | Choice>();
  #drawn = '';

  constructor(changed: (name: HyperName, text: string) => void, reset: () => void) {
    this.#changed = changed;
    this.#reset.addEventListener('click', reset);
    this.root = element(
      'details',
      { class: 'hyper' },
      element('summary', {}, element('span', { class: 'title' }, t('Hyper-parameters')), ' ', this.#count),
      element(
        'p',
        { class: 'note' },
        t('Empty fields are as the field says: what suits the base model, or the paper.'),
      ),
      this.#groups,
      element('div', { class: 'actions' }, this.#reset),
    );
  }

  focus(name: HyperName): void {
    this.root.open = true;
    this.#fields.get(name)?.control.focus();
  }

  has(name: string): name is HyperName {
    return [...this.#fields.keys()].some((each) => each === name);
  }

  show(context: HyperContext, entered: Readonly<Record<string, string>>, problems: Problems<string>): void {
    const groups = hyperGroups(context);
    const all = groups.flatMap(({ fields }) => fields);
    const drawn = JSON.stringify(all.map(({ name, label }) => [name, label]));
    if (drawn !== this.#drawn) this.#draw(groups, drawn);
    for (const field of all) {
      const control = this.#fields.get(field.name);
      const text = entered[field.name] ?? '';
      if (control instanceof Choice) control.show(field.choices ?? [], text || (field.standard ?? ''));
      else control?.show(text, field.standard ?? field.placeholder ?? '');
      control?.refuse(problems.get(field.name));
    }
    const count = all.filter(({ name, standard }) => ![undefined, '', standard].includes(entered[name])).length;
    this.#count.textContent = count === 0 ? t('as the defaults have them') : t('{0} set by you', count);
    this.#reset.toggleAttribute('disabled', Object.keys(entered).length === 0);
  }

  #draw(groups: ReturnType<typeof hyperGroups>, drawn: string): void {
    this.#drawn = drawn;
    this.#fields = new Map(groups.flatMap(({ fields }) => fields.map((field) => [field.name, this.#control(field)])));
    this.#groups.replaceChildren(
      ...groups.map(({ title, fields }) =>
        element(
          'fieldset',
          {},
          element('legend', {}, title),
          element('div', { class: 'fields' }, ...fields.flatMap(({ name }) => this.#fields.get(name)?.root ?? [])),
        ),
      ),
    );
  }

  #control({ name, label, note, choices }: HyperField): TextInput | Choice {
    const texts = { id: `train-${name}`, label, note };
    const changed = (text: string) => this.#changed(name, text);
    return choices ? new Choice(texts, changed) : new TextInput(texts, changed, { inputmode: 'decimal' });
  }
}
