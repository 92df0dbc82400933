import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeModel } from '../../src/onnx/encode.ts';
import { GraphBuilder, type Value } from '../../src/onnx/graph.ts';
import type { OperationName } from '../../src/onnx/operations.ts';
import { type Feed, ModelSession } from '../../src/runtime/session.ts';

/** A graph of one operation on one float input, and what it should make of a given value. */
interface Case {
  readonly input: Feed;
  readonly build: (graph: GraphBuilder, x: Value) => Value;
  readonly expected: readonly number[];
}

const matrix: Feed = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
const signed: Feed = { data: Float32Array.of(-1, 0, 2), shape: [3] };

/** Numbers worked out from the operators' definitions. */
const cases: Readonly<Record<OperationName, Case>> = {
  Add: {
    input: matrix,
    build: (graph, x) => graph.add('Add', [x, graph.floats([10, 20, 30], [3])]),
    expected: [11, 22, 33, 14, 25, 36],
  },
  Concat: {
    input: matrix,
    build: (graph, x) => graph.add('Concat', [x, x], { axis: 1 }),
    expected: [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6],
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
  Gelu: {
    input: signed,
    build: (graph, x) => graph.add('Gelu', [x], { approximate: 'tanh' }),
    expected: [-0.158808, 0, 1.954598],
  },
  Gemm: {
    input: matrix,
    build: (graph, x) =>
      graph.add('Gemm', [x, graph.floats([1, 0, 1], [1, 3]), graph.floats([100], [1])], { transB: 1 }),
    expected: [104, 110],
  },
  LayerNormalization: {
    input: { data: Float32Array.of(1, 3, -5, 5), shape: [2, 2] },
    build: (graph, x) =>
      graph.add('LayerNormalization', [x, graph.floats([1, 2], [2]), graph.floats([0, 1], [2])], {
        axis: -1,
        epsilon: 3,
      }),
    expected: [-0.5, 2, -5 / Math.sqrt(28), 1 + 10 / Math.sqrt(28)],
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
  Relu: { input: signed, build: (graph, x) => graph.add('Relu', [x]), expected: [0, 0, 2] },
  Reshape: {
    input: matrix,
    build: (graph, x) => graph.add('Reshape', [x, graph.integers([3, -1])]),
    expected: [1, 2, 3, 4, 5, 6],
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
  Softmax: {
    input: matrix,
    build: (graph, x) => graph.add('Softmax', [x], { axis: 0 }),
    expected: [0.047426, 0.047426, 0.047426, 0.952574, 0.952574, 0.952574],
  },
  Transpose: {
    input: matrix,
    build: (graph, x) => graph.add('Transpose', [x], { perm: [1, 0] }),
    expected: [1, 4, 2, 5, 3, 6],
  },
};

describe('every operation means in onnxruntime what its definition says', () => {
  it.each(Object.entries(cases))('%s', async (_, { input, build, expected }) => {
    const graph = new GraphBuilder();
    const axes = input.shape.map((_, axis) => `axis ${axis}`);
    const output = build(graph, graph.input('x', 'float32', axes));
    graph.output(
      output,
      'float32',
      input.shape.map((_, axis) => `result ${axis}`),
    );
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
    graph.output(graph.add('MatMul', [x, weight], {}, 'y'), 'float32', ['rows', 2]);
    const arrays = new Map([['somewhere', Float32Array.of(9, 9, 1, 2, 3, 4)]]);
    const session = await open(graph, arrays);
    const { y } = await session.run({ x: { data: Float32Array.of(1, 10), shape: [1, 2] } });
    expect(y).toEqual(Float32Array.of(31, 42));
  });

  it('holds equal numbers once', () => {
    const graph = new GraphBuilder();
    expect(graph.integers([1, 2])).toBe(graph.integers([1, 2]));
    expect(graph.floats([1, 2], [2])).not.toBe(graph.floats([1, 2], [1, 2]));
    expect(graph.build().constants).toHaveLength(3);
  });

  it('refuses a name twice and a value that it does not have', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [1]);
    expect(() => graph.input('x', 'float32', [1])).toThrow('two values named x');
    const stranger = new GraphBuilder().input('y', 'float32', [1]);
    expect(() => graph.add('Add', [x, stranger])).toThrow('Add reads y, which is not in the graph');
    expect(() => graph.output(stranger, 'float32', [1])).toThrow('y is not in the graph');
  });
});

async function open(graph: GraphBuilder, arrays: ReadonlyMap<string, Float32Array> = new Map()): Promise<ModelSession> {
  const model = { graph: encodeModel(graph.build()), weights: { arrays } };
  const session = await ModelSession.open(model, 'cpu', 1);
  onTestFinished(() => session.release());
  return session;
}
