import { availableParallelism } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';
import type { Device } from './device.ts';
import { loadOnnxRuntime, type OnnxRuntime } from './onnxruntime.ts';

/** A tensor to feed, row-major. */
export interface Feed {
  readonly data: Int32Array | Float32Array;
  readonly shape: readonly number[];
}

export type Feeds = Readonly<Record<string, Feed>>;

/** The model's float outputs by name, row-major. */
export type Results = Readonly<Record<string, Float32Array>>;

/** The weights that a model holds as external data: files of one folder, which are mapped into memory, or arrays. */
export type WeightData = { readonly folder: string } | { readonly arrays: ReadonlyMap<string, Float32Array> };

/** An ONNX model and its weights. */
export interface SessionModel {
  /** A `ModelProto`. */
  readonly graph: Uint8Array;
  readonly weights: WeightData;
}

/** A model loaded on one device. */
export class ModelSession {
  readonly device: Device;
  private readonly onnxruntime: OnnxRuntime;
  private session: InferenceSession | undefined;

  private constructor(device: Device, onnxruntime: OnnxRuntime, session: InferenceSession) {
    this.device = device;
    this.onnxruntime = onnxruntime;
    this.session = session;
  }

  /**
   * Loads a model on a device. Nothing but the device and, for operations that it lacks, the CPU will run it.
   * @param threads on the CPU; 0 for one a processor, eight at most.
   * @throws Error with onnxruntime's message if the device is not there or the model is refused.
   */
  static async open({ graph, weights }: SessionModel, device: Device, threads: number): Promise<ModelSession> {
    const onnxruntime = await loadOnnxRuntime();
    const session = await onnxruntime.InferenceSession.create(graph, {
      executionProviders: [device],
      intraOpNumThreads: threads || Math.min(availableParallelism(), 8),
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      // DirectML cannot work with memory patterns; with batches of every shape they would only grow.
      enableMemPattern: false,
      externalData: 'arrays' in weights ? externalArrays(weights.arrays) : [],
      extra: {
        session: {
          ...('folder' in weights ? { model_external_initializers_file_folder_path: weights.folder } : {}),
          // Threads that wait sleep: beside an editor, a compiler or a second model, spinning ones take the processor
          // from whoever has work (half the speed), and on an idle machine they gain less than a tenth.
          intra_op: { allow_spinning: '0' },
        },
      },
    });
    return new ModelSession(device, onnxruntime, session);
  }

  /**
   * Runs the model. Blocks the thread until it is done. What is fed is not copied on the CPU, however large; each output
   * is copied into an array of its own.
   * @param wanted names of the float32 outputs to give; all unless given.
   */
  async run(feeds: Feeds, wanted?: readonly string[]): Promise<Results> {
    if (!this.session) throw new Error('the model was run after it was released');
    const { Tensor } = this.onnxruntime;
    const tensors = Object.entries(feeds).map(([name, { data, shape }]) => [
      name,
      data instanceof Int32Array ? new Tensor('int32', data, shape) : new Tensor('float32', data, shape),
    ]);
    const fed = Object.fromEntries(tensors);
    const outputs = await (wanted ? this.session.run(fed, wanted) : this.session.run(fed));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data }]) => {
        if (!(data instanceof Float32Array)) throw new Error(`the output ${name} is not float32`);
        return [name, data];
      }),
    );
  }

  /** Frees the model. Idempotent. */
  async release(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.release();
  }
}

/** Weights as onnxruntime takes them: each under the name by which the graph knows it. */
function externalArrays(arrays: ReadonlyMap<string, Float32Array>) {
  return [...arrays].map(([path, { buffer, byteOffset, byteLength }]) => {
    return { path, data: new Uint8Array(buffer, byteOffset, byteLength) };
  });
}
