import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { BinaryFile } from '../file.ts';
import { elementBytes, readFloats } from '../floats.ts';
import { elementCount } from '../shape.ts';
import type { TensorInfo, TensorSource } from '../tensors.ts';
import { isKind, type PickleDict, type PickledTensor, type PickleValue, type Storage } from './values.ts';

/** Where training programs keep the state dict in what they save. */
const nestings = ['state_dict', 'model_state_dict', 'model'];

/**
 * An expanded tensor (stride 0) may have more elements than its storage; past this many it would be a way to make a
 * small file take much memory.
 */
const mostExpanded = 1 << 20;

/** A tensor of a state dict and where the bytes of its storage start in the file. */
interface Entry extends TensorInfo {
  readonly count: number;
  readonly view: PickledTensor;
  readonly base: number;
}

/**
 * The tensors of an unpickled state dict: the root itself or its `state_dict` or `model`; entries other than tensors
 * are passed over. Takes over `file`.
 * @param locate the offset in the file of a storage's bytes, which are all there.
 * @throws UserError naming file and tensor where a tensor does not fit its storage.
 */
export function openStateDict(
  file: BinaryFile,
  root: PickleValue,
  locate: (storage: Storage, tensor: string) => number,
): TensorSource {
  const entries = new Map<string, Entry>();
  for (const [name, view] of stateDict(root)?.entries ?? []) {
    if (!isKind(view, 'tensor')) continue;
    if (typeof name !== 'string')
      throw new UserError(`${file.path}: a tensor is named by something other than a string`);
    const count = countElements(view);
    if (typeof count === 'string') throw new UserError(`${file.path}: tensor ${quoted(name)} ${count}`);
    const { type } = view.storage;
    const base = locate(view.storage, name) + view.storage.start * elementBytes[type];
    entries.set(name, { name, type, shape: view.shape, count, view, base });
  }
  if (entries.size === 0) throw new UserError(`${file.path}: holds no state dict: there are no named tensors in it`);

  return {
    tensors: entries,
    read(name) {
      const entry = entries.get(name);
      if (!entry) throw new UserError(`${file.path}: there is no tensor ${quoted(name)}`);
      return readTensor(file, entry);
    },
    locate(name) {
      const entry = entries.get(name);
      if (entry?.type !== 'F32' || !isContiguous(entry.shape, entry.view.stride)) return undefined;
      const offset = firstByte(entry);
      return offset % elementBytes.F32 === 0 ? { file: file.path, offset } : undefined;
    },
    close: () => file.close(),
  };
}

function stateDict(root: PickleValue): PickleDict | undefined {
  if (!isKind(root, 'dict')) return undefined;
  const candidates = [...nestings.map((key) => root.entries.get(key)), root];
  return candidates.find((value): value is PickleDict => isKind(value, 'dict') && hasTensors(value));
}

function hasTensors(dict: PickleDict): boolean {
  for (const value of dict.entries.values()) if (isKind(value, 'tensor')) return true;
  return false;
}

/** The number of a tensor's elements, or what is wrong with its shape, stride or offset. */
function countElements({ storage, offset, shape, stride }: PickledTensor): number | string {
  const count = elementCount(shape);
  if (count === undefined) return 'has a shape that overflows';
  if (count === 0) return 0;
  const last = offset + lastIndex(shape, stride);
  const available = storage.elements - storage.start;
  if (!(last < available)) return `reaches element ${last} of a storage of ${available} elements`;
  if (count > Math.max(available, mostExpanded)) {
    return `repeats a storage of ${available} elements to ${count} elements`;
  }
  return count;
}

/** The largest index that a strided view reaches, counted from its offset. */
function lastIndex(shape: readonly number[], stride: readonly number[]): number {
  return shape.reduce((sum, dimension, axis) => sum + (dimension - 1) * stride[axis]!, 0);
}

function firstByte({ base, type, view }: Entry): number {
  return base + view.offset * elementBytes[type];
}

function readTensor(file: BinaryFile, entry: Entry): Float32Array {
  const { name, type, count } = entry;
  const { shape, stride } = entry.view;
  const start = firstByte(entry);
  if (count === 0 || isContiguous(shape, stride)) return readFloats(file, count === 0 ? 0 : start, type, count, name);
  const reached = readFloats(file, start, type, lastIndex(shape, stride) + 1, name);
  return gather(reached, shape, stride, count);
}

/** Whether a view's elements lie in row-major order without gaps. */
function isContiguous(shape: readonly number[], stride: readonly number[]): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) continue;
    if (stride[axis] !== step) return false;
    step *= shape[axis]!;
  }
  return true;
}

/** The elements of a strided view in row-major order. */
function gather(
  elements: Float32Array,
  shape: readonly number[],
  stride: readonly number[],
  count: number,
): Float32Array {
  const values = new Float32Array(count);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < count; to++) {
    values[to] = elements[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += stride[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= stride[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return values;
}
