import type { ModelDetails } from '../../../src/protocol/models.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { Page } from '../page.ts';
import { bytesText } from '../words.ts';
import { modelCard } from './model-card.ts';

/** The models that are installed, and how to get others. */
export class ModelList {
  readonly root = element('section', { 'aria-labelledby': 'models-title' });
  readonly #page: Page;
  readonly #told = element('p', { class: 'quiet' });
  readonly #cards = element('ul', { class: 'cards' });
  readonly #made = new Map<string, { readonly key: string; readonly card: HTMLElement }>();

  constructor(page: Page) {
    this.#page = page;
    const add = element('vscode-button', { id: 'import' }, t('Import …'));
    const download = element('vscode-button', { id: 'download', appearance: 'secondary' }, t('Download …'));
    add.addEventListener('click', () => page.post({ kind: 'command', command: 'importModel' }));
    download.addEventListener('click', () => page.post({ kind: 'command', command: 'downloadModel' }));
    this.root.append(
      element('h2', { id: 'models-title' }, t('Installed models')),
      element('div', { class: 'actions' }, add, download),
      this.#told,
      this.#cards,
    );
  }

  /** @param used the folder of the model that reads documents now. */
  show(models: readonly ModelDetails[], libraryFolder: string, used: string | undefined): void {
    const bytes = models.reduce((sum, model) => sum + model.bytes, 0);
    const own = models.some(({ embedded }) => !embedded);
    this.#told.textContent = own
      ? t('{0} models, {1} on disk. Your own are in {2}.', models.length, bytesText(bytes), libraryFolder)
      : t('Models that you train, import or download are kept in {0}.', libraryFolder);
    const cards = models.map((model) => this.#card(model, model.folder === used));
    const focused = this.#cards.querySelector<HTMLElement>(':focus');
    const place = focused?.closest<HTMLElement>('[data-folder]')?.dataset.folder;
    this.#cards.replaceChildren(...cards);
    for (const folder of this.#made.keys()) {
      if (!models.some((model) => model.folder === folder)) this.#made.delete(folder);
    }
    if (!focused || focused.matches(':focus')) return;
    // What had the focus was moved, or is another one now; the next of the same card has it then.
    const next = cards.find(({ dataset }) => dataset.folder === place)?.querySelector<HTMLElement>('vscode-button');
    (focused.isConnected ? focused : next)?.focus();
  }

  /** The card that is there if nothing in it would be other. */
  #card(model: ModelDetails, used: boolean): HTMLElement {
    const key = JSON.stringify([model, used]);
    const known = this.#made.get(model.folder);
    if (known?.key === key) return known.card;
    const card = modelCard(model, used, (action) => {
      if (action === 'evaluate') this.#page.evaluateModel(model.folder);
      else this.#page.post({ kind: 'model', folder: model.folder, action });
    });
    this.#made.set(model.folder, { key, card });
    return card;
  }
}
