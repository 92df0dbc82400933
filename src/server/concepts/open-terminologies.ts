import type { Linker } from '../../concepts/link/linker.ts';
import type { ConceptStore } from '../../concepts/store/store.ts';
import { errorMessage, UserError } from '../../core/errors.ts';
import type { Log } from '../log.ts';

/** A store and what links mentions to its concepts. */
export interface Terminologies {
  readonly store: ConceptStore;
  readonly linker: Linker;
}

/** Opens the terminologies of a folder. It may throw a UserError. */
export type OpenTerminologies = (folder: string) => Terminologies;

/** How long terminologies that could not be opened are left alone (ms). */
const pause = 30_000;

/** The user's terminologies: opened when they are first asked for, and followed when they change or the folder does. */
export class OpenedTerminologies {
  readonly #open: OpenTerminologies;
  readonly #folder: () => string;
  readonly #tell: (problem: string) => void;
  readonly #log: Log;
  #opened: (Terminologies & { readonly folder: string; readonly revision: number }) | undefined;
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

  /** Opened now if need be; undefined if that fails. */
  get current(): Terminologies | undefined {
    if (this.#opened || this.#disposed) return this.#opened;
    const folder = this.#folder();
    if (this.#failed?.folder === folder && performance.now() - this.#failed.time < pause) return undefined;
    this.#failed = undefined;
    const began = performance.now();
    const opened = this.attempt(() => {
      const { store, linker } = this.#open(folder);
      return { store, linker, folder, revision: store.revision };
    });
    if (!opened) return undefined;
    this.#opened = opened;
    const { file } = opened.store;
    this.#log.info(`terminologies: ${file} opened in ${(performance.now() - began).toFixed(0)} ms`);
    return opened;
  }

  /** Looks whether others are to be used from now on; whether what was learnt from them is to be asked anew. */
  refresh(): boolean {
    if (this.#failed && performance.now() - this.#failed.time >= pause) {
      this.#failed = undefined;
      return true;
    }
    const opened = this.#opened;
    if (!opened) return this.#failed !== undefined && this.#failed.folder !== this.#folder();
    if (opened.folder === this.#folder()) {
      const revision = this.attempt(() => opened.store.revision);
      if (revision === opened.revision) return false;
      if (revision !== undefined) {
        this.#opened = { ...opened, revision };
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
      const damaged = error instanceof UserError;
      const message = errorMessage(error);
      if (!this.#told.has(message)) {
        this.#told.add(message);
        if (damaged) this.#tell(message);
        this.#log.error(`terminologies: ${damaged || !(error instanceof Error) ? message : error.stack}`);
      }
      if (damaged || !this.#opened) {
        this.#close();
        this.#failed = { folder: this.#folder(), time: performance.now() };
      }
      return undefined;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#close();
  }

  #close(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    try {
      opened?.store.close();
    } catch (error) {
      this.#log.warn(`terminologies: ${errorMessage(error)}`);
    }
  }
}
