import { describe, expect, it } from 'vitest';
import { loadClassifier } from '../../../src/model/load.ts';
import { type StartOptions, startModel } from '../../../src/train/start/start-model.ts';
import { trainedModelConfig } from '../../../src/train/start/trained-config.ts';
import type { TrainedModel } from '../../../src/train/start/trained-model.ts';
import {
  bertModel,
  distilbertModel,
  electraModel,
  multiHeadModel,
  pairModel,
  robertaModel,
} from '../../model/models.ts';
import { linear, size } from '../../model/shapes.ts';
import { randomTensors, type TinyModel, tinyVocabulary, writeModel } from '../../model/tiny.ts';
import { asTiny } from '../tiny.ts';

const heads = [{ name: 'Gene' }, { name: 'General' }];

function start(base: TinyModel | string, options: Partial<StartOptions> = {}) {
  const folder = typeof base === 'string' ? base : writeModel(base);
  return startModel({ folder, heads, objective: 'heads', seed: 1, ...options });
}

/** A masked language model in transformers' layout. */
function maskedModel(): TinyModel {
  const { config, tensors } = bertModel();
  const { id2label: _, ...kept } = config;
  const head = randomTensors(
    {
      ...linear('cls.predictions.transform.dense', size.hidden, size.hidden),
      'cls.predictions.transform.LayerNorm.weight': [size.hidden],
      'cls.predictions.transform.LayerNorm.bias': [size.hidden],
      'cls.predictions.bias': [tinyVocabulary],
    },
    8,
  );
  const encoder = [...tensors].filter(([name]) => !name.startsWith('classifier'));
  return { config: { ...kept, architectures: ['BertForMaskedLM'] }, tensors: new Map([...encoder, ...head]) };
}

/** A model's tensors under other names. */
function renamed(model: TinyModel, rename: (name: string) => string): TinyModel {
  return { ...model, tensors: new Map([...model.tensors].map(([name, tensor]) => [rename(name), tensor])) };
}

const word = 'bert.embeddings.word_embeddings.weight';

