import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/core/random.ts';
import { maskedLanguageModel } from '../../../src/train/batch.ts';
import { buildTrainingGraph, trainingNames } from '../../../src/train/graph/training-graph.ts';
import { type StartOptions, startModel } from '../../../src/train/start/start-model.ts';
import type { TrainedModel } from '../../../src/train/start/trained-model.ts';
import { bertModel, distilbertModel, electraModel, robertaModel } from '../../model/models.ts';
import { bertNaming, distilbertNaming, gelu, geluTanh, type Reference, relu, silu } from '../../model/reference.ts';
import { size } from '../../model/shapes.ts';
import { type TinyModel, writeModel } from '../../model/tiny.ts';
import { referenceHeadsLoss, referenceVocabularyLoss, type VocabularyHead } from '../reference-loss.ts';
import { asTiny, headsBatch, headTargets, masked, maskedBatch, noDropout, rows, runGraph } from '../tiny.ts';

const like = (prefix: string, activation = gelu): Reference => ({
  naming: bertNaming(prefix),
  layers: size.layers,
  heads: size.heads,
  epsilon: 1e-12,
  activation,
  positions: (ids) => [...ids.keys()],
});
const bert = like('bert.');
const roberta: Reference = {
  ...like('roberta.'),
  epsilon: 1e-5,
  positions: (ids) => ids.map((_, index) => index + 2),
};
const distilbert: Reference = { ...bert, naming: distilbertNaming };

const families: [string, TinyModel, Reference][] = [
  ['BERT', bertModel(), bert],
  ['BERT with the activation gelu_new', bertModel({ hidden_act: 'gelu_new' }), like('bert.', geluTanh)],
  ['BERT with the activation silu', bertModel({ hidden_act: 'silu' }), like('bert.', silu)],
  ['RoBERTa', robertaModel(), roberta],
  ['RoBERTa with the activation silu', robertaModel({ hidden_act: 'silu' }), { ...roberta, activation: silu }],
  ['DistilBERT', distilbertModel(), distilbert],
  ['DistilBERT with the activation relu', distilbertModel({ activation: 'relu' }), { ...distilbert, activation: relu }],
  ['ELECTRA', electraModel(size.hidden), like('electra.')],
  ['ELECTRA with narrow embeddings', electraModel(size.narrow), like('electra.')],
];

const vocabularyHeads: Readonly<Record<string, VocabularyHead>> = {
  bert: {
    dense: 'cls.predictions.transform.dense',
    norm: 'cls.predictions.transform.LayerNorm',
    bias: 'cls.predictions.bias',
  },
  roberta: { dense: 'lm_head.dense', norm: 'lm_head.layer_norm', bias: 'lm_head.bias', activation: gelu },
  distilbert: { dense: 'vocab_transform', norm: 'vocab_layer_norm', bias: 'vocab_projector.bias' },
  electra: {
    dense: 'generator_predictions.dense',
    norm: 'generator_predictions.LayerNorm',
    bias: 'generator_lm_head.bias',
    activation: gelu,
  },
};

const styles = [
  { fusedScores: true, logSoftmax: true },
  { fusedScores: false, logSoftmax: false },
];

describe('losses and gradients agree with a plain reading of the paper in double precision', () => {
  it.each(families)('of heads on %s', async (_, base, reference) => {
    const model = await start(base, 'heads');
    const loss = (tiny: TinyModel) => referenceHeadsLoss(tiny, reference, rows, headTargets);
    await agrees(model, headsBatch(model.spec.encoder.padId), loss);
  });

  it.each(families)('of masked language modelling on %s', async (_, base, reference) => {
    const model = await start(base, 'masked-language-model');
    const head = vocabularyHeads[model.spec.encoder.family]!;
    const loss = (tiny: TinyModel) => referenceVocabularyLoss(tiny, reference, rows, masked, head);
    await agrees(model, maskedBatch(model.spec.encoder.padId), loss);
  });

  it('of smoothed labels', async () => {
    const model = await start(bertModel(), 'heads');
    const loss = (tiny: TinyModel) => referenceHeadsLoss(tiny, bert, rows, headTargets, 0.1);
    await agrees(model, headsBatch(), loss, 0.1);
  });
});

