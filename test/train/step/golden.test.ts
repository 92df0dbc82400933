import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeModel } from '../../../src/onnx/encode.ts';
import type { Graph } from '../../../src/onnx/graph.ts';
import { type Feed, ModelSession } from '../../../src/runtime/session.ts';
import { trainingFeeds } from '../../../src/train/graph/feeds.ts';
import { buildTrainingGraph, trainedHeads, trainingNames } from '../../../src/train/graph/training-graph.ts';
import { updateFactors } from '../../../src/train/optimizer/adamw.ts';
import { buildNormGraph, buildUpdateGraph, updateNames } from '../../../src/train/optimizer/adamw-graph.ts';
import { clippingFactor, globalNorm } from '../../../src/train/optimizer/clip.ts';
import { parameterGroups } from '../../../src/train/optimizer/parameter-groups.ts';
import { learningRateFactor } from '../../../src/train/optimizer/schedule.ts';
import { HostStep } from '../../../src/train/step/host-step.ts';
import { missing } from '../../support/shared.ts';
import {
  goldenModel,
  goldenSettings,
  labelled,
  readGoldenRun,
  readTensors,
  relativeDifference,
  trainingBatch,
  trainingFolder,
} from '../golden.ts';

/**
 * A key's bias adds the same to all scores of a query, which softmax does not see: its derivative is zero, and what
 * either side computes for it is rounding, which AdamW then blows up to steps of the learning rate's size.
 */
const isRounding = (name: string) => name.endsWith('key.bias');

const cpu = { preference: 'cpu', device: 'cpu', attempts: [] } as const;

