import type { Constant, Graph, GraphNode, Value, ValueInfo } from './graph.ts';
import { operations } from './operations.ts';

/** An output as it was declared: a value and the name under which the graph gives it. */
export interface DeclaredOutput {
  readonly value: Value;
  readonly info: ValueInfo;
}

/** All that was put into a graph. */
export interface GraphParts {
  readonly nodes: readonly GraphNode[];
  readonly constants: readonly Constant[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly DeclaredOutput[];
}

/** A graph of what its outputs need, and no more, whose outputs have their declared names. */
export function finishGraph(parts: GraphParts): Graph {
  const { nodes, names } = nameOutputs(neededNodes(parts), parts.outputs);
  const used = new Set([...nodes.flatMap(({ inputs }): readonly string[] => inputs), ...names]);
  return {
    nodes: nodes.map((node) => withoutUnread(node, used)),
    constants: parts.constants.filter(({ name }) => used.has(name)),
    inputs: parts.inputs.filter(({ name }) => used.has(name)),
    outputs: parts.outputs.map(({ info }) => info),
  };
}

function neededNodes({ nodes, outputs }: GraphParts): readonly GraphNode[] {
  const needed = new Set(outputs.map(({ value }) => value));
  const kept: GraphNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((output) => needed.has(output))) continue;
    kept.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return kept.reverse();
}

/**
 * Lets the operation that computes an output write it under the output's name: to copy the gradients of a large model
 * once more takes a good part of a second. Only an input, a constant or a value under two names is copied.
 */
function nameOutputs(nodes: readonly GraphNode[], outputs: readonly DeclaredOutput[]) {
  const computed = new Set(nodes.flatMap((node) => node.outputs));
  const renamed = new Map<Value, Value>();
  const copies: GraphNode[] = [];
  // A value that is given under its own name too must keep it.
  for (const { value, info } of outputs) if (computed.has(value) && info.name === value) renamed.set(value, value);
  for (const { value, info } of outputs) {
    const name = info.name as Value;
    if (value === name) continue;
    if (computed.has(value) && !renamed.has(value)) renamed.set(value, name);
    else copies.push({ operation: 'Identity', inputs: [value], outputs: [name], attributes: {} });
  }
  const rename = (value: Value) => renamed.get(value) ?? value;
  const all = [...nodes, ...copies].map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  return { nodes: all, names: new Set(outputs.map(({ info }) => info.name)) };
}

/** Leaves out outputs at the end that nobody reads: to compute a layer's statistics for nobody costs time. */
function withoutUnread(node: GraphNode, used: ReadonlySet<string>): GraphNode {
  if (operations[node.operation].outputs.length === 1) return node;
  const last = node.outputs.findLastIndex((output) => used.has(output));
  return { ...node, outputs: node.outputs.slice(0, last + 1) };
}
