import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, openTensorFile } from '../../src/checkpoint/checkpoint.ts';
import { goldenFolder, missing } from '../support/shared.ts';

const skipped = missing(goldenFolder);

describe.skipIf(skipped)(`checkpoints of the golden data${skipped ? ` (${skipped})` : ''}`, () => {
  it.each(['pytorch_model.bin', 'pytorch_model.legacy.bin'])('%s holds what model.safetensors holds', async (name) => {
    const folder = path.join(goldenFolder, 'bert-tiny');
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

  const models = skipped ? [] : readdirSync(goldenFolder).filter((name) => name.endsWith('-tiny'));
  it.each(models)('%s opens, and its tensors are of ordinary size', async (model) => {
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
