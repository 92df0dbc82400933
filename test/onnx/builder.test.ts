import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../src/onnx/builder.ts';
import { encodeModel } from '../../src/onnx/encode.ts';
import type { Value } from '../../src/onnx/graph.ts';
import { elementTypes } from '../../src/onnx/tensor.ts';
import { program } from '../autodiff/evaluate.ts';

function graphWithInput() {
  const graph = new GraphBuilder();
  return { graph, x: graph.input('x', 'float32', ['batch', 4]) };
}

/** The operations of what is left when a value is the output. */
function operationsFor(graph: GraphBuilder, value: Value): readonly string[] {
  graph.output(value, 'result');
  return graph.build().nodes.map(({ operation }) => operation);
}

describe('a graph under construction', () => {
  it('knows types and shapes', () => {
    const { graph, x } = graphWithInput();
    const flat = graph.add('Reshape', [x, graph.integers([-1])]);
    expect(graph.shapeOf(flat)).toEqual(['4*batch']);
    expect(graph.typeOf(graph.add('GreaterOrEqual', [x, graph.floats([0])]))).toBe('bool');
    const shape = graph.add('Concat', [graph.add('Shape', [x]), graph.integers([2])], { axis: 0 });
    expect(graph.contentOf(shape)).toEqual(['batch', 4, 2]);
    expect(graph.typeOf(shape)).toBe('int64');
  });

  it('names the operation, its inputs and their shapes where they do not fit', () => {
    const { graph, x } = graphWithInput();
    const rows = graph.input('rows', 'float32', ['rows', 4]);
    const ids = graph.input('ids', 'int32', ['batch', 4]);
    expect(() => graph.add('Add', [x, rows])).toThrow(
      'Add(x: float32 [batch, 4], rows: float32 [rows, 4]): batch and rows do not broadcast',
    );
    expect(() => graph.add('Mul', [x, ids])).toThrow('ids: int32 [batch, 4]): the element types differ');
    expect(() => graph.add('Gemm', [x, rows])).toThrow('the inner sizes 4 and rows differ');
    expect(() => graph.add('Softmax', [x], { axis: 2 })).toThrow('there is no axis 2');
    expect(() => graph.add('Exp', [ids])).toThrow('int32 is not float32');
  });

  it('makes equal operations once', () => {
    const { graph, x } = graphWithInput();
    const first = graph.add('Gelu', [x], { approximate: 'tanh' });
    expect(graph.add('Gelu', [x], { approximate: 'tanh' })).toBe(first);
    expect(graph.add('Gelu', [x], { approximate: 'none' })).not.toBe(first);
    const sum = graph.add('FusedMatMul', [x, x], { transB: 1, alpha: 2 });
    expect(graph.add('FusedMatMul', [x, x], { alpha: 2, transB: 1 })).toBe(sum);
    expect(graph.add('Gelu', [x], { approximate: 'tanh' }, 'named')).toBe('named');
  });

  it('gives several outputs, of which those at the end that nobody reads are not computed', async () => {
    const build = (read: (outputs: { y: Value; mean: Value; inverseDeviation: Value }) => readonly Value[]) => {
      const { graph, x } = graphWithInput();
      const parameters = [graph.floats([1, 2, 3, 4], [4]), graph.floats([0, 0, 0, 1], [4])] as const;
      const outputs = graph.addAll('LayerNormalization', [x, ...parameters], { epsilon: 0.5 });
      for (const output of read(outputs)) graph.output(output);
      return graph;
    };
    expect(build(({ y }) => [y]).build().nodes[0]?.outputs).toHaveLength(1);
    expect(build(({ mean }) => [mean]).build().nodes[0]?.outputs).toHaveLength(2);
    const graph = build(({ inverseDeviation }) => [inverseDeviation]);
    const run = await program(graph);
    const results = await run({ x: { data: Float32Array.of(1, 2, 3, 4), shape: [1, 4] } });
    expect(Object.values(results)[0]?.[0]).toBeCloseTo(1 / Math.sqrt(1.75), 6);
  });

  it('keeps only what its outputs need', () => {
    const { graph, x } = graphWithInput();
    const unused = graph.input('unused', 'float32', [1]);
    graph.add('Exp', [graph.add('Mul', [x, unused])]);
    graph.weight('weight', [4], 'somewhere', 0);
    graph.output(graph.add('Tanh', [x]));
    const { nodes, constants, inputs } = graph.build();
    expect(nodes.map(({ operation }) => operation)).toEqual(['Tanh']);
    expect(constants).toEqual([]);
    expect(inputs.map(({ name }) => name)).toEqual(['x']);
  });

  it('lets an operation write an output under its name, and copies only what has two', async () => {
    const { graph, x } = graphWithInput();
    const y = graph.add('Add', [x, x]);
    const z = graph.add('Exp', [y]);
    graph.output(y, 'doubled');
    graph.output(y, 'again');
    graph.output(x, 'same');
    graph.output(z);
    const { nodes, outputs } = graph.build();
    expect(nodes.map(({ operation }) => operation)).toEqual(['Add', 'Exp', 'Identity', 'Identity']);
    expect(outputs.map(({ name, shape }) => [name, shape])).toEqual(
      ['doubled', 'again', 'same', z].map((name) => [name, ['batch', 4]]),
    );
    const data = Float32Array.of(1, 2, 3, -4);
    const run = await program(graph);
    const { doubled, again, same } = await run({ x: { data, shape: [1, 4] } });
    expect([doubled, again, same]).toEqual([Float32Array.of(2, 4, 6, -8), Float32Array.of(2, 4, 6, -8), data]);
    expect(() => graph.output(y, 'same')).toThrow('two outputs named same');
    expect(() => graph.output(y, 'x')).toThrow('two values named x');
  });

  it('may give an input or a constant as it is', async () => {
    const { graph, x } = graphWithInput();
    const number = graph.floats([7]);
    graph.output(x);
    graph.output(number);
    graph.output(number, 'seven');
    expect(graph.build().nodes.map(({ operation }) => operation)).toEqual(['Identity']);
    const data = Float32Array.of(1, 2, 3, -4);
    const seven = Float32Array.of(7);
    const run = await program(graph);
    expect(await run({ x: { data, shape: [1, 4] } })).toEqual({ x: data, [number]: seven, seven });
  });

  it('is encoded the same each time', () => {
    const encoded = () => {
      const { graph, x } = graphWithInput();
      graph.output(
        graph.add('Cast', [graph.add('GreaterOrEqual', [x, graph.floats([1])])], { to: elementTypes.float32 }),
      );
      return encodeModel(graph.build());
    };
    expect(encoded()).toEqual(encoded());
  });
});

