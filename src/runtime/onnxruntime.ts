import { errorMessage, UserError } from '../core/errors.ts';

export type OnnxRuntime = typeof import('onnxruntime-node');

let loading: Promise<OnnxRuntime> | undefined;

/**
 * The onnxruntime library, loaded when it is first needed: its native part takes 50 MB and some 50 ms.
 * @throws UserError if there is none for this platform.
 */
export function loadOnnxRuntime(): Promise<OnnxRuntime> {
  loading ??= load();
  return loading;
}

async function load(): Promise<OnnxRuntime> {
  try {
    const onnxruntime = await import('onnxruntime-node');
    // What fails is thrown too; the library's own lines would only end up between ours on stderr.
    onnxruntime.env.logLevel = 'fatal';
    return onnxruntime;
  } catch (thrown) {
    const [reason] = errorMessage(thrown).split('\n');
    throw new UserError(`onnxruntime-node cannot be loaded on ${process.platform}-${process.arch}: ${reason}`);
  }
}
