import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import type { TokenClassifier } from '../../src/model/classifier.ts';
import { loadClassifier } from '../../src/model/load.ts';
import { batchOf, farthest } from './batch.ts';
import { bertModel, labels, multiHeadModel, pairModel } from './models.ts';
import { bertShapes, linear, size } from './shapes.ts';
import {
  randomTensors,
  safetensors,
  scratchFolder,
  type TinyModel,
  tinyVocabulary,
  type Weights,
  writeModel,
} from './tiny.ts';

const ownModel = path.resolve(import.meta.dirname, '../../models/default');

const batch = batchOf([[2, 9, 17, 33, 3]], 0);

async function load(folder: string): Promise<TokenClassifier> {
  const classifier = await loadClassifier(folder, { device: 'cpu', threads: 1 });
  onTestFinished(() => classifier.dispose());
  return classifier;
}

async function refusal(folder: string): Promise<string> {
  const thrown: unknown = await load(folder).then(
    () => expect.unreachable('the model was loaded'),
    (error) => error,
  );
  expect(thrown).toBeInstanceOf(UserError);
  const { message } = thrown as UserError;
  expect(message).toContain(folder);
  expect(message).not.toMatch(/[\n\r]/);
  return message;
}

function change(model: TinyModel, edit: (tensors: Map<string, Weights>) => void): TinyModel {
  const tensors = new Map(model.tensors);
  edit(tensors);
  return { ...model, tensors };
}

