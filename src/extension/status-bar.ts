import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import { type Summary, statusLines, statusText } from './summary.ts';

/** The one item in the status bar; a click opens the menu. */
export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('gerbera.status', StatusBarAlignment.Right, 100);

  constructor() {
    this.#item.name = 'GERBERA';
    this.#item.command = 'gerbera.showMenu';
    this.#item.show();
  }

  show(summary: Summary): void {
    const tooltip = new MarkdownString();
    for (const line of statusLines(summary)) tooltip.appendText(line).appendMarkdown('\n\n');
    this.#item.text = statusText(summary);
    this.#item.tooltip = tooltip;
    this.#item.backgroundColor =
      summary.status.state === 'failed' ? new ThemeColor('statusBarItem.errorBackground') : undefined;
  }

  dispose(): void {
    this.#item.dispose();
  }
}