describe('a base model', () => {
  it.each<[string, TinyModel]>([
    ['a masked language model', maskedModel()],
    ['a token classifier of one layer', bertModel()],
    ["GERBERA's pair", pairModel()],
    ['a model of our own', multiHeadModel(['Disease'])],
    [
      'an encoder alone',
      renamed({ ...bertModel(), config: { ...bertModel().config, architectures: ['BertModel'] } }, (name) =>
        name.replace('bert.', ''),
      ),
    ],
    [
      'an encoder with the names of early checkpoints',
      renamed(bertModel(), (name) => name.replace('Norm.weight', 'Norm.gamma').replace('Norm.bias', 'Norm.beta')),
    ],
  ])('may be %s: its encoder is kept and gets heads', async (_, base) => {
    const { model } = await start(base);
    const reference = bertModel().tensors;
    for (const [name, values] of model.weights) {
      if (name.startsWith('bert.')) expect(values, name).toEqual(reference.get(name)?.data);
      expect(values.length, name).toBe(model.shapes.get(name)?.reduce((product, size) => product * size, 1));
    }
    expect(model.initialized).toEqual([...model.shapes.keys()].filter((name) => name.startsWith('heads.')));
    expect(model.initialized).toHaveLength(8);
    expect(model.spec.heads).toEqual([
      { name: 'Gene', labels: ['O', 'B', 'I'], type: 'Gene', shown: true },
      { name: 'General', labels: ['O', 'B', 'I'], type: 'General', shown: false },
    ]);
  });

  it.each([
    ['roberta', robertaModel()],
    ['distilbert', distilbertModel()],
    ['electra', electraModel(size.narrow)],
  ])('may be of another family: %s', async (prefix, base) => {
    for (const objective of ['heads', 'masked-language-model'] as const) {
      const { model } = await start(base, { objective });
      const kept = [...model.weights].filter(([name]) => name.startsWith(`${prefix}.`));
      expect(kept.length).toBeGreaterThan(30);
      for (const [name, values] of kept) expect(values, name).toEqual(base.tensors.get(name)?.data);
    }
  });

  it('keeps the heads that it has, with their order of labels', async () => {
    const base = multiHeadModel(['Gene', 'Disease'], {
      gerbera: { labels: ['B', 'I', 'O'], heads: ['Gene', 'Disease'] },
    });
    const { model } = await start(base);
    expect(model.weights.get('heads.Gene.out_proj.weight')).toEqual(
      base.tensors.get('heads.Gene.out_proj.weight')?.data,
    );
    expect(model.initialized).toEqual([...model.shapes.keys()].filter((name) => name.startsWith('heads.General')));
    expect(model.shapes.has('heads.Disease.dense.weight')).toBe(false);
    expect(model.spec.heads[0]?.labels).toEqual(['B', 'I', 'O']);
  });

  it('gets heads as transformers initialises them, by the seed and their names alone', async () => {
    const base = bertModel();
    const [first, again, other] = [
      await start(base),
      await start(base, { heads: [{ name: 'Gene' }] }),
      await start(base, { seed: 2 }),
    ];
    const dense = (model: TrainedModel, head = 'Gene') => model.weights.get(`heads.${head}.dense.weight`)!;
    expect(dense(again.model)).toEqual(dense(first.model));
    expect(dense(other.model)).not.toEqual(dense(first.model));
    expect(dense(first.model, 'General')).not.toEqual(dense(first.model));
    const values = [...dense(first.model)];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean)).toBeLessThan((4 * 0.02) / Math.sqrt(values.length));
    expect(deviation / 0.02).toBeCloseTo(1, 0);
    expect(new Set(first.model.weights.get('heads.Gene.dense.bias'))).toEqual(new Set([0]));
  });

  it('may start from weights of an earlier stage, which stay as they are', async () => {
    const folder = writeModel(bertModel());
    const { model } = await start(folder);
    const given = new Map([...model.weights].map(([name, values]) => [name, values.map((value) => value + 1)]));
    const later = (await start(folder, { weights: given })).model;
    expect(later.weights).toEqual(given);
    expect(later.initialized).toEqual([]);
    later.weights.get(word)!.fill(0);
    expect(given.get(word)![0]).not.toBe(0);
  });

  it('tells its dropout rates, which may be replaced', async () => {
    const base = bertModel({ hidden_dropout_prob: 0.2, attention_probs_dropout_prob: 0.3 });
    expect((await start(base)).settings.dropout).toEqual({ hidden: 0.2, attention: 0.3, classifier: 0.2 });
    const { settings } = await start(base, { dropout: { hidden: 0, classifier: 0.5 } });
    expect(settings.dropout).toEqual({ hidden: 0, attention: 0.3, classifier: 0.5 });
    expect((await start(bertModel())).settings.dropout).toEqual({ hidden: 0.1, attention: 0.1, classifier: 0.1 });
    const distilled = distilbertModel({ dropout: 0.2, attention_dropout: 0.4 });
    expect((await start(distilled)).settings.dropout).toEqual({ hidden: 0.2, attention: 0.4, classifier: 0.2 });
    await expect(start(bertModel({ hidden_dropout_prob: 1 }))).rejects.toThrow(
      /config\.json: "hidden_dropout_prob" is 1/,
    );
  });

  it('is read to its own longest input, or to a shorter one', async () => {
    expect((await start(bertModel())).model.spec.maxLength).toBe(size.positions);
    expect((await start(bertModel(), { maxLength: 12 })).model.spec.maxLength).toBe(12);
    expect((await start(bertModel(), { maxLength: 999 })).model.spec.maxLength).toBe(size.positions);
  });
});

