import type { DeviceReport } from '../../../src/runtime/device.ts';
import { DeviceMemory } from '../../../src/runtime/device-memory.ts';
import { maskedLanguageModel, type TrainingBatch } from '../../../src/train/batch.ts';
import { type StartOptions, startModel } from '../../../src/train/start/start-model.ts';
import { DeviceStep } from '../../../src/train/step/device-step.ts';
import { HostStep } from '../../../src/train/step/host-step.ts';
import type { TrainingStep } from '../../../src/train/step/step.ts';
import { labelledTokens, madeUpBatch } from './batches.ts';

/** How far WebGPU was from the CPU over some updates of one model, and what it left alone. */
export interface RunReport {
  /** Largest relative difference of a loss, a norm; largest difference of a weight, a moment, a logit. */
  readonly losses: number;
  readonly norms: number;
  readonly weights: number;
  readonly moments: number;
  readonly logits: number;
  /** How far the weights of the CPU went from the start. */
  readonly moved: number;
  /** How often the last biases of the heads were updated. */
  readonly updates: Readonly<Record<string, number>>;
  /** Whether a head without targets kept its weights, and moments of zero. */
  readonly untouched: boolean;
  /** After a norm that was not finite. */
  readonly diverged: { readonly norm: string; readonly changed: number; readonly next: number };
}

const device: DeviceReport = { preference: 'webgpu', device: 'webgpu', attempts: [] };
const threads = 1;
const scale = (batches: readonly TrainingBatch[]) => 1 / labelledTokens(batches);

async function compare(folder: string, options: Omit<StartOptions, 'folder' | 'seed'>): Promise<RunReport> {
  const start = { folder, seed: 5, ...options };
  const { model, settings } = await startModel(start);
  const initial = new Map([...model.weights].map(([name, values]) => [name, values.slice()]));
  const gpu = await DeviceStep.open(model, settings, device, { validate: true });
  const cpu = await HostStep.open(model, settings, { ...device, device: 'cpu' }, threads);
  const masked = options.objective === 'masked-language-model';
  const shape = { rows: 3, length: 8, vocabulary: model.spec.encoder.vocabulary };
  const batch = (key: number, heads: readonly string[]) => {
    const classes = masked ? shape.vocabulary : 3;
    return madeUpBatch(key, shape, Object.fromEntries(heads.map((head) => [head, classes])));
  };
  const plan: readonly (readonly TrainingBatch[])[] = masked
    ? [[batch(1, [maskedLanguageModel])], [batch(2, [maskedLanguageModel]), batch(3, [maskedLanguageModel])]]
    : [
        [batch(1, ['Gene']), batch(2, ['Gene'])],
        [batch(3, ['Gene', 'Disease']), batch(4, ['Disease'])],
        [batch(5, ['Disease'])],
        [batch(6, ['Gene']), batch(7, ['Disease'])],
      ];
  let [losses, norms] = [0, 0];
  for (const [update, batches] of plan.entries()) {
    if (update === 2) await gpu.restore(await cpu.weights(), await cpu.optimizerState());
    for (const [index, part] of batches.entries()) {
      const micro = { scale: scale(batches), randomKeys: [9, update, index] };
      const expected = await cpu.accumulate(part, micro);
      const found = await gpu.accumulate(part, micro);
      for (const [head, loss] of expected)
        losses = Math.max(losses, Math.abs((found.get(head) ?? Number.NaN) / loss - 1));
      if (found.size !== expected.size) throw new Error('other heads have losses');
    }
    const expected = await cpu.update(1e-3);
    const found = await gpu.update(1e-3);
    norms = Math.max(norms, Math.abs(found.gradientNorm / expected.gradientNorm - 1));
  }
  const [expected, found] = [await cpu.optimizerState(), await gpu.optimizerState()];
  const [before, after] = [await gpu.weights(), await cpu.weights()];
  const unlabelled = batch(1, masked ? [maskedLanguageModel] : ['Gene']);
  const report = {
    losses,
    norms,
    weights: farthest(after, before),
    moments: Math.max(
      farthest(expected.firstMoments, found.firstMoments),
      farthest(expected.secondMoments, found.secondMoments),
    ),
    logits: Math.max(
      await lossDifference(cpu, gpu, unlabelled),
      masked ? 0 : await logitDifference(cpu, gpu, unlabelled),
    ),
    moved: farthest(initial, after),
    updates: Object.fromEntries([...found.updates].filter(([name]) => /^heads.*out_proj.bias/.test(name))),
    untouched: ['heads.General.dense.weight', 'heads.General.out_proj.bias'].every(
      (name) =>
        masked ||
        (String(before.get(name)) === String(initial.get(name)) &&
          found.firstMoments.get(name)?.every((value) => value === 0)),
    ),
    diverged: await diverge(gpu, unlabelled),
  };
  await gpu.dispose();
  await gpu.dispose();
  await cpu.dispose();
  return report;
}

/** Feeds a scale that is no number, then goes on. */
async function diverge(step: TrainingStep, batch: TrainingBatch): Promise<RunReport['diverged']> {
  const before = await step.weights();
  await step.accumulate(batch, { scale: Number.NaN, randomKeys: [] });
  const { gradientNorm: norm } = await step.update(1e-3);
  const changed = farthest(before, await step.weights());
  await step.accumulate(batch, { scale: scale([batch]), randomKeys: [] });
  return { norm: String(norm), changed, next: (await step.update(1e-3)).gradientNorm };
}

async function lossDifference(cpu: TrainingStep, gpu: TrainingStep, batch: TrainingBatch): Promise<number> {
  const [expected, found] = [await cpu.loss(batch), await gpu.loss(batch)];
  return Math.max(...[...expected].map(([head, loss]) => Math.abs((found.get(head) ?? Number.NaN) - loss)));
}

async function logitDifference(cpu: TrainingStep, gpu: TrainingStep, batch: TrainingBatch): Promise<number> {
  const [expected, found] = [
    await (await cpu.classifier()).classify(batch),
    await (await gpu.classifier()).classify(batch),
  ];
  const byHead = (logits: typeof expected) => new Map(logits.map(({ head, values }) => [head, values]));
  return farthest(byHead(expected), byHead(found));
}

function farthest(expected: ReadonlyMap<string, Float32Array>, found: ReadonlyMap<string, Float32Array>): number {
  let most = expected.size === found.size ? 0 : Number.NaN;
  for (const [name, values] of expected) {
    for (const [index, value] of values.entries()) {
      most = Math.max(most, Math.abs(value - (found.get(name)?.[index] ?? Number.NaN)));
    }
  }
  return most;
}

const [plain = '', other = ''] = process.argv.slice(2);
const heads = [{ name: 'Gene' }, { name: 'Disease' }, { name: 'General' }];
const dropout = { hidden: 0.1, attention: 0.2, classifier: 0.1 };
// While something holds the device, what was compiled for one model serves the next.
const kept = await DeviceMemory.open();
await kept.put('kept', { data: Float32Array.of(0), shape: [1] });
const reports = [
  await compare(plain, { heads, objective: 'heads', dropout, labelSmoothing: 0.1 }),
  await compare(other, { heads, objective: 'heads', dropout, frozenLayers: 1, optimizer: { layerDecay: 0.8 } }),
  await compare(plain, { heads: [], objective: 'masked-language-model', dropout }),
];
await kept.release();
process.stdout.write(JSON.stringify(reports));
