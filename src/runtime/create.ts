import { availableParallelism } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';
import type { Device } from './device.ts';
import type { OnnxRuntime } from './onnxruntime.ts';

/** The weights that a model holds as external data: files of one folder, which are mapped into memory, or arrays. */
export type WeightData = { readonly folder: string } | { readonly arrays: ReadonlyMap<string, Float32Array> };

/** An ONNX model and its weights. */
export interface SessionModel {
  /** A `ModelProto`. */
  readonly graph: Uint8Array;
  readonly weights: WeightData;
}

/** How a session works. */
export interface SessionSettings {
  /** Where to write how long each operation took: a path without its ending. The file appears when the session ends. */
  readonly profile?: string;
  /** Whether WebGPU checks each command, buffers that are read and written at once among them; slow. */
  readonly validate?: boolean;
  /** Whether outputs stay in the device's memory (WebGPU alone). */
  readonly keepOutputs?: boolean;
}

/**
 * Loads a model on a device. Nothing but the device and, for operations that it lacks, the CPU will run it.
 * @param threads on the CPU; 0 for one a processor, eight at most.
 * @throws Error with onnxruntime's message if the device is not there or the model is refused.
 */
export function createSession(
  onnxruntime: OnnxRuntime,
  { graph, weights }: SessionModel,
  device: Device,
  threads: number,
  { profile, validate = false, keepOutputs = false }: SessionSettings = {},
): Promise<InferenceSession> {
  return onnxruntime.InferenceSession.create(graph, {
    executionProviders: [validate ? { name: device, validationMode: 'full' } : device],
    intraOpNumThreads: threads || Math.min(availableParallelism(), 8),
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    // DirectML cannot work with memory patterns; with batches of every shape they would only grow.
    enableMemPattern: false,
    ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    ...(keepOutputs ? { preferredOutputLocation: 'gpu-buffer' } : {}),
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
}

/** Weights as onnxruntime takes them: each under the name by which the graph knows it. */
function externalArrays(arrays: ReadonlyMap<string, Float32Array>) {
  return [...arrays].map(([path, { buffer, byteOffset, byteLength }]) => {
    return { path, data: new Uint8Array(buffer, byteOffset, byteLength) };
  });
}
