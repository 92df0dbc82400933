import type { RunSummary } from '../../../src/runs/run.ts';
import { element } from '../../element.ts';
import { t } from '../../texts.ts';
import type { Button } from '../../toolkit.ts';
import type { Page } from '../page.ts';
import { bytesText } from '../words.ts';

/** What can be done with the runs that are selected, and the disk space that is in it. */
export class CleanUp {
  readonly root = element('div', { class: 'selection', role: 'group', 'aria-label': t('Selected runs') });
  readonly #told = element('p', { role: 'status' });
  readonly #compare = element<Button>('vscode-button', { appearance: 'secondary' }, t('Compare'));
  readonly #checkpoints = element<Button>('vscode-button', { appearance: 'secondary' });
  readonly #remove = element<Button>('vscode-button', { appearance: 'secondary' });
  readonly #none = element<Button>('vscode-button', { appearance: 'secondary' }, t('Select None'));
  #idle: readonly RunSummary[] = [];

  /** @param listener told when the comparison is to be seen, and when nothing is to be selected any more. */
  constructor(page: Pick<Page, 'post'>, listener: { compare(): void; clear(): void }) {
    this.root.append(this.#told, this.#compare, this.#checkpoints, this.#remove, this.#none);
    this.#compare.addEventListener('click', () => listener.compare());
    this.#none.addEventListener('click', () => listener.clear());
    this.#checkpoints.addEventListener('click', () =>
      page.post({
        kind: 'removeRuns',
        runs: this.#idle.filter((run) => run.checkpointBytes > 0).map(({ id }) => id),
        what: 'checkpoints',
      }),
    );
    this.#remove.addEventListener('click', () =>
      page.post({ kind: 'removeRuns', runs: this.#idle.map(({ id }) => id), what: 'all' }),
    );
  }

  show(runs: readonly RunSummary[], selected: readonly RunSummary[]): void {
    const some = selected.length > 0;
    for (const button of [this.#compare, this.#checkpoints, this.#remove, this.#none]) button.hidden = !some;
    // A run that a process is at cannot be removed.
    this.#idle = selected.filter(({ state }) => state !== 'running');
    const all = sum(runs.map(({ bytes }) => bytes));
    const told = some
      ? t('{0} of {1} runs selected, {2} on disk.', selected.length, runs.length, bytesText(bytesOf(selected)))
      : t('{0} runs, {1} on disk. Select runs to compare them, or to clean up.', runs.length, bytesText(all));
    const busy = this.#idle.length < selected.length ? ` ${t('Those that are running are not removed.')}` : '';
    setText(this.#told, told + busy);
    const checkpoints = sum(this.#idle.map(({ checkpointBytes }) => checkpointBytes));
    setText(this.#checkpoints, t('Remove Checkpoints ({0})', bytesText(checkpoints)));
    setText(this.#remove, t('Remove Runs ({0})', bytesText(bytesOf(this.#idle))));
    this.#checkpoints.disabled = checkpoints === 0;
    this.#remove.disabled = this.#idle.length === 0;
  }
}

function bytesOf(runs: readonly RunSummary[]): number {
  return sum(runs.map(({ bytes }) => bytes));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** A screen reader reads only what is other than before. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
