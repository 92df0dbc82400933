import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MemoryReport } from './device-memory-child.ts';
import { noSwiftShader, runOnSwiftShader } from './swiftshader.ts';

const skipped = noSwiftShader();
const suite = skipped ? `the memory of WebGPU (skipped: ${skipped})` : 'the memory of WebGPU';

describe.skipIf(skipped)(suite, () => {
  it('keeps tensors, which programs update in place; none may read what it overwrites', async () => {
    const report = await runOnSwiftShader<MemoryReport>(path.join(import.meta.dirname, 'device-memory-child.ts'));
    expect(report).toMatchObject({
      copied: ['1,2,3,4', '5,NaN,0'],
      sums: ['11,22,33,44', '21,42,63,84', '10,20,30,40'],
      doubled: ['20,40,60,80', '20,40,60,80', '20,40,60,80'],
      replaced: ['7,8,9,10,11,12'],
    });
    expect(report.absent).toContain("nothing is not in the device's memory");
    expect(report.aliased).toContain('includes writable usage and another usage in the same synchronization scope');
  }, 60_000);
});
