import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { embeddedModel } from '../../src/library/folders.ts';
import { type FrozenEncoder, loadEncoder } from '../../src/model/load-encoder.ts';
import { goldenFolder, missing } from '../support/shared.ts';
import { batchOf, farthest } from './batch.ts';
import { bertModel, distilbertModel, electraModel, multiHeadModel, pairModel } from './models.ts';
import { affine, bertNaming, distilbertNaming, gelu, type Reference, referenceEncoder } from './reference.ts';
import { size } from './shapes.ts';
import { type TinyModel, writeModel } from './tiny.ts';

const rows = [
  [2, 9, 17, 33, 8, 41, 12, 3],
  [2, 25, 3],
];

const like = (prefix: string): Reference => ({
  naming: bertNaming(prefix),
  layers: size.layers,
  heads: size.heads,
  epsilon: 1e-12,
  activation: gelu,
  positions: (ids) => [...ids.keys()],
});

async function load(folder: string): Promise<FrozenEncoder> {
  const encoder = await loadEncoder(folder, { device: 'cpu', threads: 1 });
  onTestFinished(() => encoder.dispose());
  return encoder;
}

describe('an encoder gives the hidden states that a plain reading of its paper gives', () => {
  const unprefixed = (model: TinyModel): TinyModel => ({
    config: { ...model.config, architectures: ['BertModel'] },
    tensors: new Map([...model.tensors].map(([name, tensor]) => [name.replace(/^bert\./, ''), tensor])),
  });
  it.each<[string, TinyModel, TinyModel, Reference]>([
    ['below a token classifier', bertModel(), bertModel(), like('bert.')],
    ['saved by itself, without a prefix', unprefixed(bertModel()), bertModel(), like('bert.')],
    ['below a masked language model', bertModel({ architectures: ['BertForMaskedLM'] }), bertModel(), like('bert.')],
    ['below heads of our own', multiHeadModel(['Gene']), multiHeadModel(['Gene']), like('bert.')],
    ["below GERBERA's pair", pairModel(), pairModel(), like('bert.')],
    ['of DistilBERT', distilbertModel(), distilbertModel(), { ...like(''), naming: distilbertNaming }],
    ['of ELECTRA', electraModel(size.narrow), electraModel(size.narrow), like('electra.')],
  ])('%s', async (_, model, known, reference) => {
    const encoder = await load(writeModel(model));
    expect(encoder.hidden).toBe(size.hidden);
    const expected = rows.flatMap((ids) => referenceEncoder(known, reference, ids)).flat();
    expect(farthest(expected, await encoder.encode(batchOf(rows, encoder.padId)))).toBeLessThan(1e-5);
  });
});

describe.skipIf(missing(goldenFolder))(
  `a linear head on the hidden states gives PyTorch's logits (${missing(goldenFolder) ?? 'golden data'})`,
  () => {
    it.each(['bert-tiny', 'roberta-tiny'])('%s', async (name) => {
      const folder = path.join(goldenFolder, name);
      const encoder = await load(folder);
      const { source } = await openCheckpoint(folder);
      onTestFinished(() => source.close());
      const tensor = (part: string) => {
        const shape = source.tensors.get(`classifier.${part}`)?.shape ?? [];
        return { shape, data: source.read(`classifier.${part}`) };
      };
      const { rows: golden }: { rows: { input_ids: number[]; logits: number[][] }[] } = JSON.parse(
        readFileSync(path.join(folder, 'expected.json'), 'utf8'),
      );
      expect(golden.length).toBeGreaterThan(0);
      for (const { input_ids: ids, logits } of golden) {
        const values = await encoder.encode(batchOf([ids], encoder.padId));
        const states = ids.map((_, at) => [...values.subarray(at * encoder.hidden, (at + 1) * encoder.hidden)]);
        const found = affine(states, tensor('weight'), tensor('bias')).flat();
        expect(farthest(logits.flat(), found)).toBeLessThan(1e-4);
      }
    });
  },
);

describe('a loaded encoder', () => {
  it('gives the wanted positions alone, and nothing for none', async () => {
    const encoder = await load(writeModel(bertModel()));
    const all = await encoder.encode(batchOf(rows, 0));
    const some = await encoder.encode(batchOf(rows, 0, () => [1]));
    const first = [1, 9].flatMap((at) => [...all.subarray(at * size.hidden, (at + 1) * size.hidden)]);
    expect(farthest(first, some)).toBeLessThan(1e-6);
    expect(await encoder.encode(batchOf(rows, 0, () => []))).toEqual(new Float32Array());
  });

  it('reads as much as its model is shown, and no more than it has positions for', async () => {
    expect((await load(writeModel(multiHeadModel(['Gene'])))).maxLength).toBe(20);
    const encoder = await load(writeModel(bertModel()));
    expect(encoder.maxLength).toBe(size.positions);
    const long = batchOf([new Array(size.positions + 1).fill(9)], 0);
    await expect(encoder.encode(long)).rejects.toThrow(/cannot read 25 tokens at once; 24 at most/);
  });

  it('is named by its folder, and known by its weights', async () => {
    const folder = writeModel(bertModel());
    const encoder = await load(folder);
    expect(encoder).toMatchObject({ folder, name: path.basename(folder), device: { device: 'cpu' } });
    expect((await load(folder)).id).toBe(encoder.id);
    expect((await load(writeModel(distilbertModel()))).id).not.toBe(encoder.id);
  });

  it('releases its session once, and then refuses to run', async () => {
    const encoder = await load(embeddedModel());
    await encoder.dispose();
    await encoder.dispose();
    await expect(encoder.encode(batchOf(rows, 0))).rejects.toThrow('released');
  });
});

describe('an encoder is refused in one line that names', () => {
  it.each<[string, TinyModel, RegExp]>([
    [
      'a tensor that is missing',
      { ...bertModel(), tensors: new Map([...bertModel().tensors].filter(([name]) => !/1\.output\.dense/.test(name))) },
      /layer\.1\.output\.dense\.weight" \[16, 24\] is missing/,
    ],
    ['a tensor of another shape', bertModel({ intermediate_size: 32 }), /has the shape \[24, 16\].*\[32, 16\]/],
    ['a tokenizer of another model', bertModel({ vocab_size: 49 }), /shape \[50, 16\].*\[49, 16\]/],
    ['a family that is not known', bertModel({ model_type: 'gpt2' }), /"gpt2" is not supported/],
  ])('%s', async (_, model, message) => {
    await expect(load(writeModel(model))).rejects.toThrow(message);
  });

  it('a folder without a tokenizer', async () => {
    const folder = writeModel(bertModel());
    rmSync(path.join(folder, 'vocab.txt'));
    await expect(load(folder)).rejects.toThrow(/no tokenizer in it/);
  });
});
