import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { GraphBuilder } from '../onnx/builder.ts';
import { encodeModel } from '../onnx/encode.ts';
import { createSession, type SessionSettings } from './create.ts';
import { loadOnnxRuntime, type OnnxRuntime } from './onnxruntime.ts';
import { type Feed, type Feeds, floatsOf, type Results, tensorOf } from './session.ts';

/** Float32 tensors by name in the memory of the one device whose tensors Node can hold, WebGPU. */
export class DeviceMemory {
  readonly onnxruntime: OnnxRuntime;
  readonly settings: SessionSettings;
  private readonly tensors = new Map<string, Tensor>();
  /** Copiers by the direction and the number of dimensions. Those that made a tensor must outlive it. */
  private readonly copiers = new Map<string, Promise<InferenceSession>>();

  private constructor(onnxruntime: OnnxRuntime, settings: SessionSettings) {
    this.onnxruntime = onnxruntime;
    this.settings = settings;
  }

  /** Memory with nothing in it. */
  static async open(settings: SessionSettings = {}): Promise<DeviceMemory> {
    return new DeviceMemory(await loadOnnxRuntime(), settings);
  }

  /**
   * Copies a tensor to the device, in the place of one of the same name.
   * @throws Error with onnxruntime's message if there is no device or its memory is full.
   */
  async put(name: string, { data, shape }: Feed): Promise<void> {
    const { onnxruntime } = this;
    const copier = await this.copier('put', shape.length);
    const { copy } = await copier.run({ original: tensorOf(onnxruntime, { data, shape }) });
    if (copy?.location !== 'gpu-buffer') throw new Error(`${name} did not stay in the device's memory`);
    this.tensors.get(name)?.dispose();
    this.tensors.set(name, copy);
  }

  /** A copy of a tensor. (`getData` of a tensor that is not on the CPU ends the process.) */
  async get(name: string): Promise<Float32Array> {
    const tensor = this.at(name);
    const copier = await this.copier('get', tensor.dims.length);
    const { copy } = await copier.run({ original: tensor });
    if (!copy) throw new Error(`${name} was not copied`);
    return floatsOf(name, copy);
  }

  /** The tensor itself, for sessions that read or write it. */
  at(name: string): Tensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new Error(`${name} is not in the device's memory`);
    return tensor;
  }

  /** Frees all tensors, then what made them. Idempotent. */
  async release(): Promise<void> {
    for (const tensor of this.tensors.values()) tensor.dispose();
    this.tensors.clear();
    const copiers = [...this.copiers.values()];
    this.copiers.clear();
    for (const copier of copiers) await (await copier).release();
  }

  private copier(direction: 'put' | 'get', rank: number): Promise<InferenceSession> {
    const key = `${direction} ${rank}`;
    const keepOutputs = direction === 'put';
    const copier =
      this.copiers.get(key) ??
      createSession(this.onnxruntime, { graph: copyGraph(rank), weights: { arrays: new Map() } }, 'webgpu', 1, {
        ...this.settings,
        keepOutputs,
      });
    this.copiers.set(key, copier);
    return copier;
  }
}

/** A graph that gives what it is fed. */
function copyGraph(rank: number): Uint8Array {
  const graph = new GraphBuilder();
  const shape = Array.from({ length: rank }, (_, axis) => `size${axis}`);
  const copy = graph.add('Identity', [graph.input('original', 'float32', shape)], {}, 'copy');
  graph.output(copy);
  return encodeModel(graph.build());
}

/** What a program reads and writes. */
export interface ProgramRun {
  /** Inputs from this process. */
  readonly feeds: Feeds;
  /** Tensors of the device's memory that are inputs, under their own names. */
  readonly reads: Iterable<string>;
  /** Outputs, with the tensor of the device's memory that each overwrites; it may be one that is read. */
  readonly writes: Iterable<readonly [output: string, tensor: string]>;
  /** Float32 outputs to copy to this process. */
  readonly wanted: readonly string[];
}

/**
 * A model that works on a device's memory in place. A tensor that it both reads and writes must not be read by the
 * operation whose output overwrites it, nor by any after that: WebGPU has no dispatch that reads what it writes.
 */
export class DeviceProgram {
  private readonly memory: DeviceMemory;
  private session: InferenceSession | undefined;

  private constructor(memory: DeviceMemory, session: InferenceSession) {
    this.memory = memory;
    this.session = session;
  }

  /** @throws Error with onnxruntime's message if there is no device or it refuses the model. */
  static async open(graph: Uint8Array, memory: DeviceMemory): Promise<DeviceProgram> {
    const model = { graph, weights: { arrays: new Map() } };
    return new DeviceProgram(memory, await createSession(memory.onnxruntime, model, 'webgpu', 1, memory.settings));
  }

  /** Runs the program. Blocks the thread until it is done. */
  async run({ feeds, reads, writes, wanted }: ProgramRun): Promise<Results> {
    const { memory, session } = this;
    if (!session) throw new Error('the program was run after it was released');
    const inputs: Record<string, Tensor> = {};
    for (const [name, feed] of Object.entries(feeds)) inputs[name] = tensorOf(memory.onnxruntime, feed);
    for (const name of reads) inputs[name] = memory.at(name);
    const fetches: Record<string, Tensor | null> = {};
    for (const [output, name] of writes) fetches[output] = memory.at(name);
    for (const name of wanted) fetches[name] = null;
    const outputs = await session.run(inputs, fetches);
    return Object.fromEntries(
      wanted.map((name) => {
        const tensor = outputs[name];
        if (!tensor) throw new Error(`the program has no output ${name}`);
        return [name, floatsOf(name, tensor)];
      }),
    );
  }

  /** Frees the program, not the memory. Idempotent. */
  async release(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.release();
  }
}
