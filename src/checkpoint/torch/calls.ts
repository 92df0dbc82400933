import { isCount, largestRank } from '../shape.ts';
import { allowedCalls, emptyDict, isKind, type PickleDict, type PickledTensor, type PickleValue } from './values.ts';

/** What is wrong with a call. */
export interface Wrong {
  readonly wrong: string;
}

/** The description that a call stands for, or what is wrong with the call. Nothing is called. */
export function describeCall(
  callable: PickleValue | undefined,
  argument: PickleValue | undefined,
): PickleValue | Wrong {
  if (!isKind(callable, 'global') || callable.is === 'storage type') {
    return { wrong: `calls something other than ${allowedCalls}` };
  }
  if (!isKind(argument, 'tuple')) return { wrong: 'has no tuple of arguments' };
  return callable.is === 'OrderedDict' ? orderedDict(argument.items) : tensor(argument.items);
}

/** `OrderedDict()`, or `OrderedDict([[key, value], …])` as Python 2 wrote it. */
function orderedDict(items: readonly PickleValue[]): PickleDict | Wrong {
  const dict = emptyDict(true);
  const [pairs] = items;
  if (pairs === undefined) return dict;
  if (items.length > 1 || !isKind(pairs, 'list')) return { wrong: 'calls OrderedDict with odd arguments' };
  for (const pair of pairs.items) {
    const [key, value, ...rest] = isKind(pair, 'list') || isKind(pair, 'tuple') ? pair.items : [];
    if (key === undefined || value === undefined || rest.length > 0) {
      return { wrong: 'calls OrderedDict with something that is no pair' };
    }
    dict.entries.set(key, value);
  }
  return dict;
}

/** `_rebuild_tensor_v2(storage, offset, shape, stride, requires_grad, backward_hooks[, metadata])`. */
function tensor(items: readonly PickleValue[]): PickledTensor | Wrong {
  const [storage, offset, shape, stride] = items;
  if (items.length < 6 || items.length > 7 || !isKind(storage, 'storage') || !isCount(offset)) {
    return { wrong: 'calls torch._utils._rebuild_tensor_v2 with odd arguments' };
  }
  const sizes = counts(shape);
  const steps = counts(stride);
  if (!sizes || !steps || sizes.length !== steps.length) {
    return { wrong: 'makes a tensor whose shape and stride are not tuples of as many non-negative integers' };
  }
  if (sizes.length > largestRank) return { wrong: `makes a tensor of ${sizes.length} dimensions` };
  return { kind: 'tensor', storage, offset, shape: sizes, stride: steps };
}

function counts(value: PickleValue | undefined): readonly number[] | undefined {
  return isKind(value, 'tuple') && value.items.every(isCount) ? value.items : undefined;
}
