import type { PanelTab } from '../../src/protocol/panel.ts';

/** Whose logs the tabs show: the extension is told of all of them at once. */
export class Followed {
  readonly #tell: (runs: readonly string[]) => void;
  readonly #runs = new Map<PanelTab, readonly string[]>();

  /** @param tell told of every run that some tab follows. */
  constructor(tell: (runs: readonly string[]) => void) {
    this.#tell = tell;
  }

  /** A tab follows these runs, from their beginning, and no others. */
  set(tab: PanelTab, runs: readonly string[]): void {
    this.#runs.set(tab, runs);
    this.#tell([...new Set([...this.#runs.values()].flat())]);
  }
}
