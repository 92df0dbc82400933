import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../src/onnx/builder.ts';
import { encodeModel } from '../../src/onnx/encode.ts';
import type { Constant, Graph, GraphNode, Value } from '../../src/onnx/graph.ts';
import type { Attributes, OperationName } from '../../src/onnx/operations.ts';
import { elementTypes } from '../../src/onnx/tensor.ts';
import { type Feed, ModelSession } from '../../src/runtime/session.ts';
import { cases } from '../autodiff/cases.ts';
import { program } from '../autodiff/evaluate.ts';
import { differentiate, feedsFor } from '../autodiff/finite-differences.ts';
import { sizesOf } from '../autodiff/tensor.ts';

describe('inferred shapes', () => {
  it.each(Object.entries(cases))(
    'are those of the run, in functions of %s and their gradients',
    async (_, functions) => {
      for (const [name, differentiable] of Object.entries(functions === 'not differentiable' ? {} : functions)) {
        const { graph, inputs } = differentiate(differentiable);
        const values = graph.build().nodes.flatMap(({ outputs }) => outputs);
        const known = graph.nodes.flatMap(({ outputs }) => outputs).filter((value) => values.includes(value));
        for (const value of known) giveShape(graph, value);
        const run = await program(graph);
        for (const sizes of [
          { batch: 3, length: 2 },
          { batch: 1, length: 5 },
          { batch: 4, length: 1 },
        ]) {
          const results = await run(feedsFor(graph, inputs, sizes));
          for (const value of known) {
            const found = [...(results[`shape of ${value}`] ?? [])];
            // What nothing tells before the run has a name of its own, with a question mark.
            const inferred = graph
              .shapeOf(value)
              .map((size, axis) => (`${size}`.includes('?') ? (found[axis] ?? 0) : size));
            expect(sizesOf(inferred, sizes), `${value} in ${name}`).toEqual(found);
          }
        }
      }
    },
  );

  it('are those of the run, and what the run refuses is refused', async () => {
    await fc.assert(
      fc.asyncProperty(application, async (applied) => {
        const inferred = inferredShape(applied);
        const found = await shapeInRun(applied);
        if (typeof inferred === 'string' || typeof found === 'string') {
          expect([typeof inferred, typeof found], `${inferred} / ${found}`).toEqual(['string', 'string']);
          expect(inferred).toContain(`${applied.operation}(x: float32 [${applied.shapes[0]?.join(', ')}]`);
        } else expect(inferred).toEqual(found);
      }),
      { numRuns: 600 },
    );
  });
});

/** Gives the shape that a value has in a run as another output. */
function giveShape(graph: GraphBuilder, value: Value): void {
  const shape = graph.add('Shape', [value]);
  graph.output(graph.add('Cast', [shape], { to: elementTypes.float32 }), `shape of ${value}`);
}

/** An operation on float inputs of some shapes, then on constants. */
interface Application<K extends OperationName = OperationName> {
  readonly operation: K;
  readonly shapes: readonly (readonly number[])[];
  readonly constants: readonly (readonly number[])[];
  readonly attributes: Attributes<K>;
}

const size = fc.integer({ min: 1, max: 3 });
const shape = fc.array(size, { maxLength: 3 });
const vectorShape = fc.array(size, { minLength: 1, maxLength: 3 });
const matrixShape = fc.array(size, { minLength: 2, maxLength: 3 });
const index = fc.integer({ min: -5, max: 5 });
const axis = fc.integer({ min: -3, max: 3 });
const flag = fc.constantFrom(0, 1);

function apply<K extends OperationName>(
  operation: K,
  parts: {
    readonly shapes: readonly fc.Arbitrary<readonly number[]>[];
    readonly constants?: readonly fc.Arbitrary<readonly number[]>[];
    readonly attributes?: fc.Arbitrary<Attributes<K>>;
  },
): fc.Arbitrary<Application> {
  return fc.record({
    operation: fc.constant(operation),
    shapes: fc.tuple(...parts.shapes),
    constants: fc.tuple(...(parts.constants ?? [])),
    attributes: parts.attributes ?? fc.constant({}),
  });
}

