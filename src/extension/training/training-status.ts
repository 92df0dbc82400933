import { type Disposable, MarkdownString, StatusBarAlignment, window } from 'vscode';
import { t } from '../texts.ts';
import { runningWords } from './run-words.ts';
import type { Runs } from './runs.ts';

/** The item in the status bar while runs of training are under way; a click opens them in the panel. */
export class TrainingStatus implements Disposable {
  readonly #item = window.createStatusBarItem('gerbera.training', StatusBarAlignment.Right, 99);
  readonly #runs: Runs;
  readonly #listener: Disposable;

  constructor(runs: Runs) {
    this.#runs = runs;
    this.#item.name = t('GERBERA: Training');
    this.#listener = runs.onDidChange(() => this.#update());
  }

  dispose(): void {
    this.#listener.dispose();
    this.#item.dispose();
  }

  #update(): void {
    const runs = this.#runs.list ?? [];
    const words = runningWords(runs);
    if (!words) {
      this.#item.hide();
      return;
    }
    const tooltip = new MarkdownString();
    for (const line of words.lines) tooltip.appendText(line).appendMarkdown('\n\n');
    const [run, ...others] = runs.filter(({ state }) => state === 'running');
    this.#item.text = words.text;
    this.#item.tooltip = tooltip;
    this.#item.accessibilityInformation = { label: words.label, role: 'button' };
    this.#item.command = {
      command: 'gerbera.openTrainingPanel',
      title: t('Open Training Panel'),
      arguments: run && others.length === 0 ? [run.id] : [],
    };
    this.#item.show();
  }
}
