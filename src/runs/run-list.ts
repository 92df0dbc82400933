import { runsFolder } from '../library/folders.ts';
import { RunReader } from './describe-run.ts';
import { listIds, readEntry } from './registry.ts';
import type { RunSummary } from './run.ts';

/** All runs of this user, read again and again at little cost. */
export class RunList {
  readonly #folder: string;
  readonly #readers = new Map<string, RunReader>();
  #known: readonly RunSummary[] = [];

  constructor(folder: string = runsFolder()) {
    this.#folder = folder;
  }

  /** Newest first; the same object as before where nothing has changed. */
  async read(): Promise<readonly RunSummary[]> {
    await this.#look();
    const runs = await Promise.all([...this.#readers.values()].map((reader) => reader.read()));
    runs.sort((a, b) => (a.started < b.started ? 1 : a.started > b.started ? -1 : a.id < b.id ? -1 : 1));
    const same = runs.length === this.#known.length && runs.every((run, index) => run === this.#known[index]);
    if (!same) this.#known = runs;
    return this.#known;
  }

  /** Finds what was registered or forgotten since: a folder may have been there for a while before its entry is. */
  async #look(): Promise<void> {
    const ids = await listIds(this.#folder);
    for (const id of this.#readers.keys()) if (!ids.includes(id)) this.#readers.delete(id);
    const unknown = ids.filter((id) => !this.#readers.has(id));
    for (const entry of await Promise.all(unknown.map((id) => readEntry(id, this.#folder)))) {
      if (entry) this.#readers.set(entry.id, new RunReader(entry.output, entry));
    }
  }
}

/** All runs of this user, newest first. */
export function listRuns(folder?: string): Promise<readonly RunSummary[]> {
  return new RunList(folder).read();
}
