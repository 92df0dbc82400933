import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl';
import { errorMessage, UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { BinaryFile } from '../file.ts';
import { elementBytes } from '../floats.ts';
import type { TensorSource } from '../tensors.ts';
import { ByteCursor } from './cursor.ts';
import { openStateDict } from './state-dict.ts';
import { StorageRegistry } from './storages.ts';
import { unpickle } from './unpickle.ts';

/** A storage is an entry; models of this size come in shards long before they have so many. */
const mostEntries = 100_000;

/** Where an entry's bytes lie in the file; they are stored as they are. */
interface Stored {
  readonly start: number;
  readonly size: number;
}

/** Whether a file starts as zip files do. */
export function looksLikeZip(file: BinaryFile): boolean {
  return file.size >= 4 && file.read(0, 4).readUInt32LE() === 0x04034b50;
}

/**
 * Opens what `torch.save` has written since PyTorch 1.6: a zip file, nothing in it compressed, with `NAME/data.pkl` (the
 * state dict) and `NAME/data/KEY` (the storages). Takes over `file`.
 * @throws UserError naming the file and the entry, opcode or tensor that is wrong.
 */
export async function openTorchZip(file: BinaryFile): Promise<TensorSource> {
  const entries = await readDirectory(file);
  const pickles = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  const [pickle] = pickles;
  if (pickle === undefined || pickles.length > 1) {
    throw new UserError(
      `${file.path}: a zip file, but not a PyTorch checkpoint: ${pickles.length === 0 ? 'no' : 'more than one'} data.pkl in it`,
    );
  }
  const folder = pickle.slice(0, -'data.pkl'.length);
  checkByteOrder(file, entries.get(`${folder}byteorder`));

  const registry = new StorageRegistry();
  const { start, size } = entries.get(pickle)!;
  const root = unpickle(new ByteCursor(file, start, start + size), {
    name: `${file.path}: data.pkl`,
    base: start,
    persistent: registry.resolve,
  });
  return openStateDict(file, root, ({ key, type, elements }, tensor) => {
    const entry = entries.get(`${folder}data/${key}`);
    const where = `${file.path}: the storage of tensor ${quoted(tensor)}, data/${quoted(key)},`;
    if (!entry) throw new UserError(`${where} is missing`);
    if (entry.size !== elements * elementBytes[type]) {
      throw new UserError(`${where} has ${entry.size} bytes; ${elements} elements of ${type} are needed`);
    }
    return entry.start;
  });
}

function checkByteOrder(file: BinaryFile, entry: Stored | undefined): void {
  if (!entry) return;
  const order = file.read(entry.start, Math.min(entry.size, 16)).toString('latin1').trim();
  if (order !== 'little') {
    throw new UserError(`${file.path}: its byte order is ${quoted(order)}; save it again on a little-endian machine`);
  }
}

/**
 * Every entry of a zip file. Compressed, encrypted and overlapping entries are how a small file becomes a large one in
 * memory; PyTorch writes none, so they are refused.
 */
async function readDirectory(file: BinaryFile): Promise<ReadonlyMap<string, Stored>> {
  const entries = new Map<string, Stored>();
  const extents: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  try {
    const zip = await fromRandomAccessReaderPromise(new CheckedReader(file), file.size, {
      autoClose: false,
      strictFileNames: true,
    });
    for await (const entry of zip.eachEntry()) {
      const { fileName: name, compressedSize: size, relativeOffsetOfLocalHeader: from } = entry;
      const problem = entries.has(name) ? 'comes twice' : problemOf(entry);
      if (problem) throw new UserError(`${file.path}: the entry ${quoted(name)} ${problem}`);
      if (entries.size >= mostEntries) throw new UserError(`${file.path}: more than ${mostEntries} entries`);
      const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      if (start + size > file.size) throw new UserError(`${file.path}: the entry ${quoted(name)} is cut short`);
      entries.set(name, { start, size });
      extents.push({ name, from, to: start + size });
    }
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw new UserError(`${file.path}: a damaged or truncated zip file: ${errorMessage(thrown)}`);
  }
  extents.sort((a, b) => a.from - b.from);
  for (const [i, { name, from }] of extents.entries()) {
    const before = extents[i - 1];
    if (before && from < before.to) {
      throw new UserError(`${file.path}: the entries ${quoted(before.name)} and ${quoted(name)} overlap`);
    }
  }
  return entries;
}

/**
 * Hands the library the bytes that it asks for. Its own reader passes offsets on to the system as a file has them, and a
 * 64-bit offset past what the system takes is then thrown where nobody can catch it.
 */
class CheckedReader extends RandomAccessReader {
  private readonly file: BinaryFile;

  constructor(file: BinaryFile) {
    super();
    this.file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    let problem: Error | null = null;
    try {
      this.file.readInto(buffer.subarray(offset, offset + length), position);
    } catch (thrown) {
      problem = thrown instanceof Error ? thrown : new Error(errorMessage(thrown));
    }
    setImmediate(callback, problem);
  }
}

function problemOf(entry: Entry): string | undefined {
  if (entry.isEncrypted()) return 'is encrypted';
  if (entry.compressionMethod !== 0) {
    return `is compressed (${entry.compressedSize} bytes to ${entry.uncompressedSize}), which PyTorch never does; refused as a zip bomb would be`;
  }
  return entry.compressedSize === entry.uncompressedSize ? undefined : 'lies about its size';
}
