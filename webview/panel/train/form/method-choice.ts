import { type TrainingMethod, trainingMethods } from '../../../../src/protocol/training.ts';
import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import type { RadioGroup } from '../../../toolkit.ts';
import { methodWords } from '../../run-words.ts';

/** How it is learnt: the methods, each with a line that says what it does. */
export class MethodChoice {
  readonly root: HTMLElement;
  readonly #group: RadioGroup;

  constructor(changed: (method: TrainingMethod) => void) {
    const notes: Record<TrainingMethod, string> = {
      single: t('Learns from the target corpus and from nothing else.'),
      gerbera: t(
        'Learns from the target corpus together with texts of the general domain, then from the target alone (Yin, Kim et al., J. Biomed. Inform. 159, 2024). Best where the target corpus is small.',
      ),
      multi: t('Learns from several corpora at once: one model that finds the entity types of all of them.'),
    };
    this.#group = element<RadioGroup>(
      'vscode-radio-group',
      { orientation: 'vertical', 'aria-labelledby': 'train-method' },
      ...trainingMethods.map((method) =>
        element(
          'vscode-radio',
          { value: method },
          element('span', { class: 'name' }, methodWords(method)),
          // The toolkit makes its name of all the text.
          ' ',
          element('span', { class: 'note' }, notes[method]),
        ),
      ),
    );
    this.#group.addEventListener('change', () => {
      const method = trainingMethods.find((each) => each === this.#group.value);
      if (method) changed(method);
    });
    this.root = element(
      'section',
      { class: 'method' },
      element('h3', { id: 'train-method' }, t('Method')),
      this.#group,
    );
  }

  show(method: TrainingMethod): void {
    if (this.#group.value !== method) this.#group.value = method;
  }
}
