import { existsSync } from 'node:fs';
import { importEmbedded } from './import/import-terminology.ts';
import { createLinker } from './link/create-linker.ts';
import type { Linker } from './link/linker.ts';
import { FollowedStore } from './store/followed-store.ts';
import type { ConceptStore } from './store/store.ts';
import { StoreWriter } from './store/writer.ts';

export interface ConceptsOptions {
  /** The folder of the user's store; there may be none in it, or one may come later. */
  readonly folder: string;
  /** The terminology that comes with the product, as TSV: what is known as long as the user has no store. */
  readonly embedded: string;
}

/** The user's terminologies: what the language server and the command line ask. */
export interface Concepts {
  readonly store: ConceptStore;
  readonly linker: Linker;
  /**
   * Done when the terminology that comes with the product has been read, which is in a moment; until then a user without a store
   * has none. The store's revision changes then.
   * @throws UserError if it cannot be read.
   */
  readonly ready: Promise<void>;
  /** Closes the store. Idempotent. */
  close(): void;
}

/**
 * Opens the user's terminologies; those that come with the product where there are none. Nothing is written.
 * @throws UserError if Node has no SQLite; naming the file if there is one that is no store, damaged or of another version.
 */
export function openConcepts({ folder, embedded }: ConceptsOptions): Concepts {
  let standIn: ConceptStore | undefined;
  let closed = false;
  const store = new FollowedStore(folder, () => {
    standIn ??= StoreWriter.inMemory().store;
    return standIn;
  });

  async function readEmbedded(): Promise<void> {
    if (!existsSync(embedded)) return;
    const memory = StoreWriter.inMemory();
    await importEmbedded(memory.writer, embedded);
    if (closed) {
      memory.store.close();
      return;
    }
    standIn?.close();
    standIn = memory.store;
  }

  const ready = readEmbedded();
  // Whoever does not wait for it does without.
  ready.catch(() => {});
  return {
    store,
    linker: createLinker(store),
    ready,
    close(): void {
      if (closed) return;
      closed = true;
      store.close();
      standIn?.close();
    },
  };
}