describe('what cannot be trained is refused', () => {
  const without = (name: string): TinyModel => {
    const base = multiHeadModel(['Gene']);
    base.tensors.delete(name);
    return base;
  };
  const damaged = (value: number): TinyModel => {
    const base = bertModel();
    base.tensors.get('bert.encoder.layer.1.output.dense.bias')!.data[3] = value;
    return base;
  };
  it.each<[string, TinyModel, Partial<StartOptions>, RegExp]>([
    [
      'a weight that is missing',
      without('bert.encoder.layer.0.output.dense.bias'),
      {},
      /model\.safetensors: the tensor "bert.encoder.layer.0.output.dense.bias" \[16\] is missing/,
    ],
    [
      'a head that lacks a part',
      without('heads.Gene.out_proj.bias'),
      {},
      /the tensor "heads.Gene.out_proj.bias" \[3\] is missing/,
    ],
    [
      'a weight that is no number',
      damaged(Number.NaN),
      {},
      /the tensor "bert.encoder.layer.1.output.dense.bias" holds NaN/,
    ],
    ['a weight that is infinite', damaged(Number.POSITIVE_INFINITY), {}, /layer.1.output.dense.bias" holds Infinity/],
    [
      'embeddings of another size than the configuration says',
      bertModel({ vocab_size: 60 }),
      {},
      /word_embeddings.weight" has the shape \[50, 16\]; config.json asks for \[60, 16\]/,
    ],
    [
      'a head that is named twice',
      bertModel(),
      { heads: [{ name: 'Gene' }, { name: 'Gene' }] },
      /the head "Gene" is named twice/,
    ],
    ['no head', bertModel(), { heads: [] }, /no head to train/],
    ['a rate of dropout that drops all', bertModel(), { dropout: { hidden: 1 } }, /dropout hidden is 1/],
    ['smoothing of all of the target', bertModel(), { labelSmoothing: 1 }, /label smoothing is 1/],
    [
      'more frozen layers than there are',
      bertModel(),
      { frozenLayers: 3 },
      /3 layers cannot be frozen; the encoder has 2/,
    ],
    [
      'a vocabulary apart from the embeddings',
      bertModel({ tie_word_embeddings: false }),
      { objective: 'masked-language-model' },
      /"tie_word_embeddings" is false/,
    ],
  ])('%s', async (_, base, options, message) => {
    const refusal = start(base, options);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.toHaveProperty('name', 'UserError');
  });

  it('a tokenizer with more tokens than the embeddings have rows', async () => {
    const base = bertModel({ vocab_size: 40 });
    const embeddings = base.tensors.get(word)!;
    base.tensors.set(word, { shape: [40, size.hidden], data: embeddings.data.slice(0, 40 * size.hidden) });
    await expect(start(base)).rejects.toThrow(/the tokenizer has 50 tokens but the embeddings 40 rows/);
  });
});

describe('a trained model', () => {
  it('is saved in our own form, which can be used and trained further', async () => {
    const { model } = await start(maskedModel(), { maxLength: 12 });
    const config = trainedModelConfig(model);
    expect(config).toMatchObject({
      architectures: ['GerberaForTokenClassification'],
      model_type: 'bert',
      gerbera: { labels: ['O', 'B', 'I'], heads: ['Gene', 'General'], max_length: 12 },
    });
    const folder = writeModel({ ...asTiny(model), config });
    const classifier = await loadClassifier(folder, { device: 'cpu', heads: 'all', threads: 1 });
    expect(classifier.spec).toEqual(model.spec);
    await classifier.dispose();
    expect((await start(folder)).model.initialized).toEqual([]);
  });

  it('is saved as a masked language model of its family, which can be trained further', async () => {
    const { model } = await start(maskedModel(), { objective: 'masked-language-model', heads: [] });
    expect(model.initialized).toEqual([]);
    expect(model.weights.get('cls.predictions.bias')).toEqual(maskedModel().tensors.get('cls.predictions.bias')?.data);
    const config = trainedModelConfig(model);
    expect(config).toMatchObject({ architectures: ['BertForMaskedLM'], model_type: 'bert' });
    const folder = writeModel({ ...asTiny(model), config });
    expect((await start(folder, { objective: 'masked-language-model' })).model.weights).toEqual(model.weights);
    expect((await start(folder)).model.initialized).toHaveLength(8);
  });

  it('has nothing in its configuration of what lay on its base', async () => {
    const { model } = await start(bertModel({ num_labels: 5, torch_dtype: 'float16', _name_or_path: 'somewhere' }));
    const config = trainedModelConfig(model);
    for (const key of ['id2label', 'num_labels', 'torch_dtype', '_name_or_path'])
      expect(config).not.toHaveProperty(key);
    expect(config).toHaveProperty('hidden_size', size.hidden);
  });
});
