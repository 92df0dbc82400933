import type { PanelUpdate } from '../../src/protocol/panel.ts';
import { element } from '../element.ts';
import { t } from '../texts.ts';
import type { Button } from '../toolkit.ts';

type Now = Extract<PanelUpdate, { readonly kind: 'evaluating' | 'comparing' }>['now'];

/** How far the job is that is under way, and how to end it. */
export class JobProgress {
  readonly root = element('div', { class: 'job', hidden: true });
  readonly #title = element('p', {});
  readonly #bar = element('progress', { max: 1 });
  readonly #message = element('p', { class: 'quiet' });
  readonly #cancel = element<Button>('vscode-button', { appearance: 'secondary' });

  /** @param cancel asks for its end. */
  constructor(cancel: () => void) {
    this.#cancel.addEventListener('click', () => {
      cancel();
      this.#cancel.disabled = true;
      this.#cancel.textContent = t('Cancelling …');
    });
    this.root.append(this.#title, this.#bar, this.#message, this.#cancel);
  }

  show(now: Now): void {
    if (!now || this.root.hidden) {
      this.#cancel.disabled = false;
      this.#cancel.textContent = t('Cancel');
    }
    this.root.hidden = now === undefined;
    if (!now) return;
    this.#title.textContent = now.title;
    this.#bar.value = now.share;
    this.#bar.ariaLabel = now.title;
    this.#message.textContent = now.message;
  }
}
