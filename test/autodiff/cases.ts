import type { OperationName } from '../../src/onnx/operations.ts';
import { elementTypes, type Shape } from '../../src/onnx/tensor.ts';
import type { Differentiable } from './finite-differences.ts';
import { floats, integers, oddEighths, positive, type Tensor } from './tensor.ts';

export type Named = Readonly<Record<string, Differentiable>>;
type Binary = 'Add' | 'Sub' | 'Mul' | 'Div';
type Unary = 'Neg' | 'Sqrt' | 'Exp' | 'Log' | 'Erf' | 'Tanh' | 'Relu' | 'Sigmoid';

/** Functions of each operation in each of its forms. An operation without one does not compile. */
export const cases: { readonly [K in OperationName]: Named | 'not differentiable' } = {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('Div', positive),
  Neg: unary('Neg'),
  GreaterOrEqual: 'not differentiable',
  Cast: 'not differentiable',
  Where: {
    'everything broadcast': {
      by: { a: floats(['batch', 1]), b: floats([4]) },
      constants: { c: floats([1, 4], [0, 1]) },
      build: (graph, { a, b, c }) => {
        const condition = graph.add('GreaterOrEqual', [c!, graph.floats([0.5])]);
        return graph.add('Where', [condition, a!, b!]);
      },
    },
  },
  Identity: {
    named: { by: { x: floats(['batch']) }, build: (graph, { x }) => graph.add('Identity', [x!], {}, 'named') },
  },
  Sqrt: unary('Sqrt', positive),
  Exp: unary('Exp'),
  Log: unary('Log', positive),
  Erf: unary('Erf'),
  Tanh: unary('Tanh'),
  Relu: unary('Relu', oddEighths),
  Sigmoid: unary('Sigmoid'),
  Gelu: {
    exact: { by: { x: floats(['batch', 4]) }, build: (graph, { x }) => graph.add('Gelu', [x!]) },
    'by its name': {
      by: { x: floats([12]) },
      build: (graph, { x }) => graph.add('Gelu', [x!], { approximate: 'none' }),
    },
    'by tanh': {
      by: { x: floats(['batch', 4]) },
      build: (graph, { x }) => graph.add('Gelu', [x!], { approximate: 'tanh' }),
    },
  },
  MatMul: {
    matrices: product('MatMul', [3, 4], [4, 2]),
    'batches of matrices': product('MatMul', ['batch', 2, 'length', 4], ['batch', 2, 4, 'length']),
    'one matrix for a batch': product('MatMul', ['batch', 'length', 4], [4, 3]),
    'batches that are broadcast': product('MatMul', ['batch', 1, 2, 4], [2, 4, 3]),
    'one on the left': product('MatMul', [2, 4], ['batch', 4, 3]),
  },
  FusedMatMul: {
    ...Object.fromEntries(
      transpositions().map(([transA, transB]) => [
        `transA ${transA}, transB ${transB}`,
        {
          by: {
            a: floats(transA ? ['batch', 4, 'length'] : ['batch', 'length', 4]),
            b: floats(transB ? ['batch', 3, 4] : ['batch', 4, 3]),
          },
          build: (graph, { a, b }) => graph.add('FusedMatMul', [a!, b!], { transA, transB, alpha: 0.7 }),
        } satisfies Differentiable,
      ]),
    ),
    'one on the right': product('FusedMatMul', ['batch', 'length', 4], [1, 4, 3]),
    'one on the left': product('FusedMatMul', ['length', 4], ['batch', 2, 4, 3]),
  },
  Gemm: {
    ...Object.fromEntries(
      transpositions().map(([transA, transB]) => [
        `transA ${transA}, transB ${transB}`,
        {
          by: {
            a: floats(transA ? [4, 'batch'] : ['batch', 4]),
            b: floats(transB ? [2, 4] : [4, 2]),
            c: floats([2]),
          },
          build: (graph, { a, b, c }) => graph.add('Gemm', [a!, b!, c!], { transA, transB, alpha: 0.7, beta: 1.3 }),
        } satisfies Differentiable,
      ]),
    ),
    'no addend': product('Gemm', ['batch', 4], [4, 2]),
    'an addend for each row': {
      by: { a: floats(['batch', 4]), b: floats([4, 2]), c: floats(['batch', 1]) },
      build: (graph, { a, b, c }) => graph.add('Gemm', [a!, b!, c!]),
    },
    'a whole addend': {
      by: { a: floats(['batch', 4]), b: floats([4, 2]), c: floats(['batch', 2]) },
      build: (graph, { a, b, c }) => graph.add('Gemm', [a!, b!, c!]),
    },
  },
  ReduceSum: reduction('ReduceSum'),
  ReduceMean: reduction('ReduceMean'),
  ReduceSumSquare: reduction('ReduceSumSquare'),
  CumSum: Object.fromEntries(
    [0, 1].map((reverse) => [
      reverse ? 'from the end' : 'from the start',
      {
        by: { x: floats(['batch', 4]) },
        build: (graph, { x }) => graph.add('CumSum', [x!, graph.int32s([1])], { reverse }),
      } satisfies Differentiable,
    ]),
  ),
  LayerNormalization: {
    'the last axis': normalization(['batch', 'length', 4], [4], -1),
    'the last axis, counted from the first': normalization(['batch', 4], [4], 1),
    'two axes': normalization(['batch', 2, 3], [2, 3], 1),
    'a scale that is broadcast': normalization(['batch', 2, 3], [3], -2),
  },
  Softmax: softmax('Softmax'),
  LogSoftmax: softmax('LogSoftmax'),
  Shape: 'not differentiable',
  Reshape: {
    'one unknown size': {
      by: { x: floats(['batch', 2, 3]) },
      build: (graph, { x }) => graph.add('Reshape', [x!, graph.integers([-1, 3])]),
    },
    'two unknown shape': {
      by: { x: floats(['batch', 'length', 3]) },
      build: (graph, { x }) => graph.add('Reshape', [x!, graph.integers([-1])]),
    },
    'shape that are kept': {
      by: { x: floats(['batch', 'length', 4]) },
      build: (graph, { x }) => graph.add('Reshape', [x!, graph.integers([0, 0, 2, 2])]),
    },
    'to a scalar': {
      by: { x: floats([1, 1]) },
      build: (graph, { x }) => graph.add('Reshape', [x!, graph.integers([])]),
    },
    'a shape from shape': {
      by: { x: floats(['batch', 'length', 3]) },
      build: (graph, { x }) => {
        const swapped = graph.add('Gather', [graph.add('Shape', [x!]), graph.integers([1, 2, 0])], { axis: 0 });
        return graph.add('Reshape', [x!, swapped]);
      },
    },
  },
  Expand: {
    'one axis and a new one': {
      by: { x: floats(['batch', 1]) },
      build: (graph, { x }) => graph.add('Expand', [x!, graph.integers([2, 1, 4])]),
    },
    'to an unknown size': {
      by: { x: floats([1, 4]) },
      constants: { like: floats(['batch']) },
      build: (graph, { x, like }) => {
        const shape = graph.add('Concat', [graph.add('Shape', [like!]), graph.integers([4])], { axis: 0 });
        return graph.add('Expand', [x!, shape]);
      },
    },
  },
  Transpose: {
    'two axes': {
      by: { x: floats(['batch', 4]) },
      build: (graph, { x }) => graph.add('Transpose', [x!], { perm: [1, 0] }),
    },
    'a rotation': {
      by: { x: floats(['batch', 'length', 4]) },
      build: (graph, { x }) => graph.add('Transpose', [x!], { perm: [1, 2, 0] }),
    },
    reversed: { by: { x: floats(['batch', 'length', 4]) }, build: (graph, { x }) => graph.add('Transpose', [x!]) },
  },
  Concat: {
    'known shape': {
      by: { a: floats(['batch', 1]), b: floats(['batch', 3]), c: floats(['batch', 2]) },
      build: (graph, { a, b, c }) => graph.add('Concat', [a!, b!, c!], { axis: -1 }),
    },
    'unknown shape': {
      by: { a: floats(['batch', 2]), b: floats([2, 2]), c: floats(['length', 2]) },
      build: (graph, { a, b, c }) => graph.add('Concat', [a!, b!, c!], { axis: 0 }),
    },
  },
  Slice: {
    'an inner part': {
      by: { x: floats(['batch', 5]) },
      build: (graph, { x }) => graph.add('Slice', [x!, graph.integers([1]), graph.integers([3]), graph.integers([-1])]),
    },
    'two axes, counted from the end': {
      by: { x: floats(['batch', 5]) },
      build: (graph, { x }) =>
        graph.add('Slice', [x!, graph.integers([0, -3]), graph.integers([-1, 9]), graph.integers([0, 1])]),
    },
  },
  Pad: {
    'both axes': {
      by: { x: floats(['batch', 2]) },
      build: (graph, { x }) => graph.add('Pad', [x!, graph.integers([1, 0, 2, 3])]),
    },
  },
  Gather: {
    'rows of a table, some twice': {
      by: { table: floats([6, 2]) },
      constants: { ids: integers([0, 5, 5, 2, 5, 0], ['batch', 'length']) },
      build: (graph, { table, ids }) => graph.add('Gather', [table!, ids!], { axis: 0 }),
    },
    'rows of a result': {
      by: { x: floats(['batch', 4]) },
      constants: { ids: integers([-1, 0], ['length']) },
      build: (graph, { x, ids }) => graph.add('Gather', [graph.add('Tanh', [x!]), ids!]),
    },
    'an inner axis': {
      by: { x: floats(['batch', 5, 'length']) },
      constants: { ids: integers([4, 1, 1, 0], [2, 2]) },
      build: (graph, { x, ids }) => graph.add('Gather', [x!, ids!], { axis: 1 }),
    },
    'the last axis, from the end': {
      by: { x: floats(['batch', 5]) },
      constants: { ids: integers([-1, 1, -1], [3]) },
      build: (graph, { x, ids }) => graph.add('Gather', [x!, ids!], { axis: -1 }),
    },
    'of a vector': {
      by: { x: floats([4]) },
      constants: { ids: integers([3, 3, 1], ['batch']) },
      build: (graph, { x, ids }) => graph.add('Gather', [x!, ids!]),
    },
  },
  GatherElements: {
    'one of each row': {
      by: { x: floats(['batch', 4]) },
      constants: { ids: integers([3, -4, 2], ['batch', 1]) },
      build: (graph, { x, ids }) => graph.add('GatherElements', [x!, ids!], { axis: 1 }),
    },
    'some of each column, some twice': {
      by: { x: floats([4, 2]) },
      constants: { ids: integers([3, 0, 3, 2, 1, 2], ['batch', 2]) },
      build: (graph, { x, ids }) => graph.add('GatherElements', [x!, ids!]),
    },
  },
  ScatterElements: {
    'some added twice': {
      by: { x: floats([4, 2]), updates: floats(['batch', 2]) },
      constants: { ids: integers([3, 0, 3, 2, 1, 2], ['batch', 2]) },
      build: (graph, { x, updates, ids }) =>
        graph.add('ScatterElements', [x!, ids!, updates!], { axis: 0, reduction: 'add' }),
    },
  },
};

