import type { Dimension } from './dimension.ts';
import type { GraphNode, Value } from './graph.ts';
import { broadcast, sameShape } from './infer/inference.ts';
import type { Attributes, Inputs, OperationName } from './operations.ts';
import { type ElementType, elementTypes, type Shape } from './tensor.ts';

/** What simplifying needs of the graph that is being built. */
interface Building {
  add<K extends OperationName>(operation: K, inputs: Inputs<K, Value>, attributes?: Attributes<K>): Value;
  typeOf(value: Value): ElementType;
  shapeOf(value: Value): Shape;
  contentOf(value: Value): readonly Dimension[] | undefined;
  literalOf(value: Value): readonly number[] | undefined;
  nodeOf(value: Value): GraphNode | undefined;
}

interface Candidate<K extends OperationName> {
  readonly graph: Building;
  readonly inputs: Inputs<K, Value>;
  readonly attributes: Attributes<K>;
}

type Simplification<K extends OperationName> = (candidate: Candidate<K>) => Value | undefined;

/** Identities that hold exactly, also in floating-point numbers. */
const simplifications: { readonly [K in OperationName]?: Simplification<K> } = {
  /** x + 0 = 0 + x = x */
  Add: ({ graph, inputs: [a, b] }) => neutral(graph, a, b, 0) ?? neutral(graph, b, a, 0),
  /** x - 0 = x */
  Sub: ({ graph, inputs: [a, b] }) => neutral(graph, a, b, 0),
  /** x · 1 = 1 · x = x */
  Mul: ({ graph, inputs: [a, b] }) => neutral(graph, a, b, 1) ?? neutral(graph, b, a, 1),
  /** x / 1 = x */
  Div: ({ graph, inputs: [a, b] }) => neutral(graph, a, b, 1),
  /** -(-x) = x */
  Neg: ({ graph, inputs: [x] }) => inputOf(graph, x, 'Neg'),
  Identity: ({ inputs: [x] }) => x,
  Cast: ({ graph, inputs: [x], attributes: { to } }) => (elementTypes[graph.typeOf(x)] === to ? x : undefined),
  /** The sum of one number is that number. */
  ReduceSum: ({ graph, inputs: [x, axes], attributes: { keepdims = 1 } }) => {
    const shape = graph.shapeOf(x);
    const reduced = graph.literalOf(axes);
    return keepdims && reduced && reduced.length > 0 && reduced.every((axis) => shape.at(axis) === 1) ? x : undefined;
  },
  Concat: ({ inputs: [first, ...others] }) => (others.length === 0 ? first : undefined),
  /** Only two transpositions that undo each other: one that is half of a product is free, the two as one would not be. */
  Transpose: ({ graph, inputs: [x], attributes: { perm } }) => {
    if (perm?.every((axis, index) => axis === index)) return x;
    const inner = graph.nodeOf(x);
    if (inner?.operation !== 'Transpose' || !perm) return undefined;
    const { perm: first } = (inner as GraphNode<'Transpose'>).attributes;
    return first && perm.every((axis, index) => first[axis] === index) ? inner.inputs[0] : undefined;
  },
  /** To the shape that it has already, or of what was reshaped before. */
  Reshape: ({ graph, inputs: [x, shape] }) => {
    const wanted = graph.contentOf(shape);
    if (wanted && sameShape(wanted, graph.shapeOf(x))) return x;
    const original = inputOf(graph, x, 'Reshape');
    return original && wanted && !wanted.includes(0) ? graph.add('Reshape', [original, shape]) : undefined;
  },
  Expand: ({ graph, inputs: [x, shape] }) => {
    const wanted = graph.contentOf(shape);
    const own = graph.shapeOf(x);
    return wanted && sameShape(broadcast(wanted, own), own) ? x : undefined;
  },
};

/** A value that an operation's result equals, if there is a simpler one. */
export function simplify<K extends OperationName>(
  graph: Building,
  operation: K,
  inputs: readonly Value[],
  attributes: Attributes<K>,
): Value | undefined {
  return simplifications[operation]?.({ graph, inputs: inputs as Inputs<K, Value>, attributes });
}

/** x, if `other` is a constant of nothing but `number` that does not widen it. */
function neutral(graph: Building, x: Value, other: Value, number: number): Value | undefined {
  if (!graph.literalOf(other)?.every((value) => value === number)) return undefined;
  const [shape, otherShape] = [graph.shapeOf(x), graph.shapeOf(other)];
  const widens =
    otherShape.length > shape.length ||
    otherShape.some((size, at) => {
      return size !== 1 && size !== shape[shape.length - otherShape.length + at];
    });
  return widens ? undefined : x;
}

/** What a value was made from, if an operation of that name made it. */
function inputOf(graph: Building, value: Value, operation: OperationName): Value | undefined {
  const node = graph.nodeOf(value);
  return node?.operation === operation ? node.inputs[0] : undefined;
}
