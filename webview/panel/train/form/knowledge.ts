import type { PanelUpdate } from '../../../../src/protocol/panel.ts';
import type { TrainingBase } from '../../../../src/protocol/training.ts';
import type { Page } from '../../page.ts';
import type { Places } from '../../place-options.ts';
import type { KnownCorpus } from './corpus-check.ts';
import type { Taken } from './output-name.ts';
import type { FormKnowledge } from './request.ts';

/** What the extension has told that the form needs: bases, corpora, names that are taken. */
export class Knowledge implements FormKnowledge {
  readonly #page: Page;
  readonly #corpora = new Map<string, KnownCorpus>();
  bases: readonly TrainingBase[] = [];
  places: Places = [];
  taken: Taken = { models: [], outputs: [], libraryFolder: '' };

  constructor(page: Page) {
    this.#page = page;
  }

  readonly corpus = (place: string): KnownCorpus => this.#corpora.get(place) ?? {};

  /** Asks for what a corpus holds, unless that was done. */
  ask(place: string): void {
    if (this.#corpora.has(place)) return;
    this.#corpora.set(place, {});
    this.#page.post({ kind: 'describeCorpus', place });
  }

  /** Of a corpus that may be another one by now. */
  forget(place: string): void {
    this.#corpora.delete(place);
  }

  /** Whether an update told something new of it. */
  receive(update: PanelUpdate): boolean {
    if (update.kind === 'bases') this.bases = update.bases;
    else if (update.kind === 'places') this.places = update.places;
    else if (update.kind === 'models') {
      const { models, libraryFolder } = update;
      this.taken = { ...this.taken, models: models.map(({ name }) => name), libraryFolder };
    } else if (update.kind === 'runs') {
      this.taken = { ...this.taken, outputs: update.runs.map(({ output }) => output) };
    } else if (update.kind === 'corpus') {
      const { corpus, problem } = update;
      this.#corpora.set(update.place, { ...(corpus ? { corpus } : {}), ...(problem === undefined ? {} : { problem }) });
    } else return false;
    return true;
  }
}
