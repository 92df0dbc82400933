import { JoinedConcepts } from '../../concepts/link/joined.ts';
import type { Linker } from '../../concepts/link/linker.ts';
import type { ConceptStore } from '../../concepts/store/store.ts';
import { errorMessage, UserError } from '../../core/errors.ts';
import type { Log } from '../log.ts';

/** A store and what links mentions to its concepts. */
export interface Terminologies {
  readonly store: ConceptStore;
  readonly linker: Linker;
  close(): void;
}

interface Opened extends Terminologies {
  readonly folder: string;
  readonly revision: number;
  readonly joined: JoinedConcepts;
}

/** Opens the terminologies of a folder. It may be refused with a UserError. */
export type OpenTerminologies = (folder: string) => Promise<Terminologies>;

/** How long terminologies that could not be opened are left alone (ms). */
const pause = 30_000;

/** The user's terminologies: opened when they are first asked for, and followed when they change or the folder does. */
export class OpenedTerminologies {
  readonly #open: OpenTerminologies;
  readonly #folder: () => string;
  readonly #tell: (problem: string) => void;
  readonly #log: Log;
  #opened: Opened | undefined;
  #opening: Promise<void> | undefined;
  #failed: { readonly folder: string; readonly time: number } | undefined;
  /** Told already: each problem is told once. */
  readonly #told = new Set<string>();
  #disposed = false;

  /**
   * @param folder where they are to be found now.
   * @param tell shows a user why there are none.
   */
  constructor(open: OpenTerminologies, folder: () => string, tell: (problem: string) => void, log: Log) {
    this.#open = open;
    this.#folder = folder;
    this.#tell = tell;
    this.#log = log;
  }

  /** Undefined while they are not opened. */
  get current(): Opened | undefined {
    return this.#opened;
  }

  /** Opens them if need be; resolves when they are, or cannot be had. */
  ready(): Promise<void> {
    if (this.#opened || this.#disposed) return Promise.resolve();
    const folder = this.#folder();
    if (this.#failed?.folder === folder && performance.now() - this.#failed.time < pause) return Promise.resolve();
    this.#opening ??= this.#start(folder).finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Looks whether others are to be used from now on; whether what was learnt from them is to be asked anew. */
  refresh(): boolean {
    if (this.#failed) {
      const { folder, time } = this.#failed;
      if (folder === this.#folder() && performance.now() - time < pause) return false;
      this.#failed = undefined;
      return true;
    }
    const opened = this.#opened;
    if (!opened) return false;
    if (opened.folder === this.#folder()) {
      const revision = this.attempt(() => opened.store.revision);
      if (revision === opened.revision) return false;
      if (revision !== undefined) {
        this.#opened = { ...opened, revision, joined: new JoinedConcepts(opened.store) };
        return true;
      }
    }
    this.#close();
    return true;
  }

  /** What is done with them; undefined if that fails, which is told once. They are left alone then if they are damaged. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#explain(error);
      if (error instanceof UserError) this.#fail(this.#folder());
      return undefined;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#close();
  }

  async #start(folder: string): Promise<void> {
    this.#failed = undefined;
    const began = performance.now();
    try {
      const opened = await this.#open(folder);
      const { store, linker } = opened;
      const joined = new JoinedConcepts(store);
      this.#opened = { store, linker, close: () => opened.close(), folder, revision: store.revision, joined };
      this.#log.info(`terminologies: ${store.file} opened in ${(performance.now() - began).toFixed(0)} ms`);
      // The server may have ended meanwhile.
      if (this.#disposed) this.#close();
    } catch (error) {
      this.#explain(error);
      this.#fail(folder);
    }
  }

  #explain(error: unknown): void {
    const message = errorMessage(error);
    if (this.#told.has(message)) return;
    this.#told.add(message);
    const expected = error instanceof UserError;
    if (expected) this.#tell(message);
    this.#log.error(`terminologies: ${expected || !(error instanceof Error) ? message : error.stack}`);
  }

  #fail(folder: string): void {
    this.#close();
    this.#failed = { folder, time: performance.now() };
  }

  #close(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    try {
      opened?.close();
    } catch (error) {
      this.#log.warn(`terminologies: ${errorMessage(error)}`);
    }
  }
}
