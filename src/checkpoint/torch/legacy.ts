import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { BinaryFile } from '../file.ts';
import { elementBytes } from '../floats.ts';
import type { TensorSource } from '../tensors.ts';
import { ByteCursor } from './cursor.ts';
import { openStateDict } from './state-dict.ts';
import { StorageRegistry } from './storages.ts';
import { unpickle } from './unpickle.ts';
import { isKind, type PickleValue } from './values.ts';

/** `torch.serialization.MAGIC_NUMBER` and `PROTOCOL_VERSION`. */
const magicNumber = 0x1950a86a20f9469cfc6cn;
const protocolVersion = 1001;

/**
 * Opens what `torch.save` wrote before PyTorch 1.6: one pickle after the other (magic number, protocol version, system,
 * state dict, list of storage keys), then each storage of that list, 8 bytes with its number of elements and the
 * elements themselves. Takes over `file`.
 * @throws UserError naming the file and the opcode or tensor that is wrong.
 */
export function openTorchLegacy(file: BinaryFile): TensorSource {
  const cursor = new ByteCursor(file, 0, file.size);
  const registry = new StorageRegistry();
  const next = (persistent?: StorageRegistry['resolve']) =>
    unpickle(cursor, { name: file.path, base: 0, ...(persistent ? { persistent } : {}) });

  if (next() !== magicNumber) {
    throw new UserError(
      `${file.path}: not a PyTorch checkpoint: neither a zip file nor one with PyTorch's magic number`,
    );
  }
  const version = next();
  if (version !== protocolVersion) {
    throw new UserError(
      `${file.path}: PyTorch protocol ${typeof version === 'number' ? version : 'of an odd kind'} is not known, only ${protocolVersion}`,
    );
  }
  checkByteOrder(file, next());
  const root = next(registry.resolve);
  const starts = locateStorages(file, next(), cursor.offset, registry);
  return openStateDict(file, root, (storage, tensor) => {
    const start = starts.get(storage.key);
    if (start === undefined) {
      throw new UserError(
        `${file.path}: the storage ${quoted(storage.key)} of tensor ${quoted(tensor)} is not among the file's storages`,
      );
    }
    return start;
  });
}

function checkByteOrder(file: BinaryFile, system: PickleValue): void {
  if (!isKind(system, 'dict')) throw new UserError(`${file.path}: not a PyTorch checkpoint: it describes no system`);
  if (system.entries.get('little_endian') === false) {
    throw new UserError(`${file.path}: its byte order is "big"; save it again on a little-endian machine`);
  }
}

/** Where the elements of each listed storage start. */
function locateStorages(
  file: BinaryFile,
  keys: PickleValue,
  offset: number,
  registry: StorageRegistry,
): ReadonlyMap<string, number> {
  if (!isKind(keys, 'list')) throw new UserError(`${file.path}: the list of storages is no list`);
  const starts = new Map<string, number>();
  let at = offset;
  for (const key of keys.items) {
    const storage = typeof key === 'string' ? registry.storages.get(key) : undefined;
    if (!storage) {
      throw new UserError(
        `${file.path}: lists the storage ${typeof key === 'string' ? quoted(key) : 'of an odd name'}, which no tensor uses`,
      );
    }
    const where = `${file.path}: the storage ${quoted(storage.key)} at byte ${at}`;
    if (starts.has(storage.key)) throw new UserError(`${where} is listed twice`);
    if (at + 8 > file.size) throw new UserError(`${where} is cut short`);
    const elements = file.read(at, 8).readBigInt64LE();
    if (elements !== BigInt(storage.elements)) {
      throw new UserError(`${where} says it has ${elements} elements; its tensors say ${storage.elements}`);
    }
    starts.set(storage.key, at + 8);
    at += 8 + storage.elements * elementBytes[storage.type];
    if (at > file.size) throw new UserError(`${where} is cut short: it ends at byte ${at} of ${file.size}`);
  }
  return starts;
}
