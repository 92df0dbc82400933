import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { MemoryEstimator } from '../../../src/train/step/estimate.ts';
import type { TrainingCase, TrainingTimes } from '../../bench/training-child.ts';
import { type RandomModel, randomModel, randomSettings } from './random-model.ts';

const child = path.resolve(import.meta.dirname, '../../bench/training-child.ts');

const estimatorOf = (model: RandomModel) => new MemoryEstimator(randomModel(model), randomSettings(model));

async function measure(run: TrainingCase): Promise<TrainingTimes> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, JSON.stringify(run)]);
  return JSON.parse(stdout);
}

describe('the memory that training takes', () => {
  it.skipIf(!process.features.typescript || process.platform !== 'linux').each([
    ['default', 32, 64],
    ['default', 48, 128],
    ['middle', 8, 128],
  ] as const)(
    'is estimated within a quarter: %s, %i rows of %i tokens',
    async (encoder, rows, length) => {
      const model = { encoder, heads: ['Gene'], dropout: 0.1 };
      const run: TrainingCase = { ...model, shapes: [[rows, length]], threads: 2, steps: 3, checkpoint: true };
      const { memory } = await measure(run);
      const { total } = estimatorOf(model).estimate({ rows, length }, false);
      expect(Math.abs(total / memory - 1), `${total} estimated, ${memory} measured`).toBeLessThan(0.25);
    },
    60_000,
  );

  it.skipIf(!process.features.typescript || process.platform !== 'linux')(
    'does not grow with the number of shapes that come',
    async () => {
      const model: RandomModel = { encoder: 'default', heads: ['Gene'], dropout: 0.1 };
      const shapes = Array.from({ length: 50 }, (_, index): [number, number] => {
        const length = 8 * (1 + ((7 * index) % 16));
        return [Math.max(1, Math.floor((512 + 8 * index) / length)), length];
      });
      const { memory } = await measure({ ...model, shapes, threads: 2, steps: shapes.length, checkpoint: true });
      const estimator = estimatorOf(model);
      const largest = Math.max(...shapes.map(([rows, length]) => estimator.estimate({ rows, length }, false).total));
      expect(memory / largest).toBeLessThan(1.25);
    },
    60_000,
  );

  const small = estimatorOf({ encoder: 'default', heads: ['Gene', 'General'], dropout: 0.1 });
  const whole = { rows: 32, length: 128 };

  it('grows with rows, and faster than they do with their length', () => {
    const working = (rows: number, length: number) => small.estimate({ rows, length }, false).working;
    expect(working(32, 64)).toBeGreaterThan(1.5 * working(16, 64));
    expect(working(16, 256) / working(16, 128)).toBeGreaterThan(2);
  });

  it('lets batches be where they fit, and else says how many tokens do', () => {
    const needed = small.estimate(whole, false).total;
    expect(small.tokensThatFit([whole, { rows: 64, length: 32 }], needed)).toBe(Number.POSITIVE_INFINITY);
    const tokens = small.tokensThatFit([whole, { rows: 64, length: 32 }], 0.7 * needed);
    for (const length of [32, 128]) {
      const rows = Math.max(1, Math.floor(tokens / length));
      expect(small.estimate({ rows, length }, true).total).toBeLessThanOrEqual(0.7 * needed);
    }
    const rows = Math.floor(tokens / 128);
    expect(rows).toBeGreaterThan(1);
    expect(small.estimate({ rows: rows + 1, length: 128 }, true).total).toBeGreaterThan(0.7 * needed);
  });

  it('is too much if a single row does not fit, and says what to lower', () => {
    const run = () => small.tokensThatFit([whole], 100e6);
    expect(run).toThrow(UserError);
    expect(run).toThrow(
      /^a single row of 128 tokens takes about \d+ MB to train .* but only \d+ MB may be used: choose a smaller base/,
    );
  });

  it('is less with frozen layers', () => {
    const model: RandomModel = { encoder: 'default', heads: ['Gene'], dropout: 0 };
    const frozen = new MemoryEstimator(randomModel(model), { ...randomSettings(model), frozenLayers: 3 });
    const [part, all] = [frozen.estimate(whole, false), estimatorOf(model).estimate(whole, false)];
    expect(part.moments).toBeLessThan(all.moments / 2);
    expect(part.working).toBeLessThan(all.working / 1.5);
  });
});
