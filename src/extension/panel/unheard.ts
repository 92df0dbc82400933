import type { PanelUpdate } from '../../protocol/panel.ts';

/** What a page that comes back is not told by itself. */
const lasting: ReadonlySet<PanelUpdate['kind']> = new Set(['show', 'fill', 'started', 'report', 'problem']);

/** Updates that are told at most; the oldest go. */
const most = 8;

/** What was told while there was no page to hear it: one that is not seen goes. */
export class Unheard {
  #kept: readonly PanelUpdate[] = [];

  keep(update: PanelUpdate): void {
    if (lasting.has(update.kind)) this.#kept = [...this.#kept, update].slice(-most);
  }

  /** What was kept, and is from now on not. */
  take(): readonly PanelUpdate[] {
    const kept = this.#kept;
    this.#kept = [];
    return kept;
  }
}
