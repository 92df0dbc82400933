import type { GraphBuilder, Value } from '../onnx/graph.ts';
import type { WeightStore } from './weight-store.ts';

/** Puts a checkpoint's tensors into a graph, each once, under the names that the model knows them by. */
export class GraphWeights {
  private readonly graph: GraphBuilder;
  private readonly store: WeightStore;
  private readonly placed = new Map<string, Value>();

  constructor(graph: GraphBuilder, store: WeightStore) {
    this.graph = graph;
    this.store = store;
  }

  /** A weight as one of the graph's constants. */
  get(name: string): Value {
    const placed = this.placed.get(name);
    if (placed) return placed;
    const { shape, location, offset } = this.store.find(name);
    const value = this.graph.weight(name, shape, location, offset);
    this.placed.set(name, value);
    return value;
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
