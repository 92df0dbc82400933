import { describe, expect, it } from 'vitest';
import { ConfigReader } from '../../../src/model/config.ts';
import { readEncoder } from '../../../src/model/encoder-config.ts';
import { encoderTensors } from '../../../src/model/layout.ts';
import { updateFactors, updateWeight } from '../../../src/train/optimizer/adamw.ts';
import { clippingFactor, globalNorm } from '../../../src/train/optimizer/clip.ts';
import { defaultOptimizer } from '../../../src/train/optimizer/options.ts';
import { parameterGroups } from '../../../src/train/optimizer/parameter-groups.ts';
import { learningRateFactor } from '../../../src/train/optimizer/schedule.ts';

const encoderOf = (modelType: string) =>
  readEncoder(
    new ConfigReader('config.json', { model_type: modelType, num_hidden_layers: 3, n_layers: 3, embedding_size: 64 }),
    new Set(),
  );

describe('groups of weights', () => {
  it.each(['bert', 'roberta', 'distilbert', 'electra'])(
    'decay matrices and embeddings, not biases and layer normalizations: %s',
    (modelType) => {
      const encoder = encoderOf(modelType);
      const names = [...encoderTensors(encoder)];
      const groups = parameterGroups(
        names.map(({ name }) => name),
        encoder,
        undefined,
        { weightDecay: 0.1, layerDecay: 1 },
      );
      for (const { name, shape } of names) expect(groups.get(name)?.weightDecay, name).toBe(shape.length > 1 ? 0.1 : 0);
    },
  );

  it('have a learning rate that falls from layer to layer', () => {
    const encoder = encoderOf('electra');
    const names = [...[...encoderTensors(encoder)].map(({ name }) => name), 'heads.Gene.dense.weight', 'cls.bias'];
    const groups = parameterGroups(names, encoder, undefined, { weightDecay: 0, layerDecay: 0.8 });
    const factor = (name: string) => groups.get(name)?.learningRateFactor;
    expect(factor('heads.Gene.dense.weight')).toBe(1);
    expect(factor('cls.bias')).toBe(1);
    expect(factor('electra.encoder.layer.2.output.dense.bias')).toBe(1);
    expect(factor('electra.encoder.layer.1.attention.self.key.weight')).toBeCloseTo(0.8);
    expect(factor('electra.encoder.layer.0.output.LayerNorm.bias')).toBeCloseTo(0.8 ** 2);
    expect(factor('electra.embeddings.word_embeddings.weight')).toBeCloseTo(0.8 ** 3);
    expect(factor('electra.embeddings_project.weight')).toBeCloseTo(0.8 ** 3);
  });

  it('leave out what is frozen', () => {
    const encoder = encoderOf('distilbert');
    const names = [...[...encoderTensors(encoder)].map(({ name }) => name), 'heads.Gene.dense.weight'];
    const trained = (frozen: number | undefined) => {
      const groups = parameterGroups(names, encoder, frozen, { weightDecay: 0, layerDecay: 1 });
      return new Set([...groups.keys()].map((name) => name.match(/embeddings|layer\.\d|heads/)?.[0]));
    };
    const layers = ['layer.0', 'layer.1', 'layer.2'];
    expect(trained(undefined)).toEqual(new Set(['embeddings', ...layers, 'heads']));
    expect(trained(0)).toEqual(new Set([...layers, 'heads']));
    expect(trained(2)).toEqual(new Set(['layer.2', 'heads']));
    expect(trained(3)).toEqual(new Set(['heads']));
  });
});

describe('the learning rate', () => {
  const updates = Array.from({ length: 10 }, (_, update) => update);
  it('falls in a line to zero', () => {
    const rates = updates.map((update) => learningRateFactor({ shape: 'linear', updates: 10, warmup: 0 }, update));
    for (const [update, rate] of rates.entries()) expect(rate).toBeCloseTo(1 - update / 10, 12);
  });

  it('rises over the warm-up, reaches its height and is above zero at every update', () => {
    for (const shape of ['linear', 'cosine', 'constant'] as const) {
      const rates = updates.map((update) => learningRateFactor({ shape, updates: 10, warmup: 4 }, update));
      expect(rates.slice(0, 4).map((rate) => rate.toFixed(3))).toEqual(['0.200', '0.400', '0.600', '0.800']);
      expect(rates[4]).toBe(1);
      expect(Math.min(...rates)).toBeGreaterThan(0);
      for (const [index, rate] of rates.slice(5).entries()) expect(rate).toBeLessThanOrEqual(rates[index + 4]!);
    }
  });

  it('falls by half a cosine, or stays', () => {
    expect(learningRateFactor({ shape: 'cosine', updates: 10, warmup: 2 }, 6)).toBeCloseTo(0.5, 12);
    expect(learningRateFactor({ shape: 'constant', updates: 10, warmup: 2 }, 9)).toBe(1);
  });
});

describe('clipping', () => {
  it('takes the norm over all gradients together', () => {
    const gradients = [Float32Array.of(3, 0, 0, 0, 0), Float32Array.of(0, 4), new Float32Array()];
    expect(globalNorm(gradients)).toBe(5);
    expect(globalNorm([Float32Array.from({ length: 7 }, (_, index) => index + 1)])).toBeCloseTo(Math.sqrt(140), 12);
  });

  it('scales down what is too long, leaves the rest, and can be off', () => {
    expect(clippingFactor(5, 1)).toBe(1 / (5 + 1e-6));
    expect(clippingFactor(0.5, 1)).toBe(1);
    expect(clippingFactor(5, 0)).toBe(1);
  });

  it('tells of gradients that are no numbers', () => {
    expect(globalNorm([Float32Array.of(1, Number.NaN)])).toBeNaN();
    expect(globalNorm([Float32Array.of(1, Number.POSITIVE_INFINITY)])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('AdamW', () => {
  it('takes the steps of its paper, with decoupled decay and corrected moments', () => {
    const options = { ...defaultOptimizer, epsilon: 1e-3 };
    const group = { learningRateFactor: 0.5, weightDecay: 0.1 };
    const gradients = [0.5, -0.25, 2];
    let [p, m, v] = [0.7, 0, 0];
    const weight = {
      values: Float32Array.of(0.7),
      firstMoments: new Float32Array(1),
      secondMoments: new Float32Array(1),
    };
    for (const [index, gradient] of gradients.entries()) {
      const [t, clipped, rate] = [index + 1, gradient * 0.8, 0.01 * 0.5];
      m = 0.9 * m + 0.1 * clipped;
      v = 0.999 * v + 0.001 * clipped ** 2;
      p -= rate * 0.1 * p;
      p -= (rate * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.999 ** t)) + 1e-3);
      updateWeight(weight, Float32Array.of(gradient), 0.8, options, updateFactors(options, group, 0.01, t));
      expect(weight.values[0]).toBeCloseTo(p, 6);
      expect(weight.firstMoments[0]).toBeCloseTo(m, 6);
      expect(weight.secondMoments[0]).toBeCloseTo(v, 6);
    }
  });
});
