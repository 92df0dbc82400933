import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  type QuickPick,
  type QuickPickItem,
  window,
} from 'vscode';
import { errorMessage } from '../../core/errors.ts';
import type { ConceptChoice } from '../../protocol.ts';
import { tellError } from '../tell.ts';

/** How long is waited for more to be typed before the terminologies are searched (ms). */
const calm = 150;

export interface ConceptListOptions<T extends QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  /** Asks the terminologies. */
  search(text: string, token: CancellationToken): Promise<readonly ConceptChoice[]>;
  /** What is listed for what is typed, trimmed. @param found undefined before the terminologies were asked. */
  items(typed: string, found: readonly ConceptChoice[] | undefined): readonly T[];
  /** A button of an item was pressed. */
  pressed(item: T): void;
}

/** A list of concepts that drops down from the top and follows what is typed; the item that was taken. */
export function pickConcept<T extends QuickPickItem>(options: ConceptListOptions<T>): Promise<T | undefined> {
  const { title, placeholder } = options;
  const pick = window.createQuickPick<T>();
  // The server's order is the best one: items are neither sorted nor left out by how they are spelt.
  Object.assign(pick, { title, placeholder, ignoreFocusOut: true, sortByLabel: false, matchOnDescription: true });
  pick.items = shown(options.items('', undefined));
  const search = new LiveSearch(pick, options);
  return new Promise((resolve) => {
    const listeners: Disposable[] = [pick, search];
    const answer = (item: T | undefined) => {
      resolve(item);
      for (const listener of listeners) listener.dispose();
    };
    listeners.push(
      pick.onDidChangeValue((value) => search.typed(value.trim())),
      pick.onDidTriggerItemButton(({ item }) => options.pressed(item)),
      pick.onDidHide(() => answer(undefined)),
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item) answer(item);
      }),
    );
    pick.show();
  });
}

/** Asks for what is typed once it stays so, and takes only the newest answer. */
class LiveSearch<T extends QuickPickItem> implements Disposable {
  readonly #pick: QuickPick<T>;
  readonly #options: ConceptListOptions<T>;
  #timer: NodeJS.Timeout | undefined;
  #asking: CancellationTokenSource | undefined;

  constructor(pick: QuickPick<T>, options: ConceptListOptions<T>) {
    this.#pick = pick;
    this.#options = options;
  }

  typed(text: string): void {
    this.#stop();
    this.#pick.busy = text !== '';
    this.#pick.items = shown(this.#options.items(text, undefined));
    if (text !== '') this.#timer = setTimeout(() => void this.#ask(text), calm);
  }

  dispose(): void {
    this.#stop();
  }

  async #ask(text: string): Promise<void> {
    const source = new CancellationTokenSource();
    this.#asking = source;
    try {
      const found = await this.#options.search(text, source.token);
      if (!source.token.isCancellationRequested) this.#pick.items = shown(this.#options.items(text, found));
    } catch (error) {
      if (!source.token.isCancellationRequested) tellError(errorMessage(error));
    } finally {
      if (this.#asking === source) this.#pick.busy = false;
      source.dispose();
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#asking?.cancel();
    this.#asking = undefined;
  }
}

function shown<T extends QuickPickItem>(items: readonly T[]): readonly T[] {
  return items.map((item) => ({ ...item, alwaysShow: true }));
}
