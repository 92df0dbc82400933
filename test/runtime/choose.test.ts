import { describe, expect, it, onTestFinished } from 'vitest';
import { loadClassifier, probeModelDevices } from '../../src/model/load.ts';
import { largestDifference } from '../../src/runtime/choose.ts';
import { type DevicePreference, devices } from '../../src/runtime/device.ts';
import { ModelSession } from '../../src/runtime/session.ts';
import { batchOf, farthest } from '../model/batch.ts';
import { bertModel } from '../model/models.ts';
import { writeModel } from '../model/tiny.ts';

const batch = batchOf([[2, 9, 17, 33, 3]], 0);

async function run(folder: string, device: DevicePreference) {
  const classifier = await loadClassifier(folder, { device, threads: 1 });
  onTestFinished(() => classifier.dispose());
  const [logits] = await classifier.classify(batch);
  return { report: classifier.device, values: logits?.values ?? new Float32Array() };
}

describe('a model runs whatever device is preferred', () => {
  it.each(['auto', ...devices] as const)('%s', async (preference) => {
    const folder = writeModel(bertModel());
    const { values } = await run(folder, 'cpu');
    const { report, values: found } = await run(folder, preference);
    expect(farthest([...values], found)).toBeLessThan(1e-2);

    const chosen = report.attempts.at(-1);
    expect(report.preference).toBe(preference);
    expect(chosen).toMatchObject({ device: report.device, accepted: true });
    expect(report.attempts.slice(0, -1).every(({ accepted }) => !accepted)).toBe(true);
    for (const { reason } of report.attempts) expect(reason).toMatch(/^\S[^\n]{9,199}$/);
    if (preference !== 'auto') expect(report.attempts[0]?.device).toBe(preference);
  });
});

describe('the report on all devices', () => {
  it('has one line for each, and the CPU works', async () => {
    const attempts = await probeModelDevices(writeModel(bertModel()), { threads: 1 });
    expect(attempts.map(({ device }) => device)).toEqual(devices);
    for (const { reason } of attempts) expect(reason).toMatch(/^\S[^\n]{9,199}$/);
    expect(attempts.at(-1)).toMatchObject({ device: 'cpu', accepted: true });
  });
});

describe('the difference of two runs', () => {
  const a = { x: Float32Array.of(1, 2), y: Float32Array.of(3) };
  it('is the largest of any output', () => {
    expect(largestDifference(a, a)).toBe(0);
    expect(largestDifference(a, { x: Float32Array.of(1, 2.5), y: Float32Array.of(2) })).toBe(1);
  });

  it('is no number where a result is none, is infinite or is missing', () => {
    expect(largestDifference(a, { ...a, y: Float32Array.of(Number.NaN) })).toBeNaN();
    expect(largestDifference({ x: Float32Array.of(Infinity) }, { x: Float32Array.of(Infinity) })).toBeNaN();
    expect(largestDifference(a, { ...a, x: Float32Array.of(1) })).toBeNaN();
    expect(largestDifference(a, { x: a.x })).toBeNaN();
  });
});

describe('a session', () => {
  it('is refused for what is no model', async () => {
    const model = { graph: Uint8Array.of(1, 2, 3), weights: { arrays: new Map<string, Float32Array>() } };
    await expect(ModelSession.open(model, 'cpu', 1)).rejects.toThrow();
  });
});
