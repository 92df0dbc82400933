import type { CancellationToken } from 'vscode-languageserver/node';

/** Who waits for something to become so. */
export class Waiting {
  readonly #looks = new Set<() => void>();

  /** Resolves when the test holds, looked at whenever it is said that something has changed; or after so many milliseconds. */
  async until(test: () => boolean, wait: number, token: CancellationToken): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = () => {
        if (!token.isCancellationRequested && !test()) return;
        end();
      };
      const end = () => {
        clearTimeout(timer);
        cancelled.dispose();
        this.#looks.delete(look);
        resolve();
      };
      const timer = setTimeout(end, wait);
      const cancelled = token.onCancellationRequested(look);
      this.#looks.add(look);
    });
  }

  /** Something has changed. */
  notify(): void {
    for (const look of this.#looks) look();
  }
}
