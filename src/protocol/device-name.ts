const names: Readonly<Record<string, string>> = {
  ...{ cpu: 'CPU', cuda: 'CUDA', dml: 'DirectML', coreml: 'Core ML', webgpu: 'WebGPU' },
};

/** What people call a device, in every language. */
export function deviceName(device: string): string {
  return names[device] ?? device;
}
