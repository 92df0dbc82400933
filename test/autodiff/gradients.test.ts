import { describe, expect, it } from 'vitest';
import { gradients } from '../../src/autodiff/gradients.ts';
import { GraphBuilder } from '../../src/onnx/builder.ts';
import type { Value } from '../../src/onnx/graph.ts';
import { elementTypes } from '../../src/onnx/tensor.ts';
import { program } from './evaluate.ts';
import { checkGradients, type Differentiable } from './finite-differences.ts';
import { floats, integers } from './tensor.ts';

/** The sum of all elements, as a scalar. */
function total(graph: GraphBuilder, x: Value): Value {
  const axes = graph.shapeOf(x).map((_, axis) => axis);
  return graph.add('ReduceSum', [x, graph.integers(axes)], { keepdims: 0 });
}

describe('gradients', () => {
  it('are sums over all ways from a value to the result', async () => {
    const everyWay: Differentiable = {
      by: { x: floats(['batch', 4]), w: floats([4, 4]) },
      build: (graph, { x, w }) => {
        const y = graph.add('Tanh', [graph.add('Gemm', [x!, w!])]);
        const z = graph.add('Add', [graph.add('Mul', [y, x!]), graph.add('Gemm', [y, w!], { transB: 1 })]);
        return graph.add('Sub', [graph.add('Mul', [z, z]), x!]);
      },
    };
    await checkGradients(everyWay, { batch: 3 });
  });

  it('are none for what the result does not depend on, or depends on only by whole numbers', () => {
    const graph = new GraphBuilder();
    const [x, other] = [graph.input('x', 'float32', [3]), graph.input('other', 'float32', [3])];
    const sign = graph.add('Cast', [graph.add('GreaterOrEqual', [other, graph.floats([0])])], {
      to: elementTypes.float32,
    });
    const found = gradients(graph, total(graph, graph.add('Mul', [x, sign])), [x, other]);
    expect([...found.keys()]).toEqual([x]);
    expect(gradients(graph, total(graph, sign), [x, other]).size).toBe(0);
  });

  it('of a value by itself is the seed', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', [3]);
    const seed = graph.input('seed', 'float32', [3]);
    expect(gradients(graph, x, [x], seed).get(x)).toBe(seed);
  });

  it('are worked out for nothing but what they are wanted by', () => {
    const graph = new GraphBuilder();
    const [x, constant] = [graph.input('x', 'float32', [3]), graph.input('constant', 'float32', [3])];
    const [y, frozen] = [graph.add('Exp', [x]), graph.add('Tanh', [constant])];
    const z = total(graph, graph.add('Mul', [graph.add('Mul', [y, frozen]), constant]));
    const found = gradients(graph, z, [y]);
    expect([...found.keys()]).toEqual([y]);
    graph.output(z);
    for (const gradient of found.values()) graph.output(gradient);
    expect(graph.nodes).toHaveLength(graph.build().nodes.length);
  });

  it('want a seed for what is no scalar, of its shape', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', ['batch', 3]);
    expect(() => gradients(graph, x, [x])).toThrow('the seed has not the shape of x');
    expect(() => gradients(graph, total(graph, x), [x], x)).toThrow('the seed has not the shape of');
  });

  it('use what the forward pass computed', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', ['batch', 4]);
    const [scale, bias] = [graph.input('scale', 'float32', [4]), graph.input('bias', 'float32', [4])];
    const normal = graph.add('LayerNormalization', [x, scale, bias]);
    const shares = graph.add('Softmax', [graph.add('Tanh', [normal])]);
    for (const gradient of gradients(graph, total(graph, shares), [x, scale, bias]).values()) graph.output(gradient);
    const operations = graph.build().nodes.map(({ operation }) => operation);
    for (const once of ['LayerNormalization', 'Softmax', 'Tanh']) {
      expect(operations.filter((operation) => operation === once)).toHaveLength(1);
    }
    expect(operations).not.toContain('Sqrt');
  });

  it('need no result of the forward pass for its shape alone', () => {
    const graph = new GraphBuilder();
    const ids = graph.input('ids', 'int32', ['batch', 'length']);
    const table = graph.input('table', 'float32', [7, 6]);
    const rows = graph.add('Gather', [table, ids]);
    const heads = graph.add('Reshape', [rows, graph.integers([0, 0, 2, 3])]);
    const mixed = graph.add('Reshape', [
      graph.add('Transpose', [heads], { perm: [0, 2, 1, 3] }),
      graph.integers([-1, 6]),
    ]);
    const found = gradients(graph, total(graph, graph.add('Tanh', [mixed])), [table]).get(table);
    if (found) graph.output(found);
    const asked = graph.build().nodes.filter(({ operation }) => operation === 'Shape');
    expect(asked.map(({ inputs }) => inputs[0])).toEqual(['ids']);
  });

  it('can be differentiated again', async () => {
    const slope = (build: (graph: GraphBuilder, x: Value) => Value): Differentiable => ({
      by: { x: floats(['batch', 3], [0.5, 1.5]) },
      build: (graph, { x }) => {
        const found = gradients(graph, total(graph, build(graph, x!)), [x!]).get(x!);
        if (!found) throw new Error('there is no gradient');
        return found;
      },
    });
    for (const function_ of [
      (graph: GraphBuilder, x: Value) => graph.add('Tanh', [graph.add('Mul', [x, graph.add('Log', [x])])]),
      (graph: GraphBuilder, x: Value) => graph.add('Mul', [graph.add('Softmax', [x]), graph.add('Gelu', [x])]),
      (graph: GraphBuilder, x: Value) => graph.add('ReduceMean', [graph.add('Sqrt', [x]), graph.integers([1])]),
    ]) {
      await checkGradients(slope(function_), { batch: 2 });
    }
  });

  it('by an output without a rule are refused', () => {
    const graph = new GraphBuilder();
    const x = graph.input('x', 'float32', ['batch', 4]);
    const one = graph.floats([1, 1, 1, 1], [4]);
    const { mean } = graph.addAll('LayerNormalization', [x, one, one]);
    expect(() => gradients(graph, total(graph, mean), [x])).toThrow(
      'LayerNormalization has no rule for a derivative by LayerNormalization_0.mean',
    );
  });
});

