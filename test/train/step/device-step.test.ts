import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bertModel, electraModel } from '../../model/models.ts';
import { size } from '../../model/shapes.ts';
import { writeModel } from '../../model/tiny.ts';
import { noSwiftShader, runOnSwiftShader } from '../../runtime/swiftshader.ts';
import type { RunReport } from './device-step-child.ts';

const skipped = noSwiftShader();
const suite = skipped ? `training on WebGPU (skipped: ${skipped})` : 'training on WebGPU';
const child = path.join(import.meta.dirname, 'device-step-child.ts');

describe.skipIf(skipped)(suite, () => {
  it('takes the steps that the CPU takes, with its state in place', async () => {
    const folders = [bertModel(), electraModel(size.narrow, { hidden_act: 'gelu_new' })].map((model) =>
      writeModel(model),
    );
    const [all, frozen, masked] = await runOnSwiftShader<readonly RunReport[]>(child, folders);
    for (const report of [all, frozen, masked]) {
      expect(report?.losses).toBeLessThan(1e-6);
      expect(report?.norms).toBeLessThan(1e-5);
      expect(report?.moments).toBeLessThan(1e-6);
      expect(report?.logits).toBeLessThan(1e-4);
      // Steps are of the learning rate's size, 1e-3, however small the gradient.
      expect(report?.moved).toBeGreaterThan(1e-3);
      expect(report?.weights).toBeLessThan(1e-4);
      expect(report?.untouched).toBe(true);
      expect(report?.diverged).toMatchObject({ norm: 'NaN', changed: 0 });
      expect(report?.diverged.next).toBeGreaterThan(0);
    }
    const updates = { Gene: 3, Disease: 3, General: 0 };
    const byBias = Object.fromEntries(Object.entries(updates).map(([head, n]) => [`heads.${head}.out_proj.bias`, n]));
    expect(all?.updates).toEqual(byBias);
    expect(frozen?.updates).toEqual(byBias);
  }, 300_000);
});
