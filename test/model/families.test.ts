import { describe, expect, it, onTestFinished } from 'vitest';
import type { TokenClassifier } from '../../src/model/classifier.ts';
import { loadClassifier } from '../../src/model/load.ts';
import { batchOf, farthest } from './batch.ts';
import { bertModel, distilbertModel, electraModel, multiHeadModel, pairModel, robertaModel } from './models.ts';
import {
  affine,
  bertNaming,
  distilbertNaming,
  gelu,
  geluTanh,
  type Reference,
  referenceEncoder,
  relu,
  silu,
} from './reference.ts';
import { size } from './shapes.ts';
import { type TinyModel, type Weights, writeModel } from './tiny.ts';

const rows = [
  [2, 9, 17, 33, 8, 41, 12, 3],
  [2, 25, 3],
  [2, 1, 30, 30, 6, 3],
];

const counted = (ids: readonly number[]) => [...ids.keys()];
const like = (activation: (x: number) => number, prefix = 'bert.'): Reference => ({
  naming: bertNaming(prefix),
  layers: size.layers,
  heads: size.heads,
  epsilon: 1e-12,
  activation,
  positions: counted,
});

/** `create_position_ids_from_input_ids` of transformers: padding tokens are not counted and share one position. */
const robertaPositions = (padId: number) => (ids: readonly number[]) =>
  ids.map((id, index) =>
    id === padId ? padId : padId + ids.slice(0, index + 1).filter((other) => other !== padId).length,
  );
const roberta: Reference = { ...like(gelu, 'roberta.'), epsilon: 1e-5, positions: robertaPositions(1) };
const distilbert: Reference = { ...like(gelu), naming: distilbertNaming };

describe('the logits of each family agree with a plain reading of its paper', () => {
  it.each<[string, TinyModel, Reference]>([
    ['BERT', bertModel(), like(gelu)],
    ['BERT with the activation gelu_new', bertModel({ hidden_act: 'gelu_new' }), like(geluTanh)],
    ['BERT with the activation relu', bertModel({ hidden_act: 'relu' }), like(relu)],
    ['BERT with the activation silu', bertModel({ hidden_act: 'silu' }), like(silu)],
    ['BERT with another epsilon', bertModel({ layer_norm_eps: 0.1 }), { ...like(gelu), epsilon: 0.1 }],
    ['RoBERTa, with a padding token inside the text', robertaModel(), roberta],
    [
      'XLM-RoBERTa',
      robertaModel({ model_type: 'xlm-roberta', architectures: ['XLMRobertaForTokenClassification'] }),
      roberta,
    ],
    [
      'CamemBERT',
      robertaModel({ model_type: 'camembert', architectures: ['CamembertForTokenClassification'] }),
      roberta,
    ],
    [
      'RoBERTa with another padding token',
      robertaModel({ pad_token_id: 0 }),
      { ...roberta, positions: robertaPositions(0) },
    ],
    ['DistilBERT', distilbertModel(), distilbert],
    [
      'DistilBERT with the activation relu',
      distilbertModel({ activation: 'relu' }),
      { ...distilbert, activation: relu },
    ],
    ['ELECTRA', electraModel(size.hidden), like(gelu, 'electra.')],
    ['ELECTRA with narrow embeddings', electraModel(size.narrow), like(gelu, 'electra.')],
  ])('%s', async (_, model, reference) => {
    const classifier = await load(writeModel(model));
    const [logits] = await classifier.classify(batchOf(rows, classifier.spec.encoder.padId));
    const expected = rows.flatMap((ids) => linear(model, referenceEncoder(model, reference, ids), 'classifier'));
    expect(farthest(expected.flat(), logits?.values ?? [])).toBeLessThan(1e-5);
  });

  it('classifies only the positions asked for, in their order', async () => {
    const model = bertModel();
    const classifier = await load(writeModel(model));
    const [all] = await classifier.classify(batchOf(rows, 0));
    const [some] = await classifier.classify(batchOf(rows, 0, () => [1]));
    const first = rows.map((_, row) => rows.slice(0, row).reduce((sum, ids) => sum + ids.length, 0) + 1);
    const expected = first.flatMap((at) => [...(all?.values.slice(at * 5, at * 5 + 5) ?? [])]);
    expect(farthest(expected, some?.values ?? [])).toBeLessThan(1e-6);
  });

  it('gives no logits for no positions', async () => {
    const classifier = await load(writeModel(bertModel()));
    const logits = await classifier.classify(batchOf(rows, 0, () => []));
    expect(logits).toEqual([{ head: 'classifier', labels: 5, values: new Float32Array() }]);
  });
});

describe('heads of two layers', () => {
  it('are read in our own form, the general one only if all are asked for', async () => {
    const model = multiHeadModel(['Gene', 'Disease', 'General']);
    const folder = writeModel(model);
    const [shown, all] = [await load(folder), await load(folder, 'all')];
    const [ids = []] = rows;
    const hidden = referenceEncoder(model, like(gelu), ids);
    const expected = ['Gene', 'Disease', 'General'].map((head) => ({
      head,
      values: twoLayers(model, hidden, `heads.${head}.dense`, `heads.${head}.out_proj`),
    }));
    const found = await all.classify(batchOf([ids], 0));
    expect(found.map(({ head }) => head)).toEqual(['Gene', 'Disease', 'General']);
    for (const [index, { values }] of expected.entries()) {
      expect(farthest(values.flat(), found[index]?.values ?? [])).toBeLessThan(1e-5);
    }
    expect((await shown.classify(batchOf([ids], 0))).map(({ head }) => head)).toEqual(['Gene', 'Disease']);
  });

  it("in GERBERA's pair are the bio head on the text plus the general head on zeros", async () => {
    const model = pairModel();
    const folder = writeModel(model);
    const [ids = []] = rows;
    const hidden = referenceEncoder(model, like(gelu), ids);
    const bio = twoLayers(model, hidden, 'bio_classifier_2', 'bio_classifier');
    const general = twoLayers(model, hidden, 'gener_classifier_2', 'gener_classifier');
    const [constant = []] = twoLayers(model, [hidden[0]?.map(() => 0) ?? []], 'gener_classifier_2', 'gener_classifier');
    const combined = bio.map((row) => row.map((value, label) => value + (constant[label] ?? Number.NaN)));
    const found = await (await load(folder, 'all')).classify(batchOf([ids], 0));
    expect(found.map(({ head }) => head)).toEqual(['combined', 'bio', 'general']);
    for (const [index, values] of [combined, bio, general].entries()) {
      expect(farthest(values.flat(), found[index]?.values ?? [])).toBeLessThan(1e-5);
    }
    const shown = await (await load(folder)).classify(batchOf([ids], 0));
    expect(shown.map(({ head }) => head)).toEqual(['combined']);
  });
});

async function load(folder: string, heads: 'shown' | 'all' = 'shown'): Promise<TokenClassifier> {
  const classifier = await loadClassifier(folder, { device: 'cpu', heads, threads: 1 });
  onTestFinished(() => classifier.dispose());
  return classifier;
}

function linear({ tensors }: TinyModel, x: number[][], name: string): number[][] {
  return affine(x, tensors.get(`${name}.weight`) as Weights, tensors.get(`${name}.bias`) as Weights);
}

function twoLayers(model: TinyModel, x: number[][], dense: string, output: string): number[][] {
  return linear(
    model,
    linear(model, x, dense).map((row) => row.map(relu)),
    output,
  );
}
