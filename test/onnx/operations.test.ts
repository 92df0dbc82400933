import { describe, expect, it, onTestFinished } from 'vitest';
import { GraphBuilder } from '../../src/onnx/builder.ts';
import { encodeModel } from '../../src/onnx/encode.ts';
import type { Value } from '../../src/onnx/graph.ts';
import type { OperationName } from '../../src/onnx/operations.ts';
import { elementTypes } from '../../src/onnx/tensor.ts';
import { type Feed, ModelSession } from '../../src/runtime/session.ts';

/** A graph of one operation on one float input, and what it should make of a given value. */
interface Case {
  readonly input: Feed;
  readonly build: (graph: GraphBuilder, x: Value) => Value;
  readonly expected: readonly number[];
}

const matrix: Feed = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
const signed: Feed = { data: Float32Array.of(-1, 0, 2), shape: [3] };

const positive: Feed = { data: Float32Array.of(0.25, 1, 4), shape: [3] };

/** Numbers worked out from the operators' definitions. */
const cases: Readonly<Record<OperationName, Case>> = {
  Add: {
    input: matrix,
    build: (graph, x) => graph.add('Add', [x, graph.floats([10, 20, 30], [3])]),
    expected: [11, 22, 33, 14, 25, 36],
  },
  Cast: {
    input: { data: Float32Array.of(-1.5, 0, 2.5), shape: [3] },
    build: (graph, x) => {
      const whole = graph.add('Cast', [x], { to: elementTypes.int32 });
      return graph.add('Cast', [whole], { to: elementTypes.float32 });
    },
    expected: [-1, 0, 2],
  },
  Concat: {
    input: matrix,
    build: (graph, x) => graph.add('Concat', [x, x], { axis: 1 }),
    expected: [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6],
  },
  Div: {
    input: matrix,
    build: (graph, x) => graph.add('Div', [x, graph.floats([2, 4, 5], [3])]),
    expected: [0.5, 0.5, 0.6, 2, 1.25, 1.2],
  },
  Erf: { input: signed, build: (graph, x) => graph.add('Erf', [x]), expected: [-0.842701, 0, 0.995322] },
  Exp: { input: signed, build: (graph, x) => graph.add('Exp', [x]), expected: [0.367879, 1, 7.389056] },
  Expand: {
    input: signed,
    build: (graph, x) => graph.add('Expand', [x, graph.integers([2, 1])]),
    expected: [-1, 0, 2, -1, 0, 2],
  },
  FusedMatMul: {
    input: matrix,
    build: (graph, x) => graph.add('FusedMatMul', [x, x], { transB: 1, alpha: 0.5 }),
    expected: [7, 16, 16, 38.5],
  },
  Gather: {
    input: matrix,
    build: (graph, x) => graph.add('Gather', [x, graph.integers([2, 0])], { axis: 1 }),
    expected: [3, 1, 6, 4],
  },
  GatherElements: {
    input: matrix,
    build: (graph, x) => graph.add('GatherElements', [x, graph.int32s([2, -3], [2, 1])], { axis: 1 }),
    expected: [3, 4],
  },
  Gelu: {
    input: signed,
    build: (graph, x) => graph.add('Gelu', [x], { approximate: 'tanh' }),
    expected: [-0.158808, 0, 1.954598],
  },
  Gemm: {
    input: matrix,
    build: (graph, x) =>
      graph.add('Gemm', [x, graph.floats([1, 0, 1], [1, 3]), graph.floats([100], [1])], {
        transB: 1,
        alpha: 2,
        beta: 0.5,
      }),
    expected: [58, 70],
  },
  GreaterOrEqual: {
    input: signed,
    build: (graph, x) => number(graph, graph.add('GreaterOrEqual', [x, graph.floats([0])])),
    expected: [0, 1, 1],
  },
  Identity: { input: signed, build: (graph, x) => graph.add('Identity', [x], {}, 'same'), expected: [-1, 0, 2] },
  LayerNormalization: {
    input: { data: Float32Array.of(1, 3, -5, 5), shape: [2, 2] },
    build: (graph, x) => {
      const { y, mean, inverseDeviation } = graph.addAll(
        'LayerNormalization',
        [x, graph.floats([1, 2], [2]), graph.floats([0, 1], [2])],
        { axis: -1, epsilon: 3 },
      );
      return graph.add('Concat', [y, mean, inverseDeviation], { axis: 1 });
    },
    expected: [-0.5, 2, 2, 0.5, -5 / Math.sqrt(28), 1 + 10 / Math.sqrt(28), 0, 1 / Math.sqrt(28)],
  },
  Log: { input: positive, build: (graph, x) => graph.add('Log', [x]), expected: [-1.386294, 0, 1.386294] },
  LogSoftmax: {
    input: signed,
    build: (graph, x) => graph.add('LogSoftmax', [x], { axis: 0 }),
    expected: [-3.169846, -2.169846, -0.169846],
  },
  MatMul: {
    input: matrix,
    build: (graph, x) => graph.add('MatMul', [x, graph.floats([1, 2, 3], [3, 1])]),
    expected: [14, 32],
  },
  Mul: {
    input: matrix,
    build: (graph, x) => graph.add('Mul', [x, graph.floats([2])]),
    expected: [2, 4, 6, 8, 10, 12],
  },
  Neg: { input: signed, build: (graph, x) => graph.add('Neg', [x]), expected: [1, 0, -2] },
  Pad: {
    input: matrix,
    build: (graph, x) => graph.add('Pad', [x, graph.integers([0, 1, 1, 0])]),
    expected: [0, 1, 2, 3, 0, 4, 5, 6, 0, 0, 0, 0],
  },
  ReduceMean: {
    input: matrix,
    build: (graph, x) => graph.add('ReduceMean', [x, graph.integers([0])], { keepdims: 0 }),
    expected: [2.5, 3.5, 4.5],
  },
  ReduceSum: {
    input: matrix,
    build: (graph, x) => graph.add('ReduceSum', [x, graph.integers([-1])]),
    expected: [6, 15],
  },
  CumSum: {
    input: matrix,
    build: (graph, x) => graph.add('CumSum', [x, graph.int32s([1])]),
    expected: [1, 3, 6, 4, 9, 15],
  },
  ReduceSumSquare: {
    input: matrix,
    build: (graph, x) => graph.add('ReduceSumSquare', [x, graph.integers([0, 1])], { keepdims: 0 }),
    expected: [91],
  },
  Relu: { input: signed, build: (graph, x) => graph.add('Relu', [x]), expected: [0, 0, 2] },
  Reshape: {
    input: matrix,
    build: (graph, x) => graph.add('Reshape', [x, graph.integers([3, -1])]),
    expected: [1, 2, 3, 4, 5, 6],
  },
  ScatterElements: {
    input: matrix,
    build: (graph, x) => {
      const [indices, updates] = [graph.int32s([1, 1, 0, 0], [2, 2]), graph.floats([10, 20, 30, 40], [2, 2])];
      return graph.add('ScatterElements', [x, indices, updates], { axis: 1, reduction: 'add' });
    },
    expected: [1, 32, 3, 74, 5, 6],
  },
  Shape: {
    input: matrix,
    build: (graph, x) => {
      const swapped = graph.add('Gather', [graph.add('Shape', [x]), graph.integers([1, 0])]);
      return graph.add('Reshape', [x, swapped]);
    },
    expected: [1, 2, 3, 4, 5, 6],
  },
  Sigmoid: { input: signed, build: (graph, x) => graph.add('Sigmoid', [x]), expected: [0.268941, 0.5, 0.880797] },
  Slice: {
    input: matrix,
    build: (graph, x) => graph.add('Slice', [x, graph.integers([1]), graph.integers([3]), graph.integers([1])]),
    expected: [2, 3, 5, 6],
  },
  Softmax: {
    input: matrix,
    build: (graph, x) => graph.add('Softmax', [x], { axis: 0 }),
    expected: [0.047426, 0.047426, 0.047426, 0.952574, 0.952574, 0.952574],
  },
  Sqrt: { input: positive, build: (graph, x) => graph.add('Sqrt', [x]), expected: [0.5, 1, 2] },
  Sub: {
    input: matrix,
    build: (graph, x) => graph.add('Sub', [graph.floats([1]), x]),
    expected: [0, -1, -2, -3, -4, -5],
  },
  Tanh: { input: signed, build: (graph, x) => graph.add('Tanh', [x]), expected: [-0.761594, 0, 0.964028] },
  Transpose: {
    input: matrix,
    build: (graph, x) => graph.add('Transpose', [x], { perm: [1, 0] }),
    expected: [1, 4, 2, 5, 3, 6],
  },
  Where: {
    input: signed,
    build: (graph, x) => {
      const negative = graph.add('GreaterOrEqual', [graph.floats([-0.5]), x]);
      return graph.add('Where', [negative, graph.floats([7]), x]);
    },
    expected: [7, 0, 2],
  },
};