describe('the gradients of masked language modelling', () => {
  it('reach the embeddings through the inputs and through the vocabulary', async () => {
    const model = await start(bertModel(), 'masked-language-model');
    const results = await gradientsOf(model, maskedBatch());
    const gradient = results[trainingNames.gradient('bert.embeddings.word_embeddings.weight')]!;
    const row = (id: number) => gradient.subarray(id * size.hidden, (id + 1) * size.hidden);
    // 40 is in no input and no target; 41 is an input.
    expect(Math.max(...row(40).map(Math.abs))).toBeGreaterThan(0);
    expect(Math.max(...row(41).map(Math.abs))).toBeGreaterThan(Math.max(...row(40).map(Math.abs)));
  });
});

/** A random model with large heads, so that their gradients are not tiny. */
async function start(base: TinyModel, objective: StartOptions['objective']): Promise<TrainedModel> {
  const folder = writeModel({ ...base, config: { ...base.config, initializer_range: 0.3 } });
  const heads = [{ name: 'Gene' }, { name: 'Disease' }];
  return (await startModel({ folder, heads, objective, seed: 5 })).model;
}

async function gradientsOf(
  model: TrainedModel,
  batch: Parameters<typeof runGraph>[2],
  style = styles[0]!,
  labelSmoothing = 0,
  scale = 1,
) {
  const settings = { ...plain, labelSmoothing };
  const graph = buildTrainingGraph(model, settings, new Set(model.shapes.keys()), style);
  return runGraph(model, graph, batch, { scale, randomKeys: [] });
}

const plain = {
  dropout: noDropout,
  labelSmoothing: 0,
  frozenLayers: undefined,
  optimizer: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, maxGradientNorm: 1, layerDecay: 1 },
};

/** Compares the loss, and every tensor's gradient along random directions with finite differences of the reference. */
async function agrees(
  model: TrainedModel,
  batch: Parameters<typeof runGraph>[2],
  loss: (tiny: TinyModel) => number,
  labelSmoothing = 0,
): Promise<void> {
  const tiny = asTiny(model);
  const scale = 0.25;
  for (const style of styles) {
    const results = await gradientsOf(model, batch, style, labelSmoothing, scale);
    const heads = model.objective === 'heads' ? model.spec.heads.map(({ name }) => name) : [maskedLanguageModel];
    const found = heads.reduce((sum, head) => sum + (results[trainingNames.loss(head)]?.[0] ?? Number.NaN), 0);
    expect(found / loss(tiny)).toBeCloseTo(1, 5);
    for (const [name, { data }] of tiny.tensors) {
      const gradient = results[trainingNames.gradient(name)];
      expect(gradient?.length, name).toBe(data.length);
      const random = randomOf('direction', name);
      const direction = Float64Array.from(data, () => (random.uniform() < 0.5 ? -1 : 1));
      const along = gradient!.reduce((sum, value, index) => sum + value * direction[index]!, 0);
      const norm = Math.hypot(...gradient!);
      expect(Math.abs(along - scale * slope(tiny, name, direction, loss)), name).toBeLessThan(1e-3 * norm + 1e-5);
    }
  }
}

/** The derivative of the loss along a direction in one tensor, by central differences. */
function slope(tiny: TinyModel, name: string, direction: Float64Array, loss: (tiny: TinyModel) => number): number {
  const { shape, data } = tiny.tensors.get(name)!;
  const at = (step: number) => {
    // The reference reads plain numbers, so the step is not rounded to float32.
    const moved = Float64Array.from(data, (value, index) => value + step * direction[index]!);
    return loss({
      ...tiny,
      tensors: new Map([...tiny.tensors, [name, { shape, data: moved as unknown as Float32Array }]]),
    });
  };
  const step = 1e-5;
  return (at(step) - at(-step)) / (2 * step);
}