describe.skipIf(missing(trainingFolder))(
  `training agrees with PyTorch's (${missing(trainingFolder) ?? 'golden data'})`,
  () => {
    it.each([
      ['fused operations', { fusedScores: true, logSoftmax: true }],
      ['the operations of WebGPU', { fusedScores: false, logSoftmax: false }],
    ])('gives the clipped gradients of the first step, with %s', async (_, style) => {
      const run = readGoldenRun();
      const model = await goldenModel(run);
      const graph = buildTrainingGraph(model, goldenSettings(run), new Set(model.shapes.keys()), style);
      const session = await ModelSession.open(
        { graph: encodeModel(graph.graph), weights: { arrays: new Map() } },
        'cpu',
        2,
      );
      onTestFinished(() => session.release());
      const batch = trainingBatch(run.batches[0]!);
      const results = await session.run({
        ...Object.fromEntries(
          [...model.weights].map(([name, data]) => [name, { data, shape: model.shapes.get(name)! }]),
        ),
        ...trainingFeeds(
          batch,
          { encoder: model.spec.encoder, heads: trainedHeads(model), graph },
          { scale: 1 / labelled(batch), randomKeys: [] },
        ),
      });

      const expected = await readTensors('step0.clipped-gradients.safetensors');
      const gradients = new Map([...expected.keys()].map((name) => [name, results[trainingNames.gradient(name)]!]));
      const clipping = clippingFactor(globalNorm(gradients.values()), run.optimizer.max_grad_norm);
      for (const [name, values] of expected) {
        const clipped = gradients.get(name)?.map((value) => value * clipping);
        if (isRounding(name)) expect(Math.max(...clipped!.map(Math.abs)), name).toBeLessThan(1e-7);
        else expect(relativeDifference(values, clipped), name).toBeLessThan(1e-4);
      }
    });

    it('gives the losses, gradient norms and final weights of all steps', async () => {
      const run = readGoldenRun();
      const step = await HostStep.open(await goldenModel(run), goldenSettings(run), cpu, 2);
      onTestFinished(() => step.dispose());
      for (const [index, golden] of run.batches.entries()) {
        const batch = trainingBatch(golden);
        const count = labelled(batch);
        const losses = await step.accumulate(batch, { scale: 1 / count, randomKeys: [] });
        const { steps: updates, lr } = run.optimizer;
        const rate = lr * learningRateFactor({ shape: 'linear', updates, warmup: 0 }, index);
        const { gradientNorm } = await step.update(rate);
        const expected = run.log[index]!;
        const loss = [...losses.values()].reduce((total, value) => total + value, 0) / count;
        expect(rate).toBeCloseTo(expected.lr, 12);
        expect(Math.abs(loss - expected.loss)).toBeLessThan(1e-4);
        expect(Math.abs(gradientNorm / expected.grad_norm - 1)).toBeLessThan(1e-4);
      }

      const weights = await step.weights();
      const expected = await readTensors('final.safetensors');
      expect([...weights.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [name, values] of expected) {
        if (!isRounding(name)) expect(relativeDifference(values, weights.get(name)), name).toBeLessThan(1e-3);
      }
    });

    it('takes the same steps with clipping and AdamW as graphs', async () => {
      const run = readGoldenRun();
      const model = await goldenModel(run);
      const settings = goldenSettings(run);
      const treatments = parameterGroups(model.shapes.keys(), model.spec.encoder, undefined, settings.optimizer);
      const groupOf = (name: string) => (treatments.get(name)?.weightDecay === 0 ? 'plain' : 'decayed');
      const style = { fusedScores: true, logSoftmax: true };
      const graph = buildTrainingGraph(model, settings, new Set(model.shapes.keys()), style);
      const open = async (built: Graph) => {
        const session = await ModelSession.open(
          { graph: encodeModel(built), weights: { arrays: new Map() } },
          'cpu',
          2,
        );
        onTestFinished(() => session.release());
        return session;
      };
      const gradients = await open(graph.graph);
      const norm = await open(buildNormGraph(model.shapes));
      const grouped = new Map([...model.shapes].map(([name, shape]) => [name, { shape, group: groupOf(name) }]));
      const update = await open(buildUpdateGraph(grouped, settings.optimizer));

      const state = new Map<string, Feed>();
      for (const [name, shape] of model.shapes) {
        const data = model.weights.get(name)!;
        state.set(name, { data, shape });
        state.set(updateNames.firstMoments(name), { data: new Float32Array(data.length), shape });
        state.set(updateNames.secondMoments(name), { data: new Float32Array(data.length), shape });
      }
      const scalar = (value: number): Feed => ({ data: Float32Array.of(value), shape: [] });
      for (const [index, golden] of run.batches.entries()) {
        const batch = trainingBatch(golden);
        const about = { encoder: model.spec.encoder, heads: trainedHeads(model), graph };
        const weights = [...model.shapes.keys()].map((name) => [name, state.get(name)!]);
        const results = await gradients.run({
          ...Object.fromEntries(weights),
          ...trainingFeeds(batch, about, { scale: 1 / labelled(batch), randomKeys: [] }),
        });
        const gathered = Object.fromEntries(
          [...model.shapes].map(([name, shape]) => [
            updateNames.gradient(name),
            { data: results[trainingNames.gradient(name)]!, shape },
          ]),
        );
        const found = (await norm.run(gathered))[updateNames.norm]![0]!;
        expect(Math.abs(found / run.log[index]!.grad_norm - 1)).toBeLessThan(1e-4);
        const feeds: Record<string, Feed> = { ...gathered, ...Object.fromEntries(state) };
        feeds[updateNames.clipping] = scalar(clippingFactor(found, run.optimizer.max_grad_norm));
        for (const name of model.shapes.keys()) {
          const factors = updateFactors(settings.optimizer, treatments.get(name)!, run.log[index]!.lr, index + 1);
          feeds[updateNames.decay(groupOf(name))] = scalar(factors.decay);
          feeds[updateNames.step(groupOf(name))] = scalar(factors.step);
          feeds[updateNames.epsilon(groupOf(name))] = scalar(factors.epsilon);
        }
        const next = await update.run(feeds);
        for (const [name, { shape }] of state) state.set(name, { data: next[updateNames.next(name)]!, shape });
      }
      for (const [name, values] of await readTensors('final.safetensors')) {
        const { data } = state.get(name)!;
        if (!isRounding(name)) expect(relativeDifference(values, Float32Array.from(data)), name).toBeLessThan(1e-3);
      }
    });
  },
);
