import type { Shape } from '../tensor.ts';
import {
  axisOf,
  broadcast,
  constantsOf,
  type Inference,
  type Inferences,
  requireType,
  sameShape,
} from './inference.ts';

const reduce: Inference<'ReduceSum' | 'ReduceMean' | 'ReduceSumSquare'> = ({
  inputs: { x, axes },
  attributes: { keepdims = 1 },
}) => {
  requireType(x, 'float32', 'int32', 'int64');
  const reduced = constantsOf(axes, 'axes').map((axis) => axisOf(axis, x.shape.length));
  const shape: Shape = keepdims
    ? x.shape.map((size, axis) => (reduced.includes(axis) ? 1 : size))
    : x.shape.filter((_, axis) => !reduced.includes(axis));
  return { y: { type: x.type, shape } };
};

const softmax: Inference<'Softmax' | 'LogSoftmax'> = ({ inputs: { x }, attributes: { axis = -1 } }) => {
  requireType(x, 'float32');
  axisOf(axis, x.shape.length);
  return { y: { type: 'float32', shape: x.shape } };
};

export const reduction: Inferences<
  'ReduceSum' | 'ReduceMean' | 'ReduceSumSquare' | 'CumSum' | 'LayerNormalization' | 'Softmax' | 'LogSoftmax'
> = {
  ReduceSum: reduce,
  ReduceMean: reduce,
  ReduceSumSquare: reduce,
  CumSum: ({ inputs: { x, axis } }) => {
    requireType(x, 'float32', 'int32', 'int64');
    requireType(axis, 'int32', 'int64');
    if (axis.shape.length > 0) throw new Error('the axis is no scalar');
    return { y: { type: x.type, shape: x.shape } };
  },
  LayerNormalization: ({ inputs: { x, scale, bias }, attributes: { axis = -1 } }) => {
    for (const tensor of [x, scale, bias]) requireType(tensor, 'float32');
    const first = axisOf(axis, x.shape.length);
    for (const { shape } of [scale, bias]) {
      if (!sameShape(broadcast(shape, x.shape), x.shape)) throw new Error('scale or bias is wider than x');
    }
    const statistic = { type: 'float32', shape: x.shape.map((size, at) => (at < first ? size : 1)) } as const;
    return { y: { type: 'float32', shape: x.shape }, mean: statistic, inverseDeviation: statistic };
  },
  Softmax: softmax,
  LogSoftmax: softmax,
};