const application: fc.Arbitrary<Application> = fc.oneof(
  apply('Add', { shapes: [shape, shape] }),
  apply('Div', { shapes: [shape, shape] }),
  apply('MatMul', { shapes: [matrixShape, matrixShape] }),
  apply('FusedMatMul', {
    shapes: [matrixShape, matrixShape],
    attributes: fc.record({ transA: flag, transB: flag }),
  }),
  apply('Gemm', {
    shapes: [matrixShape, matrixShape, shape],
    attributes: fc.record({ transA: flag, transB: flag }),
  }),
  apply('ReduceSum', {
    shapes: [shape],
    constants: [fc.uniqueArray(axis, { minLength: 1, maxLength: 2, selector: (axis) => (axis + 6) % 3 })],
    attributes: fc.record({ keepdims: flag }),
  }),
  apply('Softmax', { shapes: [vectorShape], attributes: fc.record({ axis }) }),
  apply('LayerNormalization', { shapes: [vectorShape, shape, shape], attributes: fc.record({ axis }) }),
  apply('Reshape', { shapes: [shape], constants: [fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 3 })] }),
  apply('Expand', { shapes: [shape], constants: [shape] }),
  apply('Transpose', { shapes: [shape], attributes: fc.record({ perm: fc.array(fc.nat(3), { maxLength: 3 }) }) }),
  apply('Transpose', { shapes: [shape] }),
  apply('Concat', { shapes: [shape, shape], attributes: fc.record({ axis }) }),
  apply('Slice', { shapes: [shape], constants: [fc.tuple(index), fc.tuple(index), fc.tuple(axis)] }),
  apply('Pad', { shapes: [vectorShape], constants: [fc.array(fc.nat(3), { maxLength: 6 })] }),
  apply('Gather', {
    shapes: [shape],
    constants: [fc.array(fc.constant(0), { minLength: 1, maxLength: 3 })],
    attributes: fc.record({ axis }),
  }),
);

/** The shape that is inferred, or the reason why there is none. */
function inferredShape({ operation, shapes, constants, attributes }: Application): readonly unknown[] | string {
  const graph = new GraphBuilder();
  const inputs = [
    ...shapes.map((shape, index) => graph.input(nameOf(index), 'float32', shape)),
    ...constants.map((numbers) => graph.integers(numbers)),
  ];
  try {
    // One type for all operations' inputs: what does not fit must be told when the graph is built, too.
    const add: (operation: OperationName, inputs: readonly Value[], attributes: object, name: string) => Value =
      graph.add.bind(graph) as never;
    return graph.shapeOf(add(operation, inputs, attributes, 'y'));
  } catch (thrown) {
    return String(thrown);
  }
}

/** The shape that onnxruntime gives, or the reason why it does not; nothing of this is inferred here. */
async function shapeInRun({
  operation,
  shapes,
  constants,
  attributes,
}: Application): Promise<readonly number[] | string> {
  const vector = (name: string, numbers: readonly number[]): Constant => {
    const bytes = new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
    const shape = [numbers.length];
    return { name, type: 'int64', shape, byteLength: bytes.length, bytes: { kind: 'inline', bytes } };
  };
  const numbers = constants.map((numbers, index) => vector(`constant ${index}`, numbers));
  const inputs = [...shapes.map((_, index) => nameOf(index)), ...numbers.map(({ name }) => name)] as Value[];
  const node = (operation: OperationName, inputs: readonly Value[], output: string, attributes: object): GraphNode => ({
    operation,
    inputs,
    outputs: [output as Value],
    attributes,
  });
  const graph: Graph = {
    nodes: [
      node(operation, inputs, 'y', attributes),
      node('Shape', ['y' as Value], 'shape', {}),
      node('Cast', ['shape' as Value], 'sizes', { to: elementTypes.float32 }),
      node('Reshape', ['y', 'flat'] as Value[], 'elements', {}),
    ],
    constants: [...numbers, vector('flat', [-1])],
    // Declared by name, so that nothing is known before the run.
    inputs: shapes.map((shape, input) => {
      return { name: nameOf(input), type: 'float32', shape: shape.map((_, axis) => `size ${input}.${axis}`) };
    }),
    outputs: [
      { name: 'sizes', type: 'float32', shape: ['rank'] },
      // Without the elements nothing would be computed where the sizes can be told before.
      { name: 'elements', type: 'float32', shape: ['elements'] },
    ],
  };
  try {
    const model = { graph: encodeModel(graph), weights: { arrays: new Map<string, Float32Array>() } };
    const session = await ModelSession.open(model, 'cpu', 1);
    try {
      const feeds = shapes.map((shape, index): [string, Feed] => {
        const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
        return [nameOf(index), { data, shape }];
      });
      const { sizes } = await session.run(Object.fromEntries(feeds));
      return [...(sizes ?? [])];
    } finally {
      await session.release();
    }
  } catch (thrown) {
    return String(thrown);
  }
}

function nameOf(input: number): string {
  return ['x', 'scale', 'bias'][input] ?? `input ${input}`;
}