/** @param make inputs for a function that is not defined everywhere. */
function binary(operation: Binary, make: (shape: Shape) => Tensor = (shape) => floats(shape)): Named {
  const of = (a: Shape, b: Shape): Differentiable => ({
    by: { a: make(a), b: make(b) },
    build: (graph, { a, b }) => graph.add(operation, [a!, b!]),
  });
  return {
    'equal shapes': of(['batch', 4], ['batch', 4]),
    'a vector on the right': of(['batch', 'length', 4], [4]),
    'a vector on the left': of([4], ['batch', 4]),
    'both broadcast': of(['batch', 1, 4], ['length', 1]),
    'a scalar': of([], ['batch', 4]),
    'a size of 1 that stays': of(['batch', 1], [1, 1]),
    'one value twice': {
      by: { x: make(['batch']) },
      build: (graph, { x }) => graph.add(operation, [graph.add('Mul', [x!, x!]), x!]),
    },
  };
}

/** @param make inputs for a function that is not smooth, or not defined, everywhere. */
function unary(operation: Unary, make: (shape: Shape) => Tensor = (shape) => floats(shape)): Named {
  return {
    'each element': { by: { x: make(['batch', 4]) }, build: (graph, { x }) => graph.add(operation, [x!]) },
    'of a scalar': { by: { x: make([]) }, build: (graph, { x }) => graph.add(operation, [x!]) },
  };
}

