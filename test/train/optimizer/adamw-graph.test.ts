import { describe, expect, it, onTestFinished } from 'vitest';
import { randomOf } from '../../../src/core/random.ts';
import { encodeModel } from '../../../src/onnx/encode.ts';
import type { Graph } from '../../../src/onnx/graph.ts';
import { type Feed, ModelSession } from '../../../src/runtime/session.ts';
import { updateFactors, updateWeight } from '../../../src/train/optimizer/adamw.ts';
import { buildNormGraph, buildUpdateGraph, updateNames } from '../../../src/train/optimizer/adamw-graph.ts';
import { clippingFactor, globalNorm } from '../../../src/train/optimizer/clip.ts';
import { defaultOptimizer } from '../../../src/train/optimizer/options.ts';

const shapes = new Map([
  ['dense.weight', [3, 5]],
  ['dense.bias', [3]],
  ['table.weight', [7, 2]],
]);
const groups = {
  decayed: { learningRateFactor: 1, weightDecay: 0.1 },
  plain: { learningRateFactor: 0.5, weightDecay: 0 },
};
const groupOf = (name: string) => (name.endsWith('bias') ? 'plain' : 'decayed');

async function open(graph: Graph): Promise<ModelSession> {
  const session = await ModelSession.open({ graph: encodeModel(graph), weights: { arrays: new Map() } }, 'cpu', 1);
  onTestFinished(() => session.release());
  return session;
}

function numbers(size: number, ...keys: (string | number)[]): Float32Array {
  const random = randomOf(...keys);
  return Float32Array.from({ length: size }, () => 4 * random.uniform() - 2);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
const scalar = (value: number): Feed => ({ data: Float32Array.of(value), shape: [] });

describe('the graphs of an update', () => {
  it('take the steps of AdamW that the host takes, clipped to the same norm', async () => {
    const norm = await open(buildNormGraph(shapes));
    const weights = new Map([...shapes].map(([name, shape]) => [name, { shape, group: groupOf(name) }]));
    const update = await open(buildUpdateGraph(weights, defaultOptimizer));
    const host = new Map<string, Parameters<typeof updateWeight>[0]>();
    const device = new Map<string, Feed>();
    for (const [name, shape] of shapes) {
      const values = numbers(sizeOf(shape), 'weights', name);
      const moments = () => new Float32Array(values.length);
      host.set(name, { values: values.slice(), firstMoments: moments(), secondMoments: moments() });
      device.set(name, { data: values, shape });
      device.set(updateNames.firstMoments(name), { data: moments(), shape });
      device.set(updateNames.secondMoments(name), { data: moments(), shape });
    }

    for (let count = 1; count <= 5; count++) {
      const gradients = new Map([...shapes].map(([name, shape]) => [name, numbers(sizeOf(shape), name, count)]));
      const gathered = Object.fromEntries(
        [...gradients].map(([name, data]) => [updateNames.gradient(name), { data, shape: shapes.get(name) ?? [] }]),
      );
      const expectedNorm = globalNorm(gradients.values());
      const foundNorm = (await norm.run(gathered))[updateNames.norm]?.[0] ?? Number.NaN;
      expect(foundNorm / expectedNorm).toBeCloseTo(1, 6);

      const clipping = clippingFactor(foundNorm, 1);
      const feeds: Record<string, Feed> = { ...gathered, ...Object.fromEntries(device), clipping: scalar(clipping) };
      for (const [group, treatment] of Object.entries(groups)) {
        const factors = updateFactors(defaultOptimizer, treatment, 0.01, count);
        feeds[updateNames.decay(group)] = scalar(factors.decay);
        feeds[updateNames.step(group)] = scalar(factors.step);
        feeds[updateNames.epsilon(group)] = scalar(factors.epsilon);
      }
      const results = await update.run(feeds);
      for (const [tensor, { shape }] of device) {
        device.set(tensor, { data: results[updateNames.next(tensor)] ?? new Float32Array(), shape });
      }
      for (const [name, state] of host) {
        const factors = updateFactors(defaultOptimizer, groups[groupOf(name)], 0.01, count);
        updateWeight(state, gradients.get(name) ?? new Float32Array(), clipping, defaultOptimizer, factors);
        expect(farthest(state.values, device.get(name)?.data)).toBeLessThan(1e-6);
        expect(farthest(state.firstMoments, device.get(updateNames.firstMoments(name))?.data)).toBeLessThan(1e-6);
        expect(farthest(state.secondMoments, device.get(updateNames.secondMoments(name))?.data)).toBeLessThan(1e-6);
      }
    }
  });

  it('need a weight', () => {
    expect(() => buildNormGraph(new Map())).toThrow('no weight is trained');
  });
});

function farthest(expected: Float32Array, found: Feed['data'] | undefined): number {
  expect(found?.length).toBe(expected.length);
  return Math.max(...expected.map((value, index) => Math.abs(value - (found?.[index] ?? Number.NaN))));
}
