import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { electraModel, multiHeadModel, pairModel } from '../model/models.ts';
import { size } from '../model/shapes.ts';
import { writeModel } from '../model/tiny.ts';
import { noSwiftShader, runOnSwiftShader } from './swiftshader.ts';
import type { ChildReport } from './webgpu-child.ts';

const child = path.join(import.meta.dirname, 'webgpu-child.ts');
const skipped = noSwiftShader();
const suite = skipped ? `WebGPU on a software adapter (skipped: ${skipped})` : 'WebGPU on a software adapter';

describe.skipIf(skipped)(suite, () => {
  it('agrees with the CPU on every operation, is passed over by auto, and is refused when it is wrong', async () => {
    const folders = [
      electraModel(size.narrow),
      multiHeadModel(['Gene', 'General'], { hidden_act: 'gelu_new' }),
      pairModel({ hidden_act: 'silu' }),
    ].map((model) => writeModel(model));
    const { models, auto, wrong, notNumbers } = await runOnSwiftShader<ChildReport>(child, folders);

    for (const { report, difference } of models) {
      expect(report).toMatchObject({ preference: 'webgpu', device: 'webgpu' });
      expect(report.attempts).toHaveLength(1);
      expect(report.attempts[0]?.reason).toMatch(/^WebGPU agrees with the CPU within \de-\d$/);
      expect(difference).toBeLessThan(1e-3);
    }
    expect(models).toHaveLength(folders.length);

    expect(auto).toMatchObject({ preference: 'auto', device: 'cpu' });
    expect(auto.attempts.find(({ device }) => device === 'webgpu')?.reason).toMatch(
      /^WebGPU agrees with the CPU .* but is slower than it/,
    );

    expect(wrong).toMatchObject({ preference: 'webgpu', device: 'cpu' });
    expect(wrong.attempts[0]).toMatchObject({ device: 'webgpu', accepted: false });
    expect(wrong.attempts[0]?.reason).toMatch(/refused: its results differ from the CPU's by up to 0\.020/);
    expect(notNumbers.device).toBe('cpu');
    expect(notNumbers.attempts[0]?.reason).toMatch(/refused: its results are not numbers/);
  }, 120_000);
});
