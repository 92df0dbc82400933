import { describe, expect, it } from 'vitest';
import { acceleratorsOf, noAcceleratorReason } from '../../src/runtime/platform.ts';

describe('what auto tries before the CPU', () => {
  it.each([
    ['linux', ['cuda', 'webgpu']],
    ['win32', ['dml', 'webgpu']],
    ['darwin', ['coreml', 'webgpu']],
    ['freebsd', []],
  ] as const)('on %s', (platform, devices) => {
    expect(acceleratorsOf(platform)).toEqual(devices);
  });

  it('is nothing on a Linux machine without a graphics device or driver', () => {
    const nothing = () => false;
    expect(noAcceleratorReason('linux', nothing, {})).toContain('no graphics device');
    expect(noAcceleratorReason('linux', (path) => path === '/dev/dri', {})).toBeUndefined();
    expect(noAcceleratorReason('linux', nothing, { VK_ICD_FILENAMES: '/driver.json' })).toBeUndefined();
    expect(noAcceleratorReason('darwin', nothing, {})).toBeUndefined();
  });
});
