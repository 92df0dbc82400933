import type { Device } from './device.ts';

/** What people call the devices. */
export const deviceNames: Readonly<Record<Device, string>> = {
  cuda: 'CUDA',
  dml: 'DirectML',
  coreml: 'CoreML',
  webgpu: 'WebGPU',
  cpu: 'CPU',
};

const noMemory = /out of memory|bad allocation|bad_alloc|failed to allocate|OUTOFMEMORY/i;

/** What onnxruntime says and what it means, most particular first. */
const meanings: readonly (readonly [pattern: RegExp, meaning: string])[] = [
  [/backend not found/i, 'this build of onnxruntime does not have it'],
  [/failed to load (shared )?library|cannot open shared object|LoadLibrary failed/i, 'its libraries are not installed'],
  [/no supported adapters|failed to get a webgpu adapter/i, 'no graphics adapter was found'],
  [/device (was |is )?lost|DXGI_ERROR_DEVICE/i, 'the graphics device was lost'],
  [/no cuda-capable device|CUDA failure 100/i, 'no NVIDIA graphics card was found'],
  [/driver version is insufficient|CUDA failure 35/i, 'the NVIDIA driver is too old'],
  [noMemory, 'the model does not fit into its memory'],
  [/no device found|No valid DML device|DXGI_ERROR_NOT_FOUND/i, 'no graphics card was found'],
];

/** Whether an onnxruntime message says that there was not enough memory. */
export function saysOutOfMemory(message: string): boolean {
  return noMemory.test(message);
}

/** One line that tells a user why a device failed, from onnxruntime's own message. */
export function failureReason(device: Device, message: string): string {
  const meaning = meanings.find(([pattern]) => pattern.test(message))?.[1];
  return `${deviceNames[device]} cannot be used: ${meaning ?? essence(message)}`;
}

/** An onnxruntime message without source paths, signatures and error codes, on one short line. */
function essence(message: string): string {
  const line = message
    .replace(/\[ONNXRuntimeError\]\s*:\s*\d+\s*:\s*\w+\s*:\s*/g, '')
    .replace(/\S*onnxruntime_src\S*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line || 'it failed without a message';
}
