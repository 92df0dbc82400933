import { describe, expect, it } from 'vitest';
import type { Device } from '../../src/runtime/device.ts';
import { failureReason } from '../../src/runtime/reasons.ts';

/** What onnxruntime-node 1.30.0 and the drivers below it have said. */
const said: readonly (readonly [Device, string, string])[] = [
  [
    'cuda',
    'OrtSessionOptionsAppendExecutionProvider_Cuda: Failed to load shared library',
    'CUDA cannot be used: its libraries are not installed',
  ],
  [
    'dml',
    'no available backend found. ERR: [dml] backend not found.',
    'DirectML cannot be used: this build of onnxruntime does not have it',
  ],
  [
    'webgpu',
    '/onnxruntime_src/onnxruntime/core/providers/webgpu/webgpu_context.cc:136 onnxruntime::webgpu::WebGpuContext::Initialize(const onnxruntime::webgpu::WebGpuContextConfig&)::<lambda()> adapter_result.status == wgpu::RequestAdapterStatus::Success was false. Failed to get a WebGPU adapter: No supported adapters\n',
    'WebGPU cannot be used: no graphics adapter was found',
  ],
  [
    'cuda',
    'CUDA failure 100: no CUDA-capable device is detected ; GPU=-1 ; hostname=x',
    'CUDA cannot be used: no NVIDIA graphics card was found',
  ],
  ['cpu', 'std::bad_alloc', 'CPU cannot be used: the model does not fit into its memory'],
];

describe('why a device failed', () => {
  it.each(said)('%s: %s', (device, message, reason) => {
    expect(failureReason(device, message)).toBe(reason);
  });

  it('is one short line without source paths, whatever onnxruntime says', () => {
    const message = `[ONNXRuntimeError] : 1 : FAIL : /onnxruntime_src/core/x.cc:12 Something\n${'odd '.repeat(99)}`;
    const reason = failureReason('coreml', message);
    expect(reason).toMatch(/^CoreML cannot be used: Something odd [^\n]*…$/);
    expect(reason.length).toBeLessThan(200);
    expect(failureReason('cpu', ' \n')).toBe('CPU cannot be used: it failed without a message');
  });
});
