import { isCount } from '../shape.ts';
import { isKind, type PickleValue, type Storage, storageType } from './values.ts';

/**
 * Makes storages of persistent ids, `('storage', type, key, location, elements)` and, before 1.6, a sixth item: None
 * or `(view key, offset, elements)`. Remembers each key's storage.
 */
export class StorageRegistry {
  /** The whole storage of each key. */
  readonly storages = new Map<string, Storage>();

  /** The value of a persistent id, or what is wrong with it. */
  readonly resolve = (id: PickleValue): PickleValue | { readonly wrong: string } => {
    const [kind, type, key, , elements, view] = isKind(id, 'tuple') ? id.items : [];
    if (kind !== 'storage' || !isKind(type, 'global') || type.is !== 'storage type') {
      return { wrong: 'refers to something other than a storage' };
    }
    const tensorType = storageType(type.name);
    if (!tensorType) return { wrong: `refers to a torch.${type.name}, whose elements are not supported` };
    if (typeof key !== 'string' || !isCount(elements)) return { wrong: 'has a bad key or number of elements' };

    const storage: Storage = { kind: 'storage', key, type: tensorType, elements, start: 0 };
    const known = this.storages.get(key);
    if (known && (known.type !== tensorType || known.elements !== elements)) {
      return { wrong: `describes storage ${JSON.stringify(key.slice(0, 80))} in a second, different way` };
    }
    if (!known) this.storages.set(key, storage);

    if (view === undefined || view === null) return storage;
    const [, offset, length] = isKind(view, 'tuple') ? view.items : [];
    if (!isCount(offset) || !isCount(length) || offset + length > elements) {
      return { wrong: 'has a view that reaches past its storage' };
    }
    return { ...storage, start: offset };
  };
}
