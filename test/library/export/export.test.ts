import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTensorFile } from '../../../src/checkpoint/checkpoint.ts';
import { UserError } from '../../../src/core/errors.ts';
import { exportModel } from '../../../src/library/export/export.ts';
import { writeOnnx } from '../../../src/library/export/onnx.ts';
import { embeddedModel } from '../../../src/library/folders.ts';
import type { TokenBatch } from '../../../src/model/classifier.ts';
import { loadOnnxRuntime } from '../../../src/runtime/onnxruntime.ts';
import { goldenFolder, missing } from '../../support/shared.ts';
import { differenceOf, type Reading, readingOf } from './logits.ts';

let folder = '';
let ours: Reading;
let count = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gerbera-export-'));
  ours = await readingOf(embeddedModel());
});

afterAll(() => rmSync(folder, { recursive: true }));

function fresh(): string {
  return path.join(folder, `out-${count++}`);
}

function json(...place: string[]) {
  return JSON.parse(readFileSync(path.join(...place), 'utf8'));
}

/** Runs an exported graph as other programs do. */
async function runGraph(out: string, { rows, length, ids, mask }: TokenBatch): Promise<Map<string, Float32Array>> {
  const { InferenceSession, Tensor } = await loadOnnxRuntime();
  const session = await InferenceSession.create(path.join(out, 'model.onnx'), { logSeverityLevel: 4 });
  const given = { input_ids: ids, attention_mask: mask, token_type_ids: new BigInt64Array(ids.length) };
  const feeds = Object.entries(given).filter(([name]) => session.inputNames.includes(name));
  expect(feeds).toHaveLength(session.inputNames.length);
  const found = await session.run(
    Object.fromEntries(feeds.map(([name, data]) => [name, new Tensor('int64', data, [rows, length])])),
  );
  await session.release();
  return new Map(
    Object.entries(found).map(([name, { data, dims }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`${name} is no float32`);
      expect(dims.slice(0, 2)).toEqual([rows, length]);
      return [name, data];
    }),
  );
}

