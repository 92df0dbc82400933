import type { GraphBuilder } from '../onnx/builder.ts';
import type { GraphNode, Value } from '../onnx/graph.ts';
import { sameShape } from '../onnx/infer/inference.ts';
import { type ByInput, byInput, byOutput, type OperationName, operations } from '../onnx/operations.ts';
import type { Adjoint } from './rule.ts';
import { rules } from './rules.ts';

/**
 * Adds to a graph the derivatives of one of its values, by reverse-mode differentiation (Griewank & Walther, Evaluating
 * Derivatives, 2008, chapter 3): each operation, from the last to the first, turns the derivative by its output, the
 * adjoint, into those by its inputs.
 * @param of what is differentiated: a scalar, unless a seed is given.
 * @param wrt float values, inputs as a rule. An operation that is 'not differentiable' lets no derivative through.
 * @param seed the adjoint of `of`, of its shape; 1 if none is given. A scalar multiplies all derivatives.
 * @returns the derivative by each of `wrt`, of its shape. One on which `of` does not depend has none.
 * @throws Error if `of` has a shape and no seed, or depends on `wrt` by an output that has no rule.
 */
export function gradients(
  graph: GraphBuilder,
  of: Value,
  wrt: readonly Value[],
  seed: Value = graph.floats([1]),
): ReadonlyMap<Value, Value> {
  if (!sameShape(graph.shapeOf(of), graph.shapeOf(seed))) throw new Error(`the seed has not the shape of ${of}`);
  const nodes = [...graph.nodes];
  const dependent = dependentOn(nodes, wrt);
  const adjoints = new Map<Value, Value>();
  const contribute = (value: Value, adjoint: Value) => {
    const before = adjoints.get(value);
    adjoints.set(value, before === undefined ? adjoint : graph.add('Add', [before, adjoint]));
  };
  if (dependent.has(of)) contribute(of, seed);
  for (const node of nodes.reverse()) {
    const [first, ...others] = node.outputs;
    const adjoint = first && adjoints.get(first);
    const other = others.find((output) => adjoints.has(output));
    if (other) throw new Error(`${node.operation} has no rule for a derivative by ${other}`);
    if (adjoint === undefined) continue;
    const parts = adjointsOf(graph, node, adjoint);
    for (const [index, input] of node.inputs.entries()) {
      const part = parts[index];
      if (part && dependent.has(input)) contribute(input, part());
    }
  }
  return new Map(
    wrt.flatMap((value) => {
      const adjoint = adjoints.get(value);
      return adjoint === undefined ? [] : [[value, adjoint] as const];
    }),
  );
}

/** The values that a derivative by some of `wrt` flows through. */
function dependentOn(nodes: readonly GraphNode[], wrt: readonly Value[]): ReadonlySet<Value> {
  const dependent = new Set(wrt);
  for (const { operation, inputs, outputs } of nodes) {
    if (rules[operation] === 'not differentiable') continue;
    if (inputs.some((input) => dependent.has(input))) for (const output of outputs) dependent.add(output);
  }
  return dependent;
}

/** What gives the adjoint of each input, in the operation's order; undefined where no derivative flows. */
function adjointsOf<K extends OperationName>(
  graph: GraphBuilder,
  { operation, inputs, outputs, attributes }: GraphNode<K>,
  adjoint: Value,
): readonly Adjoint[] {
  const rule = rules[operation];
  if (rule === 'not differentiable') return [];
  const adjoints: ByInput<K, Adjoint> = rule({
    graph,
    dy: adjoint,
    inputs: byInput(operation, inputs),
    outputs: byOutput(operation, outputs),
    attributes,
  });
  if (Array.isArray(adjoints)) return adjoints;
  const { inputs: names, optional } = operations[operation];
  const byName = adjoints as Readonly<Record<string, Adjoint>>;
  return names === 'variadic' ? [] : [...names, ...optional].map((name) => byName[name]);
}
