import { element } from '../../element.ts';
import type { Checkbox } from '../../toolkit.ts';

/** A box to tick whose label only screen readers tell: the toolkit makes the label of what is inside, whatever else it is given. */
export function pickBox(label: string): Checkbox {
  return element<Checkbox>('vscode-checkbox', {}, element('span', { class: 'unseen' }, label));
}
