import type { TensorType } from '../tensors.ts';

/** What the allow-list unpickler can make: plain data, and descriptions of storages and tensors. Nothing can be called. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleList
  | PickleTuple
  | PickleDict
  | AllowedGlobal
  | Storage
  | PickledTensor;

export interface PickleList {
  readonly kind: 'list';
  readonly items: PickleValue[];
}

export interface PickleTuple {
  readonly kind: 'tuple';
  readonly items: readonly PickleValue[];
}

/** A `dict` or a `collections.OrderedDict`. */
export interface PickleDict {
  readonly kind: 'dict';
  readonly ordered: boolean;
  readonly entries: Map<PickleValue, PickleValue>;
}

/** One of the few names that a file may mention. */
export type AllowedGlobal =
  | { readonly kind: 'global'; readonly is: 'OrderedDict' | '_rebuild_tensor_v2' }
  | { readonly kind: 'global'; readonly is: 'storage type'; readonly name: string };

/** A run of elements that tensors look into. */
export interface Storage {
  readonly kind: 'storage';
  /** The name that its bytes are filed under. */
  readonly key: string;
  readonly type: TensorType;
  /** Elements in the whole storage of that name. */
  readonly elements: number;
  /** Where this view of it begins, in elements; 0 but in files of PyTorch before 0.4. */
  readonly start: number;
}

/** A strided view of a storage, in elements. */
export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: Storage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
}

export function isKind<K extends Exclude<PickleValue, null | boolean | number | bigint | string | Uint8Array>['kind']>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

const storageTypes: Readonly<Record<string, TensorType>> = {
  DoubleStorage: 'F64',
  FloatStorage: 'F32',
  HalfStorage: 'F16',
  BFloat16Storage: 'BF16',
  LongStorage: 'I64',
  IntStorage: 'I32',
  ShortStorage: 'I16',
  CharStorage: 'I8',
  ByteStorage: 'U8',
  BoolStorage: 'BOOL',
};

/** The names that a file may mention; undefined for any other. */
export function allowedGlobal(module: string, name: string): AllowedGlobal | undefined {
  if (module === 'collections' && name === 'OrderedDict') return { kind: 'global', is: 'OrderedDict' };
  if (module === 'torch._utils' && name === '_rebuild_tensor_v2') return { kind: 'global', is: '_rebuild_tensor_v2' };
  if (module === 'torch' && /^[A-Za-z0-9]{1,40}Storage$/.test(name))
    return { kind: 'global', is: 'storage type', name };
  return undefined;
}

/** What {@link allowedGlobal} allows, and what of it may be called, for messages. */
export const allowedGlobals = 'collections.OrderedDict, torch._utils._rebuild_tensor_v2 and torch.*Storage';
export const allowedCalls = 'collections.OrderedDict and torch._utils._rebuild_tensor_v2';

export function emptyDict(ordered: boolean): PickleDict {
  return { kind: 'dict', ordered, entries: new Map() };
}

/** The element type of a `torch.*Storage`; undefined for types that hold no plain numbers (complex, quantized). */
export function storageType(name: string): TensorType | undefined {
  return Object.hasOwn(storageTypes, name) ? storageTypes[name] : undefined;
}