describe('exporting a model', () => {
  it('whole writes the files that belong to it, which read as before', async () => {
    const out = fresh();
    const source = path.join(folder, 'trained');
    await exportModel({ model: embeddedModel(), form: 'transformers', out: source });
    mkdirSync(path.join(source, 'last'));
    writeFileSync(path.join(source, 'log.jsonl'), '{}');
    const exported = await exportModel({ model: source, form: 'transformers', out });
    const files = ['README.md', 'config.json', 'model.safetensors', 'run.json', 'tokenizer.json'];
    expect(exported.files).toEqual([...files, 'tokenizer_config.json', 'vocab.txt']);
    expect(exported.folder).toBe(out);
    expect(exported.bytes).toBeGreaterThan(14e6);
    expect((await readingOf(out, ours.batch)).logits).toEqual(ours.logits);
  });

  it('as one of its heads of two layers writes what both transformers and we read, and says what it needs', async () => {
    const out = fresh();
    await exportModel({ model: 'default', form: 'head', head: 'CellLine', out });
    const config = json(out, 'config.json');
    expect(config).toMatchObject({
      model_type: 'bert',
      architectures: ['GerberaForTokenClassification'],
      auto_map: { AutoModelForTokenClassification: 'modeling_gerbera.GerberaForTokenClassification' },
      id2label: { 0: 'O', 1: 'B-CellLine', 2: 'I-CellLine' },
      label2id: { O: 0, 'B-CellLine': 1, 'I-CellLine': 2 },
      gerbera: { heads: ['CellLine'] },
    });
    // Of float16, transformers would calculate in float16.
    expect(config).not.toHaveProperty('dtype');
    const python = readFileSync(path.join(out, 'modeling_gerbera.py'), 'utf8');
    expect(python).toContain('from transformers import BertModel, BertPreTrainedModel');
    const card = readFileSync(path.join(out, 'README.md'), 'utf8');
    expect(card).toMatch(/^---\nlanguage: en\n/);
    expect(card).toContain('trust_remote_code=True');
    const read = await readingOf(out, ours.batch);
    expect([...read.logits.keys()]).toEqual(['CellLine']);
    expect(read.logits.get('CellLine')).toEqual(ours.logits.get('CellLine'));
  });

  it('as a graph gives the logits of each head, with the names of transformers', async () => {
    const out = fresh();
    await exportModel({ model: 'default', form: 'onnx', out });
    const outputs = await runGraph(out, ours.batch);
    const labels: Record<string, string[]> = json(out, 'labels.json');
    expect([...outputs.keys()]).toEqual(Object.keys(labels));
    for (const [head, values] of ours.logits) {
      expect(labels[`logits.${head}`]).toEqual(['O', `B-${head}`, `I-${head}`]);
      expect(differenceOf(ours.batch, values, outputs.get(`logits.${head}`))).toBeLessThan(1e-5);
    }
    expect(readFileSync(path.join(out, 'README.md'), 'utf8')).toContain(
      '`input_ids`, `attention_mask`, `token_type_ids`',
    );
  });

  it('as a graph of one head calls its logits so, and weights that are too large lie beside it', async () => {
    const out = fresh();
    mkdirSync(out);
    await writeOnnx(embeddedModel(), out, { head: 'Gene', mostInside: 1e6 });
    expect(readdirSync(out)).toContain('model.onnx_data');
    const outputs = await runGraph(out, ours.batch);
    expect([...outputs.keys()]).toEqual(['logits']);
    expect(differenceOf(ours.batch, ours.logits.get('Gene'), outputs.get('logits'))).toBeLessThan(1e-5);
    expect(json(out, 'config.json').id2label).toEqual({ 0: 'O', 1: 'B-Gene', 2: 'I-Gene' });
  });

  it('reads token types where the graph has them', async () => {
    const out = fresh();
    await exportModel({ model: 'default', form: 'onnx', head: 'Gene', out });
    const { InferenceSession, Tensor } = await loadOnnxRuntime();
    const session = await InferenceSession.create(path.join(out, 'model.onnx'), { logSeverityLevel: 4 });
    const run = async (type: bigint) => {
      const tensor = (value: bigint) => new Tensor('int64', BigInt64Array.of(2n, value, 3n), [1, 3]);
      const types = new Tensor('int64', BigInt64Array.of(type, type, type), [1, 3]);
      const mask = new Tensor('int64', BigInt64Array.of(1n, 1n, 1n), [1, 3]);
      return (await session.run({ input_ids: tensor(99n), attention_mask: mask, token_type_ids: types })).logits?.data;
    };
    expect(await run(1n)).not.toEqual(await run(0n));
    await session.release();
  });

  it('refuses a folder that holds something, a head that is not there, and leaves nothing behind', async () => {
    const full = fresh();
    mkdirSync(full);
    writeFileSync(path.join(full, 'mine.txt'), 'x');
    await expect(exportModel({ model: 'default', form: 'transformers', out: full })).rejects.toThrow('is not empty');
    await expect(
      exportModel({ model: 'default', form: 'transformers', out: path.join(full, 'mine.txt') }),
    ).rejects.toThrow('a file, not a folder');
    expect(readdirSync(full)).toEqual(['mine.txt']);

    const out = fresh();
    const before = readdirSync(folder).sort();
    const asked = { model: 'default', form: 'head', out } as const;
    await expect(exportModel({ ...asked, head: 'Protein' })).rejects.toThrow(
      /no head "Protein"; there are Gene, Disease/,
    );
    await expect(exportModel(asked)).rejects.toThrow(/several heads; name one of Gene/);
    await expect(exportModel({ ...asked, model: 'nobody' })).rejects.toThrow(UserError);
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(exportModel({ ...asked, head: 'Gene', signal: stop })).rejects.toThrow('enough');
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it('is not written into the model itself, with which it would be removed', async () => {
    const model = fresh();
    await exportModel({ model: 'default', form: 'transformers', out: model });
    const before = readdirSync(model);
    for (const out of [path.join(model, 'copy'), path.join(model, 'a', 'b')]) {
      await expect(exportModel({ model, form: 'transformers', out })).rejects.toThrow('lies in the model itself');
    }
    expect(readdirSync(model)).toEqual(before);
    await exportModel({ model, form: 'transformers', out: `${model}..copy` });
  });

  it('takes an empty folder', async () => {
    const out = fresh();
    mkdirSync(out);
    await exportModel({ model: 'default', form: 'head', head: 'RNA', out });
    expect(existsSync(path.join(out, 'config.json'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith(`${path.basename(out)}.`))).toEqual([]);
  });
});

describe.skipIf(missing(goldenFolder))(`models of others (${missing(goldenFolder) ?? 'golden data'})`, () => {
  it.each([
    ['bert-tiny', 'BertForTokenClassification'],
    ['roberta-tiny', 'RobertaForTokenClassification'],
  ])('%s has one linear layer: alone it is a plain %s, bit for bit', async (name, architecture) => {
    const [source, out] = [path.join(goldenFolder, name), fresh()];
    await exportModel({ model: source, form: 'head', out });
    const config = json(out, 'config.json');
    expect(config.architectures).toEqual([architecture]);
    expect(config).not.toHaveProperty('auto_map');
    expect(Object.values(config.id2label)).toEqual(['O', 'B-Disease', 'I-Disease', 'B-Chemical', 'I-Chemical']);
    expect(existsSync(path.join(out, 'modeling_gerbera.py'))).toBe(false);
    const { tensors, close } = await openTensorFile(path.join(out, 'model.safetensors')).then((opened) => ({
      tensors: [...opened.tensors.values()],
      close: () => opened.close(),
    }));
    close();
    expect(new Set(tensors.map(({ type }) => type))).toEqual(new Set(['F32']));
    const original = await readingOf(source);
    expect((await readingOf(out)).logits).toEqual(original.logits);
  });

  it.each(['gerbera-bert-tiny', 'gerbera-roberta-tiny'])(
    '%s alone is the sum of its pair, read from words as before, whatever the tokenizer says of spaces',
    async (name) => {
      const [source, out] = [fresh(), fresh()];
      cpSync(path.join(goldenFolder, name), source, { recursive: true, mode: 0 });
      const settings = json(source, 'tokenizer_config.json');
      const spaced = path.join(source, 'tokenizer_config.json');
      rmSync(spaced, { force: true });
      writeFileSync(spaced, JSON.stringify({ ...settings, add_prefix_space: true }));
      await exportModel({ model: source, form: 'head', out });
      const [original, read] = [await readingOf(source), await readingOf(out)];
      expect(read.batch.ids).toEqual(original.batch.ids);
      expect(differenceOf(read.batch, original.logits.get('combined'), read.logits.get('Entity'))).toBeLessThan(1e-6);
    },
  );

  it.each(['bert-tiny', 'roberta-tiny', 'gerbera-bert-tiny', 'gerbera-roberta-tiny'])(
    '%s as a graph gives the same logits',
    async (name) => {
      const [source, out] = [path.join(goldenFolder, name), fresh()];
      await exportModel({ model: source, form: 'onnx', out });
      const { batch, logits } = await readingOf(source);
      const [shown] = logits.values();
      expect(differenceOf(batch, shown, (await runGraph(out, batch)).get('logits'))).toBeLessThan(1e-5);
    },
  );
});
