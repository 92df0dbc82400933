import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetMetadataAsync } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { AnnotatedDocument } from '../../../src/corpus/document.ts';
import { conll } from '../../../src/corpus/forms/conll/conll.ts';
import type { FileForm } from '../../../src/corpus/forms/form.ts';
import { hfJsonl } from '../../../src/corpus/forms/hugging-face/hf-jsonl.ts';
import { parquet } from '../../../src/corpus/forms/hugging-face/parquet.ts';
import { headOf } from '../../../src/files/head.ts';
import { corporaFolder, missing } from '../../support/shared.ts';
import { scratchFolder, write } from '../files.ts';
import { encodeAll, readAll, textDocument, wordsAndMentions } from './reading.ts';

const folder = scratchFolder();
const both: readonly FileForm[] = [hfJsonl, parquet];

let count = 0;
function place(content: string | Uint8Array, name = 'x.jsonl', beside: Readonly<Record<string, string>> = {}): string {
  const own = path.join(folder, `set-${count++}`, 'data');
  mkdirSync(own, { recursive: true });
  for (const [each, text] of Object.entries(beside)) write(own, each, text);
  return write(own, name, content);
}
const held = (documents: readonly AnnotatedDocument[]) =>
  JSON.stringify(wordsAndMentions(documents).map(({ id, sentences, mentions }) => [id, sentences, mentions]));

const row = '{"id": 7, "tokens": ["IL-2", "gene", "µ"], "ner_tags": [1, 2, 0]}\n';
const names = ['O', 'B-Gene', 'I-Gene'];

