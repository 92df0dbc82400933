import type { Graph, GraphNode, Value, ValueInfo } from '../../onnx/graph.ts';
import { updateNames } from '../optimizer/adamw-graph.ts';
import { trainingNames } from './training-graph.ts';

/** Names of what a gathering graph has beside what the training graph has. */
export const gatherNames = {
  /** A scalar: 1 to add gradients to those gathered before, 0 to begin anew. */
  keep: 'keep',
  /** A weight's gathered gradients, this batch's included; they may overwrite those before. */
  sum: (weight: string) => `sum:${weight}`,
};

/**
 * A training graph that adds its gradients to those gathered before, sum = keep · gathered + gradient, instead of giving
 * them. The addition does not read what its result overwrites.
 * @param trained the weights that have gradients.
 */
export function gatherGradients(graph: Graph, trained: Iterable<string>): Graph {
  const keep = gatherNames.keep as Value;
  const inputs: ValueInfo[] = [{ name: keep, type: 'float32', shape: [] }];
  const nodes: GraphNode[] = [];
  const outputs = new Map(graph.outputs.map((output) => [output.name, output]));
  for (const weight of trained) {
    const gradient = trainingNames.gradient(weight);
    const output = outputs.get(gradient);
    if (!output) throw new Error(`the training graph has no gradient of ${weight}`);
    outputs.delete(gradient);
    const [gathered, kept, sum] = [updateNames.gradient(weight), `kept:${weight}`, gatherNames.sum(weight)] as Value[];
    if (!gathered || !kept || !sum) throw new Error(`${weight} has no names`);
    inputs.push({ ...output, name: gathered });
    nodes.push({ operation: 'Mul', inputs: [gathered, keep], outputs: [kept], attributes: {} });
    nodes.push({ operation: 'Add', inputs: [kept, gradient as Value], outputs: [sum], attributes: {} });
    outputs.set(sum, { ...output, name: sum });
  }
  return {
    nodes: [...graph.nodes, ...nodes],
    constants: graph.constants,
    inputs: [...graph.inputs, ...inputs],
    outputs: [...outputs.values()],
  };
}
