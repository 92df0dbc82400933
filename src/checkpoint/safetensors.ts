import { UserError } from '../core/errors.ts';
import { findJsonProblem, isJsonObject } from '../core/json.ts';
import { quoted } from '../core/quote.ts';
import { type BinaryFile, decodeUtf8 } from './file.ts';
import { elementBytes, isTensorType, readFloats } from './floats.ts';
import { elementCount, isCount, isShape, largestRank } from './shape.ts';
import type { TensorInfo, TensorSource } from './tensors.ts';

/** The reference implementation's own bound. */
const largestHeader = 100_000_000;
/** A header is an object of objects of short lists; the largest published models have some 100,000 tensors. */
const headerLimits = { depth: 3, values: 2_000_000, uniqueKeys: true };

interface Entry extends TensorInfo {
  /** Where its bytes start and end, from the start of the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * Opens a file in the safetensors format (https://huggingface.co/docs/safetensors): 8 bytes header length, a JSON
 * header, and the tensors' bytes without overlaps or holes. Reads the header alone; takes over `file`.
 * @throws UserError naming file and tensor if the header breaks the format or does not fit the file.
 */
export function openSafetensors(file: BinaryFile): TensorSource {
  const entries = readHeader(file);
  return {
    tensors: entries,
    read(name) {
      const entry = entries.get(name);
      if (!entry) throw new UserError(`${file.path}: there is no tensor ${quoted(name)}`);
      return readFloats(file, entry.start, entry.type, elementCount(entry.shape)!, name);
    },
    locate(name) {
      const entry = entries.get(name);
      const mappable = entry?.type === 'F32' && entry.start % elementBytes.F32 === 0;
      return mappable ? { file: file.path, offset: entry.start } : undefined;
    },
    close: () => file.close(),
  };
}

/** Whether the file starts as safetensors do: a header length that fits and an opening brace. */
export function looksLikeSafetensors(file: BinaryFile): boolean {
  if (file.size < 10) return false;
  const start = file.read(0, 9);
  return start.readBigUInt64LE() <= BigInt(file.size - 8) && start[8] === 0x7b;
}

function readHeader(file: BinaryFile): ReadonlyMap<string, Entry> {
  const refuse = (why: string) => new UserError(`${file.path}: not a valid safetensors file: ${why}`);

  if (file.size < 8) throw refuse(`it is cut short after ${file.size} bytes`);
  const declared = file.read(0, 8).readBigUInt64LE();
  if (declared > largestHeader) throw refuse(`its header claims ${declared} bytes; at most ${largestHeader} are read`);
  const length = Number(declared);
  if (8 + length > file.size) throw refuse(`its header claims ${length} bytes, the file has ${file.size}; cut short?`);

  const text = decodeUtf8(file.read(8, length));
  if (text === undefined) throw refuse('its header is not UTF-8 text');
  if (!text.startsWith('{')) throw refuse('its header does not start with {');
  const problem = findJsonProblem(text, headerLimits);
  if (problem)
    throw refuse(
      `its header is wrong at byte ${8 + Buffer.byteLength(text.slice(0, problem.offset))}: ${problem.message}`,
    );
  const header = JSON.parse(text) as Record<string, unknown>;

  const entries = new Map<string, Entry>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') {
      if (!isJsonObject(value) || !Object.values(value).every((text) => typeof text === 'string')) {
        throw refuse('its __metadata__ is not an object of strings');
      }
      continue;
    }
    const entry = readEntry(name, value, 8 + length);
    if (typeof entry === 'string') throw refuse(`tensor ${quoted(name)}: ${entry}`);
    if (entry.end > file.size) {
      throw refuse(`tensor ${quoted(name)} ends at byte ${entry.end}, the file has ${file.size}; cut short?`);
    }
    entries.set(name, entry);
  }
  const problemOfLayout = checkLayout([...entries.values()], 8 + length, file.size);
  if (problemOfLayout) throw refuse(problemOfLayout);
  return entries;
}

/** The tensor that a header's entry describes, or what is wrong with the entry. */
function readEntry(name: string, value: unknown, base: number): Entry | string {
  if (!isJsonObject(value)) return 'its entry is not an object';
  const { dtype: type, shape, data_offsets: offsets } = value;
  if (!isTensorType(type)) {
    return typeof type === 'string' ? `the type ${quoted(type)} is not supported` : 'it has no dtype';
  }
  if (!isShape(shape) || shape.length > largestRank) {
    return 'its shape is not a list of non-negative integers that can be addressed';
  }
  if (!Array.isArray(offsets) || offsets.length !== 2) return 'its data_offsets are not two integers';
  const [start, end]: unknown[] = offsets;
  if (!isCount(start) || !isCount(end)) return 'its data_offsets are not two integers that can be addressed';
  if (start > end) return `its data_offsets [${start}, ${end}] run backwards`;
  const count = elementCount(shape);
  const size = count === undefined ? undefined : count * elementBytes[type];
  if (size !== end - start) {
    return `its shape [${shape.join(', ')}] in ${type} takes ${size ?? 'too many'} bytes, its data_offsets span ${end - start}`;
  }
  return { name, type, shape, start: base + start, end: base + end };
}

/** What breaks the rule that tensors fill the file from the header's end to its own, each byte once. */
function checkLayout(entries: Entry[], base: number, size: number): string | undefined {
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  let reached = base;
  let last = '';
  for (const { name, start, end } of entries) {
    if (start < reached) return `tensors ${quoted(last)} and ${quoted(name)} overlap`;
    if (start > reached) return `${start - reached} bytes before tensor ${quoted(name)} belong to no tensor`;
    reached = end;
    last = name;
  }
  return reached === size ? undefined : `${size - reached} bytes at its end belong to no tensor`;
}