function product(operation: 'MatMul' | 'FusedMatMul' | 'Gemm', a: Shape, b: Shape): Differentiable {
  return { by: { a: floats(a), b: floats(b) }, build: (graph, { a, b }) => graph.add(operation, [a!, b!]) };
}

function reduction(operation: 'ReduceSum' | 'ReduceMean' | 'ReduceSumSquare'): Named {
  const over = (shape: Shape, axes: readonly number[], keepdims: number): Differentiable => ({
    by: { x: floats(shape) },
    build: (graph, { x }) => graph.add(operation, [x!, graph.integers(axes)], { keepdims }),
  });
  return {
    'the last axis, kept': over(['batch', 4], [-1], 1),
    'the last axis, dropped': over(['batch', 'length', 4], [2], 0),
    'an axis of unknown size': over(['batch', 4], [0], 0),
    'two axes of unknown size': over(['batch', 2, 'length'], [0, 2], 0),
    'all axes': over(['batch', 4], [0, 1], 0),
    'all axes, kept': over([2, 3], [1, 0], 1),
    'an axis of one': over(['batch', 1], [1], 0),
    'the size of a result': {
      by: { a: floats(['batch', 2]), b: floats(['length', 2]) },
      build: (graph, { a, b }) => {
        const joined = graph.add('Concat', [a!, b!], { axis: 0 });
        return graph.add(operation, [graph.add('Tanh', [joined]), graph.integers([0])], { keepdims: 0 });
      },
    },
    'sizes that no input tells': {
      by: { x: floats([1, 1]) },
      constants: { like: floats(['batch', 'length']) },
      build: (graph, { x, like }) => {
        // Arithmetic on floats, whose result is known only in the run.
        const shape = graph.add('Cast', [graph.add('Shape', [like!])], { to: elementTypes.float32 });
        const twice = graph.add('Mul', [shape, graph.floats([1, 2], [2])]);
        const wide = graph.add('Expand', [x!, graph.add('Cast', [twice], { to: elementTypes.int64 })]);
        return graph.add(operation, [graph.add('Tanh', [wide]), graph.integers([0, 1])], { keepdims: 0 });
      },
    },
  };
}

function softmax(operation: 'Softmax' | 'LogSoftmax'): Named {
  const along = (shape: Shape, axis: number): Differentiable => ({
    by: { x: floats(shape) },
    build: (graph, { x }) => graph.add(operation, [x!], { axis }),
  });
  return {
    'the last axis': along(['batch', 4], -1),
    'an inner axis of unknown size': along(['batch', 'length', 4], 1),
    'by default': { by: { x: floats(['batch', 4]) }, build: (graph, { x }) => graph.add(operation, [x!]) },
  };
}

function normalization(x: Shape, parameters: Shape, axis: number): Differentiable {
  return {
    by: { x: floats(x), scale: floats(parameters), bias: floats(parameters) },
    build: (graph, { x, scale, bias }) => graph.add('LayerNormalization', [x!, scale!, bias!], { axis, epsilon: 0.1 }),
  };
}

function transpositions(): readonly (readonly [number, number])[] {
  return [0, 1].flatMap((transA) => [0, 1].map((transB) => [transA, transB] as const));
}
