import type { GraphBuilder } from '../onnx/builder.ts';
import type { Value } from '../onnx/graph.ts';
import type { WeightStore } from './weight-store.ts';

/** A model's weights in a graph, each placed once, under the names that the model knows them by. */
export class GraphWeights {
  private readonly graph: GraphBuilder;
  private readonly place: (name: string) => Value;
  private readonly placed = new Map<string, Value>();

  /** @param place puts a weight into the graph when it is first wanted. */
  constructor(graph: GraphBuilder, place: (name: string) => Value) {
    this.graph = graph;
    this.place = place;
  }

  get(name: string): Value {
    const value = this.placed.get(name) ?? this.place(name);
    this.placed.set(name, value);
    return value;
  }

  /** The weights that were placed, in the order in which they were wanted. */
  entries(): readonly (readonly [name: string, value: Value])[] {
    return [...this.placed];
  }

  /** `x · Wᵀ + b` for x [rows, inputs], W [outputs, inputs] and b [outputs], as `torch.nn.Linear` computes it. */
  linear(x: Value, name: string, outputName?: string): Value {
    const inputs = [x, this.get(`${name}.weight`), this.get(`${name}.bias`)] as const;
    return this.graph.add('Gemm', inputs, { transB: 1 }, outputName);
  }

  /** Layer normalization over the last axis (Ba et al., 2016, arXiv 1607.06450). */
  layerNorm(x: Value, name: string, epsilon: number): Value {
    const { graph } = this;
    const inputs = [x, this.get(`${name}.weight`), this.get(`${name}.bias`)] as const;
    return graph.add('LayerNormalization', inputs, { axis: -1, epsilon });
  }
}

/** A checkpoint's tensors as constants of the graph: for a model in use. */
export function constantWeights(graph: GraphBuilder, store: WeightStore): GraphWeights {
  return new GraphWeights(graph, (name) => {
    const { shape, location, offset } = store.find(name);
    return graph.weight(name, shape, location, offset);
  });
}

/**
 * Weights that each run is fed: for a model under training.
 * @param shapes of every weight that may be wanted.
 */
export function fedWeights(graph: GraphBuilder, shapes: ReadonlyMap<string, readonly number[]>): GraphWeights {
  return new GraphWeights(graph, (name) => {
    const shape = shapes.get(name);
    if (!shape) throw new Error(`${name} is no weight of this model`);
    return graph.input(name, 'float32', shape);
  });
}
