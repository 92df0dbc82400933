import type { TensorInfo, TensorSource } from '../checkpoint/tensors.ts';
import type { GraphBuilder } from '../onnx/builder.ts';
import { encodeModel } from '../onnx/encode.ts';
import type { Graph } from '../onnx/graph.ts';
import type { Placement } from '../runtime/choose.ts';
import type { Device } from '../runtime/device.ts';
import type { GraphStyle } from './encoder.ts';
import { feedsOf } from './feeds.ts';
import { probeBatch } from './probe.ts';
import type { InputSpec } from './spec.ts';
import { WeightStore } from './weight-store.ts';
import { constantWeights, type GraphWeights } from './weights.ts';

/** What a graph is made of and tried with. */
export interface PlacedParts {
  readonly source: TensorSource;
  /** By the names that the model knows them by. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  readonly spec: InputSpec;
  /** Makes the graph, its weights as constants. */
  readonly build: (weightsOf: (graph: GraphBuilder) => GraphWeights, style: GraphStyle) => Graph;
  /** Threads on the CPU; one a processor, eight at most, if undefined. */
  readonly threads: number | undefined;
}

/** A checkpoint's graph as it is put on a device. */
export function placementOf({ source, tensors, spec, build, threads }: PlacedParts): Placement {
  const store = new WeightStore(source, tensors);
  const model = (device: Device) => {
    const graph = build((builder) => constantWeights(builder, store), { fusedScores: device === 'cpu' });
    const names = graph.constants.map(({ name }) => name);
    return { graph: encodeModel(graph), weights: store.data(names) };
  };
  return {
    model,
    smallBatch: feedsOf(probeBatch(spec, 2, 16), spec.encoder),
    largeBatch: feedsOf(probeBatch(spec, 8, 64), spec.encoder),
    threads: threads ?? 0,
  };
}