function reshaped(name: string, shape: readonly number[]): (tensors: Map<string, Weights>) => void {
  return (tensors) => tensors.set(name, { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
}

describe('a checkpoint is refused in one line that names', () => {
  const key = 'bert.encoder.layer.1.attention.self.key.weight';
  it.each<[string, TinyModel, RegExp]>([
    [
      'a tensor that is missing',
      change(bertModel(), (t) => t.delete(key)),
      /"bert\.encoder\.layer\.1\.attention\.self\.key\.weight" \[16, 16\] is missing/,
    ],
    [
      'a tensor of another shape',
      change(bertModel(), reshaped(key, [16, 8])),
      /key\.weight" has the shape \[16, 8\].*\[16, 16\]/,
    ],
    [
      'a tensor of another rank',
      change(bertModel(), reshaped('classifier.bias', [5, 1])),
      /classifier\.bias" has the shape \[5, 1\].*\[5\]/,
    ],
    [
      'a tensor of fewer dimensions',
      change(bertModel(), reshaped('classifier.weight', [5])),
      /classifier\.weight" has the shape \[5\].*\[5, 16\]/,
    ],
    [
      'a transposed tensor',
      change(bertModel(), reshaped('bert.encoder.layer.0.output.dense.weight', [24, 16])),
      /\[24, 16\].*\[16, 24\]/,
    ],
    [
      'a tensor too many',
      change(bertModel(), reshaped('bert.encoder.layer.0.adapter.weight', [2, 2])),
      /adapter\.weight" is no part/,
    ],
    ['a layer too many', { ...bertModel({ num_hidden_layers: 1 }) }, /layer\.1\..*" is no part/],
    ['a billion layers', { ...bertModel({ num_hidden_layers: 1e9 }) }, /layer\.2\..*" .* is missing/],
    [
      'labels that do not fit the head',
      bertModel({ id2label: { 0: 'O', 1: 'B', 2: 'I' } }),
      /classifier\.weight" has the shape \[5, 16\].*\[3, 16\]/,
    ],
    [
      'a head that is missing',
      change(multiHeadModel(['Gene', 'RNA']), (t) => t.delete('heads.RNA.dense.bias')),
      /"heads\.RNA\.dense\.bias" \[16\] is missing/,
    ],
    [
      'a head that the configuration lacks',
      { ...bertModel(), tensors: multiHeadModel(['Gene']).tensors },
      /"classifier\.weight".*is missing/,
    ],
    [
      "half of GERBERA's pair, whose classifier is not a way out",
      change(pairModel(), (t) => t.delete('gener_classifier_2.weight')),
      /"gener_classifier_2\.weight" \[16, 16\] is missing/,
    ],
    [
      "half of GERBERA's pair, though the configuration says otherwise",
      change(pairModel({ architectures: ['BertForTokenClassification'] }), (t) => t.delete('bio_classifier_2.weight')),
      /"bio_classifier_2\.weight" \[16, 16\] is missing/,
    ],
    [
      'a tokenizer with more tokens than the model',
      {
        config: bertModel({ vocab_size: 40 }).config,
        tensors: randomTensors({ ...bertShapes('bert.', 40, 2), ...linear('classifier', 5, size.hidden) }),
      },
      /the tokenizer has 50 tokens.*40/,
    ],
  ])('%s', async (_, model, message) => {
    expect(await refusal(writeModel(model))).toMatch(message);
  });

  it('an architecture that is no token classifier', async () => {
    expect(await refusal(writeModel(bertModel({ architectures: ['BertForMaskedLM'] })))).toMatch(
      /config\.json.*BertForMaskedLM/,
    );
  });
});

describe('a checkpoint is accepted', () => {
  it('with what pre-training and earlier versions leave in it', async () => {
    const model = change(bertModel(), (tensors) => {
      reshaped('bert.embeddings.position_ids', [1, size.positions])(tensors);
      reshaped('bert.pooler.dense.weight', [16, 16])(tensors);
      reshaped('bert.pooler.dense.bias', [16])(tensors);
      reshaped('cls.predictions.bias', [tinyVocabulary])(tensors);
    });
    await load(writeModel(model));
  });

  it('with the early names of layer normalization', async () => {
    const model = bertModel();
    const early = (name: string) =>
      name.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta');
    const renamed = { ...model, tensors: new Map([...model.tensors].map(([name, tensor]) => [early(name), tensor])) };
    const [expected, found] = [await load(writeModel(model)), await load(writeModel(renamed))];
    expect(await found.classify(batch)).toEqual(await expected.classify(batch));
  });

  it('through links, as the cache of the Hugging Face Hub keeps its files', async () => {
    const folder = writeModel(bertModel());
    const expected = await (await load(folder)).classify(batch);
    const blobs = scratchFolder();
    const snapshot = path.join(scratchFolder(), 'snapshot');
    mkdirSync(snapshot);
    for (const file of ['config.json', 'model.safetensors', 'vocab.txt', 'tokenizer_config.json']) {
      copyFileSync(path.join(folder, file), path.join(blobs, `${file}-blob`));
      symlinkSync(path.join(blobs, `${file}-blob`), path.join(snapshot, file));
    }
    expect(await (await load(snapshot)).classify(batch)).toEqual(expected);
  });

  it('with weights that cannot be mapped into memory as they are', async () => {
    const folder = writeModel(bertModel());
    const expected = await (await load(folder)).classify(batch);
    misalign(folder);
    expect(await (await load(folder)).classify(batch)).toEqual(expected);
  });

  it('in shards', async () => {
    const { config, tensors } = bertModel();
    const folder = writeModel({ config, tensors });
    const expected = await (await load(folder)).classify(batch);
    const shardOf = (name: string) => (name.includes('layer.1.') ? 'b.safetensors' : 'a.safetensors');
    for (const shard of ['a.safetensors', 'b.safetensors']) {
      const part = new Map([...tensors].filter(([name]) => shardOf(name) === shard));
      writeFileSync(path.join(folder, shard), safetensors(part));
    }
    const index = { weight_map: Object.fromEntries([...tensors.keys()].map((name) => [name, shardOf(name)])) };
    writeFileSync(path.join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
    rmSync(path.join(folder, 'model.safetensors'));
    expect(await (await load(folder)).classify(batch)).toEqual(expected);
  });

  it.each([
    ['mapped', () => {}],
    ['read', misalign],
  ])('with heads of any name, weights %s', async (_, prepare) => {
    const heads = ['../../etc', '/etc/hosts', 'Zelllinie (ü)', 'a/b', '%2e'];
    const folder = writeModel(multiHeadModel(heads));
    prepare(folder);
    expect((await (await load(folder)).classify(batch)).map(({ head }) => head)).toEqual(heads);
  });
});

/** Puts one space more into the weights' header, so that no float32 lies at a multiple of four bytes. */
function misalign(folder: string): void {
  const weights = path.join(folder, 'model.safetensors');
  const file = readFileSync(weights);
  const length = Number(file.readBigUInt64LE());
  const odd = Buffer.concat([file.subarray(0, 8 + length), Buffer.from(' '), file.subarray(8 + length)]);
  odd.writeBigUInt64LE(BigInt(length + 1));
  writeFileSync(weights, odd);
}

describe('a loaded classifier', () => {
  it('tells what it is', async () => {
    const folder = writeModel(bertModel());
    const classifier = await load(folder);
    expect(classifier).toMatchObject({
      folder,
      name: path.basename(folder),
      device: { preference: 'cpu', device: 'cpu' },
    });
    expect(classifier.spec.heads[0]?.labels).toEqual(labels);
  });

  it.skipIf(process.platform === 'win32')('keeps working when its files are gone', async () => {
    const folder = writeModel(bertModel());
    const classifier = await load(folder);
    const [before] = await classifier.classify(batch);
    rmSync(folder, { recursive: true });
    const [after] = await classifier.classify(batch);
    expect(farthest([...(before?.values ?? [])], after?.values ?? [])).toBe(0);
  });

  it('releases its session once, and then refuses to run', async () => {
    const classifier = await load(writeModel(bertModel()));
    await classifier.dispose();
    await classifier.dispose();
    await expect(classifier.classify(batch)).rejects.toThrow('released');
  });

  it('gives its memory back', async () => {
    const loadAndDispose = async () => {
      const classifier = await loadClassifier(ownModel, { device: 'cpu', threads: 1 });
      await classifier.classify(batch);
      await classifier.dispose();
    };
    for (let i = 0; i < 3; i++) await loadAndDispose();
    const before = process.memoryUsage.rss();
    for (let i = 0; i < 12; i++) await loadAndDispose();
    // Twelve copies of its weights would be 340 MB.
    expect(process.memoryUsage.rss() - before).toBeLessThan(120e6);
  });

  it('refuses more tokens than it has positions for', async () => {
    const classifier = await load(writeModel(bertModel()));
    const long = batchOf([new Array(size.positions + 1).fill(9)], 0);
    await expect(classifier.classify(long)).rejects.toThrow(/cannot read 25 tokens at once; 24 at most/);
  });

  it('has another id when, and only when, its files change', async () => {
    const folder = writeModel(bertModel());
    const idOf = async () => (await load(folder)).id;
    const first = await idOf();
    expect(await idOf()).toBe(first);

    const elsewhere = path.join(scratchFolder(), 'moved');
    renameSync(folder, elsewhere);
    expect((await load(elsewhere)).id).toBe(first);
    renameSync(elsewhere, folder);

    const file = path.join(folder, 'model.safetensors');
    utimesSync(file, new Date(0), new Date(86_400_000));
    const touched = await idOf();
    expect(touched).not.toBe(first);

    writeModel(bertModel({ id2label: { 0: 'O', 1: 'B-a', 2: 'I-a', 3: 'B-b', 4: 'I-b' } }), folder);
    utimesSync(file, new Date(0), new Date(86_400_000));
    expect(await idOf()).not.toBe(touched);
  });
});
