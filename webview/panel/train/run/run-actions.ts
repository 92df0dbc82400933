import type { PanelRequest } from '../../../../src/protocol/panel.ts';
import type { RunSummary } from '../../../../src/runs/run.ts';
import { element } from '../../../element.ts';
import { t } from '../../../texts.ts';
import type { Page } from '../../page.ts';

/** Milliseconds that a run has to react when it is asked to stop: it does after an update, or an evaluation. */
const patience = 30_000;

interface Action {
  readonly title: string;
  readonly run: () => void;
  readonly primary?: boolean;
}

/** The buttons of the run that is looked at. */
export class RunActions {
  readonly root = element('div', { class: 'actions' });
  readonly #page: Page;
  readonly #anew: () => void;
  #shown = '';
  #asked: { readonly run: string; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  /** The run that has not reacted for so long. */
  #deaf = '';

  /** @param anew goes to the form. */
  constructor(page: Page, anew: () => void) {
    this.#page = page;
    this.#anew = anew;
  }

  show(run: RunSummary): void {
    this.#wait(run);
    const deaf = this.#deaf === run.id;
    const { id, state, stopping, best } = run;
    const key = JSON.stringify([id, state, stopping, best !== undefined, deaf]);
    if (key === this.#shown) return;
    this.#shown = key;
    const hadFocus = this.root.contains(document.activeElement);
    this.root.replaceChildren(...this.#actions(run, deaf).map(buttonOf));
    const [first] = this.root.children;
    if (hadFocus && first instanceof HTMLElement) first.focus();
  }

  /** Gives a run that is stopping its time. */
  #wait(run: RunSummary): void {
    const stopping = run.state === 'running' && run.stopping !== undefined;
    if (this.#asked && (!stopping || this.#asked.run !== run.id)) {
      clearTimeout(this.#asked.timer);
      this.#asked = undefined;
      this.#deaf = '';
    }
    if (!stopping || this.#asked) return;
    const timer = setTimeout(() => {
      this.#deaf = run.id;
      this.show(run);
    }, patience);
    this.#asked = { run: run.id, timer };
  }

  #actions(run: RunSummary, deaf: boolean): readonly Action[] {
    const { id, state, stopping, best } = run;
    const asks = (title: string, request: PanelRequest, primary = false): Action => ({
      ...{ title, primary },
      run: () => this.#page.post(request),
    });
    const anew: Action = { title: t('New Run'), run: this.#anew };
    const reveal = asks(t('Show in File Explorer'), { kind: 'run', run: id, action: 'reveal' });
    const log = asks(t('Show Log'), { kind: 'run', run: id, action: 'log' });
    if (state === 'missing') return [anew];
    if (state === 'running') {
      const kill = asks(t('Kill: Go On from the Last Checkpoint Later'), { kind: 'stop', run: id, how: 'kill' });
      if (stopping !== undefined) return [...(deaf ? [kill] : []), log, reveal, anew];
      return [
        asks(t('Pause'), { kind: 'stop', run: id, how: 'pause' }, true),
        ...(best ? [asks(t('End Now and Keep the Best'), { kind: 'stop', run: id, how: 'finish' })] : []),
        ...[log, reveal, anew],
      ];
    }
    if (state === 'done') {
      return [
        asks(t('Use It'), { kind: 'run', run: id, action: 'use' }, true),
        { title: t('Evaluate It'), run: () => this.#page.evaluateModel(run.output) },
        asks(t('Open Model Card'), { kind: 'run', run: id, action: 'card' }),
        asks(t('Export …'), { kind: 'run', run: id, action: 'export' }),
        ...[reveal, log, anew],
      ];
    }
    return [
      asks(t('Resume'), { kind: 'resume', run: id }, true),
      ...(best ? [asks(t('Keep the Best'), { kind: 'resume', run: id, finish: true })] : []),
      ...[log, reveal, anew],
    ];
  }
}

function buttonOf({ title, run, primary = false }: Action): HTMLElement {
  const button = element('vscode-button', { appearance: primary ? 'primary' : 'secondary' }, title);
  button.addEventListener('click', run);
  return button;
}
