import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, openTensorFile } from '../../src/checkpoint/checkpoint.ts';
import { goldenFolder, missing } from '../support/shared.ts';

const skipped = missing(goldenFolder);

const models = skipped
  ? []
  : readdirSync(goldenFolder).filter((name) => existsSync(path.join(goldenFolder, name, 'expected.json')));
/** Models that are there as safetensors and as PyTorch files. */
const pairs = models
  .filter((model) => existsSync(path.join(goldenFolder, model, 'model.safetensors')))
  .flatMap((model) => readdirSync(path.join(goldenFolder, model)).map((name) => [model, name] as const))
  .filter(([, name]) => name.endsWith('.bin'));

describe.skipIf(skipped)(`checkpoints of the golden data${skipped ? ` (${skipped})` : ''}`, () => {
  it.each(pairs)('%s/%s holds what model.safetensors holds', async (model, name) => {
    const folder = path.join(goldenFolder, model);
    const expected = await openTensorFile(path.join(folder, 'model.safetensors'));
    const actual = await openTensorFile(path.join(folder, name));
    expect([...actual.tensors.keys()].sort()).toEqual([...expected.tensors.keys()].sort());
    expect(expected.tensors.size).toBeGreaterThan(30);
    for (const [tensor, info] of expected.tensors) {
      expect(actual.tensors.get(tensor)).toMatchObject({ name: tensor, type: info.type, shape: info.shape });
      expect(actual.read(tensor), tensor).toEqual(expected.read(tensor));
    }
    expected.close();
    actual.close();
  });

  it.each(models)('%s opens, and its tensors can be read', async (model) => {
    const { config, source, weightFiles } = await openCheckpoint(path.join(goldenFolder, model));
    expect(config.model_type).toMatch(/bert/);
    expect(weightFiles).toHaveLength(1);
    for (const { name, shape } of source.tensors.values()) {
      const values = source.read(name);
      expect(values).toHaveLength(shape.reduce((a, b) => a * b, 1));
      expect(values.every((value) => Math.abs(value) < 10)).toBe(true);
    }
    source.close();
  });
});
