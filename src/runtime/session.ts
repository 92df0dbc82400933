import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { createSession, type SessionModel, type SessionSettings } from './create.ts';
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
   * Loads a model on a device.
   * @param threads on the CPU; 0 for one a processor, eight at most.
   * @throws Error with onnxruntime's message if the device is not there or the model is refused.
   */
  static async open(
    model: SessionModel,
    device: Device,
    threads: number,
    settings: SessionSettings = {},
  ): Promise<ModelSession> {
    const onnxruntime = await loadOnnxRuntime();
    return new ModelSession(device, onnxruntime, await createSession(onnxruntime, model, device, threads, settings));
  }

  /**
   * Runs the model. Blocks the thread until it is done. What is fed is not copied on the CPU, however large; each output
   * is copied into an array of its own.
   * @param wanted names of the float32 outputs to give; all unless given.
   */
  async run(feeds: Feeds, wanted?: readonly string[]): Promise<Results> {
    if (!this.session) throw new Error('the model was run after it was released');
    const fed = Object.fromEntries(
      Object.entries(feeds).map(([name, feed]) => [name, tensorOf(this.onnxruntime, feed)]),
    );
    const outputs = await (wanted ? this.session.run(fed, wanted) : this.session.run(fed));
    return Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, floatsOf(name, tensor)]));
  }

  /** Frees the model. Idempotent. */
  async release(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.release();
  }
}

/** A feed as onnxruntime takes it; shares its memory. */
export function tensorOf({ Tensor }: OnnxRuntime, { data, shape }: Feed): Tensor {
  return data instanceof Int32Array ? new Tensor('int32', data, shape) : new Tensor('float32', data, shape);
}

/** @param name the output, for the message of an error. */
export function floatsOf(name: string, { data }: Tensor): Float32Array {
  if (!(data instanceof Float32Array)) throw new Error(`the output ${name} is not float32`);
  return data;
}