describe('simplification', () => {
  const { graph: types, x: typed } = graphWithInput();
  const number = (graph: GraphBuilder, value: number) => graph.floats([value]);

  it.each<[string, (graph: GraphBuilder, x: Value) => Value]>([
    ['x + 0', (graph, x) => graph.add('Add', [x, number(graph, 0)])],
    ['0 + x', (graph, x) => graph.add('Add', [graph.floats([0, 0, 0, 0], [4]), x])],
    ['x - 0', (graph, x) => graph.add('Sub', [x, number(graph, 0)])],
    ['x · 1', (graph, x) => graph.add('Mul', [x, number(graph, 1)])],
    ['1 · x', (graph, x) => graph.add('Mul', [graph.floats([1], [1, 1]), x])],
    ['x / 1', (graph, x) => graph.add('Div', [x, number(graph, 1)])],
    ['-(-x)', (graph, x) => graph.add('Neg', [graph.add('Neg', [x])])],
    ['a copy', (graph, x) => graph.add('Identity', [x])],
    ['a cast to its own type', (graph, x) => graph.add('Cast', [x], { to: elementTypes.float32 })],
    ['one joined', (graph, x) => graph.add('Concat', [x], { axis: 0 })],
    [
      'transposed to and fro',
      (graph, x) => graph.add('Transpose', [graph.add('Transpose', [x], { perm: [1, 0] })], { perm: [1, 0] }),
    ],
    ['transposed not at all', (graph, x) => graph.add('Transpose', [x], { perm: [0, 1] })],
    ['its own shape', (graph, x) => graph.add('Reshape', [x, graph.add('Shape', [x])])],
    [
      'reshaped to and fro',
      (graph, x) => {
        const flat = graph.add('Reshape', [x, graph.integers([-1])]);
        return graph.add('Reshape', [flat, graph.add('Shape', [x])]);
      },
    ],
    ['expanded by nothing', (graph, x) => graph.add('Expand', [x, graph.integers([1, 4])])],
  ])('of %s leaves x', (_, build) => {
    const { graph, x } = graphWithInput();
    expect(build(graph, x)).toBe(x);
  });

  it('leaves the last of two reshapes', () => {
    const { graph, x } = graphWithInput();
    const between = graph.add('Reshape', [x, graph.integers([-1, 2])]);
    expect(operationsFor(graph, graph.add('Reshape', [between, graph.integers([2, -1])]))).toEqual(['Reshape']);
    const kept = graph.add('Reshape', [between, graph.integers([0, 1, 2])]);
    expect(graph.nodeOf(kept)?.inputs[0]).toBe(between);
  });

  it('leaves the sum of one', () => {
    const { graph, x } = graphWithInput();
    const sum = graph.add('ReduceSum', [x, graph.integers([1])]);
    expect(graph.add('ReduceSum', [sum, graph.integers([-1])])).toBe(sum);
    expect(graph.add('ReduceSum', [sum, graph.integers([1])], { keepdims: 0 })).not.toBe(sum);
  });

  it('does not lose an axis, a size or a type', () => {
    const zeros = types.floats([0, 0], [2, 1, 1]);
    expect(types.shapeOf(types.add('Add', [typed, zeros]))).toEqual([2, 'batch', 4]);
    expect(types.shapeOf(types.add('Mul', [types.floats([3], [1]), types.floats([1, 1], [2])]))).toEqual([2]);
    expect(types.shapeOf(types.add('Expand', [typed, types.integers([3, 1, 1])]))).toEqual([3, 'batch', 4]);
    const other = types.add(
      'Transpose',
      [types.add('Transpose', [types.add('Reshape', [typed, types.integers([-1, 2, 2])])], { perm: [1, 2, 0] })],
      { perm: [1, 2, 0] },
    );
    expect(types.shapeOf(other)).toEqual([2, 'batch', 2]);
  });
});