describe('a table of embeddings', () => {
  it('gets the sum of all rows that were looked up, however often and by however many threads', async () => {
    const graph = new GraphBuilder();
    const [rows, width, entries] = [512, 256, 5];
    const ids = graph.input('ids', 'int32', ['batch', 'length']);
    const table = graph.input('table', 'float32', [entries, width]);
    const seed = graph.input('seed', 'float32', ['batch', 'length', width]);
    const gradient = gradients(graph, graph.add('Gather', [table, ids]), [table], seed).get(table);
    if (gradient) graph.output(gradient, 'gradient');
    const run = await program(graph, 2);
    const data = Int32Array.from({ length: rows }, (_, row) => (row * row) % entries);
    const weights = Float32Array.from({ length: rows * width }, (_, index) => ((index * 7) % 16) - 6);
    const expected = new Float32Array(entries * width);
    for (const [row, id] of data.entries()) {
      for (let column = 0; column < width; column++) {
        const at = id * width + column;
        expected[at] = (expected[at] ?? 0) + (weights[row * width + column] ?? 0);
      }
    }
    for (let attempt = 0; attempt < 20; attempt++) {
      const results = await run({
        ids: { data, shape: [8, 64] },
        seed: { data: weights, shape: [8, 64, width] },
      });
      expect(results.gradient).toEqual(expected);
    }
  });
});

describe('an encoder layer', () => {
  it.each([true, false])('has the gradients of finite differences, scores fused: %s', async (fused) => {
    const [width, heads, inner] = [4, 2, 6];
    const linear = (graph: GraphBuilder, x: Value, w: Value, b: Value) => graph.add('Gemm', [x, w, b], { transB: 1 });
    const layer: Differentiable = {
      by: {
        table: floats([5, width], [-1, 1]),
        ...Object.fromEntries(
          ['query', 'key', 'value', 'output'].flatMap((name) => [
            [name, floats([width, width], [-1, 1])],
            [`${name} bias`, floats([width], [-1, 1])],
          ]),
        ),
        scale: floats([width], [0.5, 1.5]),
        shift: floats([width]),
        up: floats([inner, width], [-1, 1]),
        'up bias': floats([inner]),
      },
      constants: {
        ids: integers([4, 0, 4, 2, 1, 4], ['batch', 'length']),
        bias: floats(['batch', 1, 1, 'length']),
        positions: integers([0, 3, 3], ['positions']),
      },
      build: (graph, inputs) => {
        const input = (name: string) => {
          const value = inputs[name];
          if (value === undefined) throw new Error(`there is no ${name}`);
          return value;
        };
        const by = (x: Value, name: string) => linear(graph, x, input(name), input(`${name} bias`));
        const x = graph.add('Reshape', [
          graph.add('Gather', [input('table'), input('ids')]),
          graph.integers([-1, width]),
        ]);
        const sizes = [graph.add('Shape', [input('ids')]), graph.integers([heads, width / heads])] as const;
        const split = (value: Value, perm: readonly number[]) => {
          const byHead = graph.add('Reshape', [value, graph.add('Concat', sizes, { axis: 0 })]);
          return graph.add('Transpose', [byHead], { perm });
        };
        const [query, value] = [split(by(x, 'query'), [0, 2, 1, 3]), split(by(x, 'value'), [0, 2, 1, 3])];
        const scores = fused
          ? graph.add('FusedMatMul', [query, split(by(x, 'key'), [0, 2, 1, 3])], { transB: 1, alpha: 0.7 })
          : graph.add('Mul', [graph.add('MatMul', [query, split(by(x, 'key'), [0, 2, 3, 1])]), graph.floats([0.7])]);
        const shares = graph.add('Softmax', [graph.add('Add', [scores, input('bias')])], { axis: -1 });
        const mixed = graph.add('Transpose', [graph.add('MatMul', [shares, value])], { perm: [0, 2, 1, 3] });
        const contexts = graph.add('Reshape', [mixed, graph.integers([-1, width])]);
        const at = (value: Value) => graph.add('Gather', [value, input('positions')], { axis: 0 });
        const attended = graph.add('Add', [by(at(contexts), 'output'), at(x)]);
        const normal = graph.add('LayerNormalization', [attended, input('scale'), input('shift')], { epsilon: 0.1 });
        return graph.add('Gelu', [by(normal, 'up')]);
      },
    };
    await checkGradients(layer, { batch: 2, length: 3, positions: 3 });
  });
});
