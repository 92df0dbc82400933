import type { TensorInfo, TensorSource } from '../checkpoint/tensors.ts';
import type { GraphBuilder, Value } from '../onnx/graph.ts';

/** Puts a checkpoint's tensors into a graph, each once, under the names that the model knows them by. */
export class GraphWeights {
  private readonly graph: GraphBuilder;
  private readonly source: TensorSource;
  private readonly names: ReadonlyMap<string, TensorInfo>;
  private readonly placed = new Map<string, Value>();

  /** @param names what `checkTensors` found. */
  constructor(graph: GraphBuilder, source: TensorSource, names: ReadonlyMap<string, TensorInfo>) {
    this.graph = graph;
    this.source = source;
    this.names = names;
  }

  /** A weight as a graph's constant; it is read when the graph is encoded. */
  get(name: string): Value {
    const placed = this.placed.get(name);
    if (placed) return placed;
    const tensor = this.names.get(name);
    if (!tensor) throw new Error(`${name} is no tensor of this model`);
    const value = this.graph.weight(name, tensor.shape, {
      kind: 'made',
      make: () => {
        const { buffer, byteOffset, byteLength } = this.source.read(tensor.name);
        return new Uint8Array(buffer, byteOffset, byteLength);
      },
    });
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