describe("Hugging Face's JSONL", () => {
  it('gives a document a row, its words and mentions', async () => {
    const file = place('{"id": "a", "tokens": ["IL-2", "gene", "𝒟"], "ner_tags": ["B-Gene", "I-Gene", "O"]}\n\n');
    const { documents, scheme, problems } = await readAll(hfJsonl, file);
    expect(documents).toEqual([
      {
        id: 'a',
        text: 'IL-2 gene 𝒟',
        passages: [{ start: 0, end: 12, kind: 'paragraph', notes: {}, line: 1 }],
        mentions: [{ id: '', spans: [{ start: 0, end: 9 }], type: 'Gene', concepts: [], notes: {}, line: 1 }],
        relations: [],
        sentences: [
          {
            start: 0,
            end: 12,
            words: [
              { start: 0, end: 4 },
              { start: 5, end: 9 },
              { start: 10, end: 12 },
            ],
            labels: [
              { mark: 'B', type: 'Gene' },
              { mark: 'I', type: 'Gene' },
              { mark: 'O', type: '' },
            ],
            line: 1,
            wordPerLine: false,
          },
        ],
        notes: {},
        file,
        line: 1,
      },
    ]);
    expect([scheme, problems]).toEqual([{ scheme: 'IOB2', irregular: 0 }, []]);
  });

  it.each([
    ['{"words": ["a"], "tags": ["B-X"]}'],
    ['{"tokens": ["a"], "labels": ["B-X"]}'],
    ['{"words": ["a"], "ner": ["U-X"]}'],
  ])('reads the columns of %s, and makes ids up', async (content) => {
    const file = place(content);
    expect(hfJsonl.matches(await headOf(file))).toBe(true);
    const { documents } = await readAll(hfJsonl, file);
    expect(documents.map(({ id, mentions }) => [id, mentions[0]?.type])).toEqual([['x.jsonl:1', 'X']]);
  });

  it('makes one document of rows that follow one another with its id', async () => {
    const of = (document: string, word: string) =>
      `{"document_id":"${document}","tokens":["${word}"],"ner_tags":["O"]}\n`;
    const { documents } = await readAll(hfJsonl, place(of('a', 'x') + of('a', 'y') + of('b', 'z')));
    expect(documents.map(({ id, text }) => [id, text])).toEqual([
      ['a', 'x\ny'],
      ['b', 'z'],
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['dataset_infos.json', { 'dataset_infos.json': JSON.stringify({ default: { features: featuresOf(names) } }) }],
    ['dataset_info.json', { 'dataset_info.json': JSON.stringify({ features: featuresOf(names) }) }],
    ['a list', { 'labels.json': JSON.stringify(names) }],
    ['a mapping to numbers', { 'label.json': '{"I-Gene": 2, "O": 0, "B-Gene": 1}' }],
    ['a mapping from numbers', { 'ner_tags_names.json': '{"0": "O", "1": "B-Gene", "2": "I-Gene"}' }],
    ['lines', { 'label_list.txt': 'O\r\nB-Gene\r\nI-Gene\r\n' }],
    [
      'a card',
      {
        'README.md':
          "---\ndataset_info:\n  features:\n  - name: tokens\n    sequence: string\n  - name: ner_tags\n    sequence:\n      class_label:\n        names:\n          '0': O\n          '1': B-Gene\n          '2': \"I-Gene\"\n  - name: x\n    dtype: string\n---\n# Set\n",
      },
    ],
    ['the folder above', { '../labels.txt': 'O\nB-Gene\nI-Gene' }],
  ])('finds the names of its labels in %s', async (_, beside) => {
    const { documents } = await readAll(hfJsonl, place(row, 'x.jsonl', beside));
    expect(documents[0]?.mentions.map(({ spans, type }) => [spans[0], type])).toEqual([[{ start: 0, end: 9 }, 'Gene']]);
    expect(documents[0]?.id).toBe('7');
  });

  it('takes the names that it is given', async () => {
    const { documents } = await readAll(hfJsonl, place(row), { labels: ['O', 'B-X', 'I-X'] });
    expect(documents[0]?.mentions[0]?.type).toBe('X');
  });

  it('tells of labels that break the scheme, empty words and columns that are not read', async () => {
    const rows = [
      '{"tokens":["a"],"ner_tags":["B-X"],"pos":[1]}',
      '{"tokens":["b","","c"],"ner_tags":["O","B-X","B-X"]}',
      '{"tokens":["d","e"],"ner_tags":["O","I-X"]}',
    ];
    const { problems, documents } = await readAll(hfJsonl, place(rows.join('\n')));
    expect(problems.map(({ kind, line }) => [kind, line])).toEqual([
      ['other', 1],
      ['empty span', 2],
      ['irregular label', 3],
    ]);
    expect(documents.map(({ text }) => text)).toEqual(['a', 'b c', 'd e']);
  });

  it.each([
    ['numbers without names', row, /line 1: the labels in "ner_tags" are numbers, .*give --labels/],
    ['another number of labels', '{"tokens":["a"],"ner_tags":[]}', /line 1: 1 words in "tokens", but 0 labels/],
    ['no labels', '{"tokens":["a"]}', /line 1: no column of labels: expected one named ner_tags/],
    ['a label that is none', '{"tokens":["a"],"ner_tags":["X"]}', /line 1: "X" is no label/],
    ['a word that is none', '\n{"tokens":[1],"ner_tags":["O"]}', /line 2: word 1 in "tokens" is no text/],
    ['a row that is none', '[]', /line 1: a row must be an object/],
    ['no JSON', '{"tokens":["a"],"ner_tags":["O"]}\n{"tokens"', /line 2, column \d+: invalid JSON/],
  ])('is refused with %s', async (_, content, message) => {
    const file = place(content);
    await expect(readAll(hfJsonl, file)).rejects.toThrow(UserError);
    await expect(readAll(hfJsonl, file)).rejects.toThrow(message);
  });

  it('refuses a number that no label has', async () => {
    await expect(readAll(hfJsonl, place(row), { labels: ['O', 'B-X'] })).rejects.toThrow(
      'there is no label 2; 2 are named',
    );
  });

  it.each([
    ['{"text": "a", "tokens": [{"text": "a"}], "spans": []}', false],
    ['{"id": 1, "text": "a b", "label": [[0, 1, "X"]]}', false],
    ['{"tokens": [], "ner_tags": []}', true],
    ['word\tO\n', false],
  ])('is told by its beginning: %j', (head, expected) => {
    expect(hfJsonl.matches(head)).toBe(expected);
  });
});

function featuresOf(given: readonly string[]) {
  const text = { dtype: 'string', _type: 'Value' };
  return {
    tokens: { feature: text, _type: 'Sequence' },
    ner_tags: { feature: { num_classes: 3, names: given, _type: 'ClassLabel' }, _type: 'Sequence' },
  };
}

describe('Parquet', () => {
  it('has the names of its labels with it, those that are given first', async () => {
    const { documents } = await readAll(conll, write(folder, 'p.tsv', 'a\tB-Z\nb\tB-Y\n\nc\tO\n'));
    const { bytes } = await encodeAll(parquet, documents, { types: ['X', 'Y'], scheme: 'IOB2' });
    const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const { key_value_metadata = [], schema } = await parquetMetadataAsync(buffer);
    const { info } = JSON.parse(key_value_metadata[0]?.value ?? '{}');
    expect(key_value_metadata[0]?.key).toBe('huggingface');
    expect(info.features.ner_tags.feature).toEqual({
      names: ['O', 'B-X', 'I-X', 'B-Y', 'I-Y', 'B-Z', 'I-Z'],
      _type: 'ClassLabel',
    });
    expect(schema.filter(({ name }) => name === 'element').map(({ type }) => type)).toEqual(['BYTE_ARRAY', 'INT64']);
  });

  it('is read one row group at a time, from any writer and codec', async () => {
    const words = Array.from({ length: 25 }, (_, index) => ['w', `µ${index}`]);
    const tags = words.map((_, index) => [0, (index % 2) + 1]);
    const codecs = { GZIP: gzipSync, ZSTD: zstdCompressSync };
    for (const codec of ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD'] as const) {
      const bytes = parquetWriteBuffer({
        columnData: [
          { name: 'words', data: words },
          { name: 'ner', data: tags },
        ],
        schema: [
          { name: 'root', num_children: 2 },
          ...['words', 'ner'].flatMap((name) => [
            { name, num_children: 1, converted_type: 'LIST' as const, repetition_type: 'OPTIONAL' as const },
            { name: 'list', num_children: 1, repetition_type: 'REPEATED' as const },
            {
              name: 'element',
              repetition_type: 'OPTIONAL' as const,
              ...(name === 'words'
                ? { type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }
                : { type: 'INT32' as const }),
            },
          ]),
        ],
        codec,
        compressors: codecs,
        rowGroupSize: 10,
      });
      const file = place(new Uint8Array(bytes), 'x.parquet', { 'labels.txt': names.join('\n') });
      expect(parquet.matches(await headOf(file))).toBe(true);
      const { documents, sha256 } = await readAll(parquet, file);
      expect(documents.map(({ id, text }) => [id, text]).at(-1), codec).toEqual(['x.parquet:25', 'w µ24']);
      expect(documents[1]?.mentions.map(({ line }) => line)).toEqual([2]);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      await expect(readAll(parquet, place(new Uint8Array(bytes), 'x.parquet'))).rejects.toThrow('give --labels');
    }
  });

  it('is refused where it has no words or no rows of words', async () => {
    const bytes = parquetWriteBuffer({ columnData: [{ name: 'a', data: ['x'], type: 'STRING' }] });
    await expect(readAll(parquet, place(new Uint8Array(bytes), 'x.parquet'))).rejects.toThrow('no column of words');
    await expect(readAll(parquet, place('PAR1', 'x.parquet'))).rejects.toThrow('too short');
    await expect(readAll(parquet, place('PAR1'.repeat(9), 'x.parquet'))).rejects.toThrow(UserError);
    await expect(readAll(parquet, path.join(folder, 'none.parquet'))).rejects.toThrow('none.parquet: no such file');
    await expect(readAll(parquet, folder)).rejects.toThrow('not a file');
  });

  it('believes no number or length of a damaged file: every byte in turn', async () => {
    const columnData = [
      { name: 'tokens', data: Array.from({ length: 40 }, (_, index) => (index % 2 ? ['a', 'b'] : ['a'])) },
      { name: 'ner_tags', data: Array.from({ length: 40 }, (_, index) => (index % 2 ? [0, 1] : [0])) },
    ];
    const list = (name: string, element: object) => [
      { name, num_children: 1, converted_type: 'LIST' as const, repetition_type: 'OPTIONAL' as const },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' as const },
      { name: 'element', repetition_type: 'OPTIONAL' as const, ...element },
    ];
    const original = Buffer.from(
      parquetWriteBuffer({
        columnData,
        schema: [
          { name: 'root', num_children: 2 },
          ...list('tokens', { type: 'BYTE_ARRAY', converted_type: 'UTF8' }),
          ...list('ner_tags', { type: 'INT32' }),
        ],
        codec: 'UNCOMPRESSED',
        statistics: false,
      }),
    );
    const before = process.memoryUsage().rss;
    for (const [at] of original.entries()) {
      for (const value of [0x7f, 0xff]) {
        // Three bytes in a row make lengths of millions.
        const bytes = Buffer.from(original);
        bytes.fill(value, at, Math.min(at + 3, bytes.length));
        const outcome: unknown = await readAll(parquet, write(folder, 'damaged', bytes), { labels: ['O', 'B'] }).catch(
          (error: unknown) => error,
        );
        if (outcome instanceof Error) expect(outcome, `byte ${at} as ${value}`).toBeInstanceOf(UserError);
      }
    }
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(500);
  });

  it('stops when it is told to', async () => {
    const { bytes } = await encodeAll(parquet, [textDocument('a b')]);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(readAll(parquet, place(bytes, 'x.parquet'), { signal })).rejects.toThrow('enough');
  });
});

describe.each(both)('$title', (form) => {
  it('holds sentences, documents and their ids, and counts what it cannot hold', async () => {
    const content = 'a\tNN\tB-X\nb\tNN\tI-X\n\n-DOCSTART- (d)\tO\n\nc\tNN\tO\n\nd\tNN\tB-Y\n';
    const { documents } = await readAll(conll, write(folder, 'm.tsv', content));
    const { bytes, losses } = await encodeAll(form, [
      ...documents,
      textDocument('E f.'),
      textDocument('', { id: 'e' }),
    ]);
    expect(losses).toEqual({ 'columns of words': 4, 'white space between words (documents)': 1 });
    const again = await readAll(form, place(bytes));
    expect(again.problems).toEqual([]);
    expect(again.documents.map(({ id, text }) => [id, text])).toEqual([
      ['m.tsv:1', 'a b'],
      ['d', 'c\nd'],
      ['17', 'E f .'],
      ['e', ''],
    ]);
  });

  it('is read back as it was in every scheme, whatever the words', async () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const labelled = fc.record({ word, type: fc.constantFrom(undefined, 'A', 'b c', '__proto__') });
    const document = fc.array(fc.array(labelled, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(document, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('IOB1' as const, 'IOB2' as const, 'IOBES' as const, 'BILOU' as const),
        async (given, scheme) => {
          const rows = given.flatMap((sentences, index) =>
            sentences.map((words) => ({
              id: `d ${index}`,
              ...(sentences.length > 1 ? { document_id: `d ${index}` } : {}),
              tokens: words.map((each) => each.word),
              ner_tags: words.map(({ type }) => (type === undefined ? 'O' : `B-${type}`)),
            })),
          );
          const original = await readAll(hfJsonl, place(rows.map((each) => `${JSON.stringify(each)}\n`).join('')));
          const { bytes, losses } = await encodeAll(form, original.documents, { scheme });
          expect(losses).toEqual({});
          const again = await readAll(form, place(bytes));
          expect(held(again.documents)).toBe(held(original.documents));
          expect(again.scheme?.irregular).toBe(0);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('never gives another error than one for the user that names the file, nor fills the memory', async () => {
    const { documents } = await readAll(
      conll,
      write(folder, 'f.tsv', '-DOCSTART- (a)\tO\n\nIL-2\tB-Gene\nµ\tI-Gene\n\nx\tO\n\n'.repeat(12)),
    );
    const { bytes: original } = await encodeAll(form, documents);
    const edit = fc.oneof(
      fc.record({ at: fc.nat(original.length - 1), remove: fc.nat(6), insert: fc.uint8Array({ maxLength: 6 }) }),
      fc.record({
        at: fc.nat(original.length - 1),
        remove: fc.constant(1),
        insert: fc.uint8Array({ minLength: 1, maxLength: 1 }),
      }),
    );
    const before = process.memoryUsage().rss;
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        let bytes: Uint8Array = original;
        for (const { at, remove, insert } of edits) {
          bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
        }
        const file = write(folder, 'fuzz', bytes);
        const outcome: unknown = await readAll(form, file).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toBeInstanceOf(UserError);
        expect(outcome.message.startsWith(`${file}: `)).toBe(true);
      }),
      { numRuns: Number(process.env.GERBERA_FUZZ ?? 500) },
    );
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(700);
  }, 600_000);
});

const absent = missing(corporaFolder);
describe.skipIf(absent)(absent ?? 'published corpora in the forms of Hugging Face', () => {
  it.each(both)('are written and read back without loss: $name', async (form) => {
    for (const name of ['JNLPBA/devel', 'BC5CDR-chem/test', 'linnaeus/devel']) {
      const { documents } = await readAll(conll, path.join(corporaFolder, 'bioner', `${name}.tsv.gz`));
      const { bytes, losses } = await encodeAll(form, documents);
      expect(losses, name).toEqual({});
      const file = place(bytes, `x.${form.endings[0]}`);
      expect(readFileSync(file).length).toBe(bytes.length);
      expect(held((await readAll(form, file)).documents) === held(documents), name).toBe(true);
    }
  });
});
