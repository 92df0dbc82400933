import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startModel } from '../../../src/train/start/start-model.ts';
import { chooseStep } from '../../../src/train/step/choose-step.ts';
import { bertModel } from '../../model/models.ts';
import { writeModel } from '../../model/tiny.ts';
import { noSwiftShader, runOnSwiftShader } from '../../runtime/swiftshader.ts';
import type { ChoiceReport } from './choose-step-child.ts';

const skipped = noSwiftShader();
const child = path.join(import.meta.dirname, 'choose-step-child.ts');

describe('the device that trains', () => {
  it.skipIf(skipped)(
    `is WebGPU if its first step agrees with the CPU's, and for auto if it is faster (${skipped ?? 'SwiftShader'})`,
    async () => {
      const report = await runOnSwiftShader<ChoiceReport>(child, [writeModel(bertModel())]);
      expect(report.fresh).toEqual([true, true, true]);

      expect(report.wanted).toMatchObject({ preference: 'webgpu', device: 'webgpu' });
      expect(report.wanted.attempts).toHaveLength(1);
      expect(report.wanted.attempts[0]?.reason).toMatch(/^WebGPU agrees with the CPU within \de-\d+$/);

      expect(report.auto).toMatchObject({ preference: 'auto', device: 'cpu' });
      const webgpu = report.auto.attempts.find(({ device }) => device === 'webgpu');
      expect(webgpu?.accepted).toBe(false);
      expect(webgpu?.reason).toMatch(/^WebGPU agrees with the CPU within \de-\d+ but is slower than it \(\d+ ms/);
      expect(report.auto.attempts.at(-1)).toMatchObject({ device: 'cpu', accepted: true });

      expect(report.broken.device).toBe('cpu');
      expect(report.broken.attempts[0]?.reason).toMatch(/^WebGPU was refused: the loss of its first step is no number/);
    },
    300_000,
  );

  it.each(['cuda', 'dml', 'coreml', 'cpu'] as const)('is the CPU where %s cannot be had', async (preference) => {
    const folder = writeModel(bertModel());
    const { model, settings } = await startModel({ folder, seed: 5, heads: [{ name: 'Gene' }], objective: 'heads' });
    const step = await chooseStep(model, settings, preference, 1);
    onTestFinished(() => step.dispose());
    expect(step.device).toMatchObject({ preference, device: 'cpu' });
    expect(step.device.attempts.at(-1)).toMatchObject({ device: 'cpu', accepted: true });
    if (preference !== 'cpu') expect(step.device.attempts[0]?.reason).toMatch(/cannot be used|was not tried/);
  });
});
