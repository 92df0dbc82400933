import type { ConceptStore } from '../store/store.ts';
import { NameLinker } from './document-linker.ts';
import type { Linker } from './linker.ts';
import { Lookup } from './lookup.ts';

/** A linker to the concepts of a store. It keeps what it has learnt of names, until the store changes. */
export function createLinker(store: ConceptStore): Linker {
  const lookup = new Lookup(store);
  return {
    open(document) {
      lookup.refresh();
      return new NameLinker(document, lookup);
    },
  };
}