function number(graph: GraphBuilder, truth: Value): Value {
  return graph.add('Cast', [truth], { to: elementTypes.float32 });
}

describe('every operation means in onnxruntime what its definition says', () => {
  it.each(Object.entries(cases))('%s', async (_, { input, build, expected }) => {
    const graph = new GraphBuilder();
    const output = build(graph, graph.input('x', 'float32', ['rows', ...input.shape.slice(1)]));
    graph.output(output);
    const session = await open(graph);
    const { [output]: found } = await session.run({ x: input });
    expect(found).toHaveLength(expected.length);
    for (const [index, value] of expected.entries()) expect(found?.[index]).toBeCloseTo(value, 5);
  });
});

describe('a graph', () => {
  it('takes weights from outside', async () => {
    const graph = new GraphBuilder();
    const weight = graph.weight('w', [2, 2], 'somewhere', 8);
    const x = graph.input('x', 'float32', ['rows', 2]);
    graph.output(graph.add('MatMul', [x, weight], {}, 'y'));
    const arrays = new Map([['somewhere', Float32Array.of(9, 9, 1, 2, 3, 4)]]);
    const session = await open(graph, arrays);
    const { y } = await session.run({ x: { data: Float32Array.of(1, 10), shape: [1, 2] } });
    expect(y).toEqual(Float32Array.of(31, 42));
  });

  it('holds equal numbers once', () => {
    const graph = new GraphBuilder();
    expect(graph.integers([1, 2])).toBe(graph.integers([1, 2]));
    expect(graph.floats([1, 2], [2])).not.toBe(graph.floats([1, 2], [1, 2]));
  });

  it('refuses a name twice and a value that it does not have', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [1]);
    expect(() => graph.input('x', 'float32', [1])).toThrow('two values named x');
    const stranger = new GraphBuilder().input('y', 'float32', [1]);
    expect(() => graph.add('Add', [x, stranger])).toThrow('Add reads y, which is not in the graph');
    expect(() => graph.output(stranger)).toThrow('y is not in the graph');
  });
});

async function open(graph: GraphBuilder, arrays: ReadonlyMap<string, Float32Array> = new Map()): Promise<ModelSession> {
  const model = { graph: encodeModel(graph.build()), weights: { arrays } };
  const session = await ModelSession.open(model, 'cpu', 1);
  onTestFinished(() => session.release());
  return session;
}
