import type { TrainingBase } from '../../../../src/protocol/training.ts';
import { tokenTypeOf } from '../../../../src/protocol.ts';
import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import { Choice } from '../../field.ts';

/** The model that is started from. */
export class BaseChoice {
  readonly root: HTMLElement;
  readonly #choice: Choice;

  constructor(changed: (base: string) => void) {
    this.#choice = new Choice({ id: 'train-base', label: t('Base model') }, changed);
    this.root = element('section', { class: 'base' }, this.#choice.root);
  }

  focus(): void {
    this.#choice.control.focus();
  }

  show(bases: readonly TrainingBase[], base: TrainingBase | undefined, problem: string | undefined): void {
    const options = bases.map(({ base: value, name }) => [value, name] as const);
    this.#choice.show(base ? options : [['', t('Choose …')], ...options], base?.base ?? '');
    this.#choice.note(base ? factsOf(base) : '');
    this.#choice.refuse(problem);
  }
}

/** What kind of encoder it is, and what it finds already. */
function factsOf({ family, layers, hidden, types, embedded }: TrainingBase): HTMLElement {
  const facts = [
    t('{0}, {1} layers of {2}', family, layers, hidden),
    ...(embedded ? [t('comes with GERBERA')] : []),
    ...(types.length === 0 ? [t('an encoder without heads')] : []),
  ];
  return element(
    'span',
    { class: 'types' },
    element('span', {}, facts.join('; ')),
    ...types.map((type) => {
      const name = element('span', { class: 'type' }, type);
      name.style.setProperty('--type-color', `var(--vscode-gerbera-${tokenTypeOf(type)})`);
      return name;
    }),
  );
}
