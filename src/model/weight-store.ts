import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { TensorInfo, TensorLocation, TensorSource } from '../checkpoint/tensors.ts';
import type { WeightData } from '../runtime/create.ts';

/** A weight as ONNX external data. */
export interface StoredWeight {
  readonly shape: readonly number[];
  readonly location: string;
  readonly offset: number;
}

/**
 * Where a model's weights are for onnxruntime: it maps them into memory from the checkpoint's own files where all are
 * float32 there, and is given them in memory otherwise. Mapping spares a copy of the weights and most of the time of
 * loading; onnxruntime does not mix the two.
 */
export class WeightStore {
  private readonly source: TensorSource;
  private readonly tensors: ReadonlyMap<string, TensorInfo>;
  private readonly mapped: MappedFiles | undefined;

  /** @param tensors the tensors of `source` by the names that the model knows them by, from `checkTensors`. */
  constructor(source: TensorSource, tensors: ReadonlyMap<string, TensorInfo>) {
    this.source = source;
    this.tensors = tensors;
    this.mapped = mapFiles(source, tensors);
  }

  find(name: string): StoredWeight {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`${name} is no tensor of this model`);
    const place = this.mapped ? this.mapped.places.get(name) : { location: name, offset: 0 };
    if (!place) throw new Error(`${name} has no place in a file`);
    return { shape: tensor.shape, ...place };
  }

  /**
   * What a session needs beside the graph.
   * @param names the weights that are in the graph.
   * @throws UserError if the checkpoint's files cannot be read.
   */
  data(names: Iterable<string>): WeightData {
    if (this.mapped) return { folder: this.mapped.folder };
    const arrays = new Map<string, Float32Array>();
    for (const name of names) {
      const tensor = this.tensors.get(name);
      if (tensor) arrays.set(name, this.source.read(tensor.name));
    }
    return { arrays };
  }
}

interface MappedFiles {
  readonly folder: string;
  readonly places: ReadonlyMap<string, { readonly location: string; readonly offset: number }>;
}

/**
 * The files to map, or undefined if some weight is not ready in a file. Links are followed first, since onnxruntime
 * refuses those that lead out of the folder, as in the cache of the Hugging Face Hub.
 */
function mapFiles(source: TensorSource, tensors: ReadonlyMap<string, TensorInfo>): MappedFiles | undefined {
  const located: [name: string, location: TensorLocation][] = [];
  for (const [name, tensor] of tensors) {
    const location = source.locate(tensor.name);
    if (!location) return undefined;
    located.push([name, location]);
  }
  const real = new Map<string, string>();
  for (const [, { file }] of located) if (!real.has(file)) real.set(file, realpathSync(file));
  const [folder, ...others] = new Set([...real.values()].map((file) => path.dirname(file)));
  if (folder === undefined || others.length > 0) return undefined;
  const places = located.map(
    ([name, { file, offset }]) => [name, { location: path.basename(real.get(file) ?? file), offset }] as const,
  );
  return { folder, places: new Map(places) };
}
