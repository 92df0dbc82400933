import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { AnnotatedDocument, AnnotatedMention } from '../../../src/corpus/document.ts';
import { conll } from '../../../src/corpus/forms/conll/conll.ts';
import type { Scheme } from '../../../src/corpus/scheme.ts';
import { headOf } from '../../../src/files/head.ts';
import { corporaFolder, missing, sampleOf } from '../../support/shared.ts';
import { scratchFolder, write } from '../files.ts';
import { encodeAll, readAll, textDocument, wordsAndMentions } from './reading.ts';

const folder = scratchFolder();
const schemes: readonly Scheme[] = ['IOB1', 'IOB2', 'IOBES', 'BILOU'];

let count = 0;
const place = (content: string | Uint8Array, name = 'x.tsv') => write(folder, `${count++}-${name}`, content);
const read = (content: string | Uint8Array, defaultType?: string) =>
  readAll(conll, place(content), defaultType === undefined ? {} : { defaultType });
const mention = (
  start: number,
  end: number,
  type = 'Gene',
  more: Partial<AnnotatedMention> = {},
): AnnotatedMention => ({
  id: '',
  spans: [{ start, end }],
  type,
  concepts: [],
  notes: {},
  line: 1,
  ...more,
});

describe('documents of CoNLL', () => {
  it('are the sentences, where no line divides documents', async () => {
    const content = 'IL-2\tNN\tB-Gene\ngene\tNN\tI-Gene\n\n\nµ\tX\tO\n𝒟\tX\tB-DNA\n';
    const file = place(content);
    const { documents, problems, scheme, sha256 } = await readAll(conll, file);
    const name = path.basename(file);
    expect(documents).toEqual([
      {
        id: `${name}:1`,
        text: 'IL-2 gene',
        passages: [{ start: 0, end: 9, kind: 'paragraph', notes: {}, line: 1 }],
        mentions: [mention(0, 9)],
        relations: [],
        sentences: [
          {
            start: 0,
            end: 9,
            words: [
              { start: 0, end: 4 },
              { start: 5, end: 9 },
            ],
            labels: [
              { mark: 'B', type: 'Gene' },
              { mark: 'I', type: 'Gene' },
            ],
            columns: [['NN'], ['NN']],
            line: 1,
            wordPerLine: true,
          },
        ],
        notes: {},
        file,
        line: 1,
      },
      expect.objectContaining({
        id: `${name}:5`,
        text: 'µ 𝒟',
        mentions: [mention(2, 4, 'DNA', { line: 6 })],
        line: 5,
      }),
    ]);
    expect(problems).toEqual([]);
    expect(scheme).toEqual({ scheme: 'IOB2', irregular: 0 });
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it.each([
    ['-DOCSTART- -X- O\n\na x O\n\nb x B-T\n\n-DOCSTART- -X- -X- O\n\nc x O\n', ['NAME:1: a|b', 'NAME:7: c']],
    ['-DOCSTART- (1 EU)\tO\n\na\tO\n\n-DOCSTART-\tPMID7\tO\n\nb\tO\n', ['1 EU: a', 'PMID7: b']],
    ['-DOCSTART- (-DOCSTART- O)\tO\n\na\tO\n', ['-DOCSTART- O: a']],
    ['a\tO\n\nb\tO\n\n###MEDLINE:95369245\n\nc\tO\n\nd\tO\n', ['NAME:1: a', 'NAME:3: b', '95369245: c|d']],
    ['# newdoc id = d1\n# sent_id = 1\na\tO\n\n# sent_id = 2\nb\tO\n\n# newdoc\nc\tO\n', ['d1: a|b', 'NAME:8: c']],
    ['# doc_id = d1\na\tO\n\n# doc_id = d1\nb\tO\n\n# doc_id = d2\nc\tO\n', ['d1: a|b', 'd2: c']],
    ['# id 5ff3 domain=en\na\tO\n\n# id = s2\nb\tO\n\nc\tO\n', ['5ff3: a', 's2: b', 'NAME:7: c']],
    ['-DOCSTART- O\n-DOCSTART- (empty) O\n\n-DOCSTART- (y) O\na O\n', ['y: a']],
  ])('are divided in %j', async (content, expected) => {
    const file = place(content);
    const { documents } = await readAll(conll, file);
    const shown = documents.map(({ id, text }) => `${id.replace(path.basename(file), 'NAME')}: ${text}`);
    expect(shown.map((each) => each.replaceAll('\n', '|'))).toEqual(expected);
  });

  it('tell of comments that are not kept, and of numbers in the place of words', async () => {
    const { problems } = await read('# sent_id = 1\n# text = a cc\n# checked by K.\na\tO\nb\tO\n');
    expect(problems).toMatchObject([{ kind: 'other', line: 3, message: 'the comment "# checked by K." is not kept' }]);
    const numbered = '1\ta\tB-X\n2\tb\tO\n\n1\tc\tO\n';
    const told = (await read(numbered)).problems.map(({ line, message }) => `${line}: ${message.slice(0, 34)}`);
    expect(told).toEqual(['1: the first column counts the words,']);
    expect((await read(`${numbered}\n5\td\tO\n`)).problems).toEqual([]);
    expect((await read('1\tO\n2\tO\n')).problems).toEqual([]);
  });

  it('tell of labels that break the scheme, with their lines, and read their mentions', async () => {
    const { documents, problems, scheme } = await read('a\tB-X\nb\tO\nc\tB-X\n\nd\tI-X\ne\tI-Y\n');
    expect(scheme).toEqual({ scheme: 'IOB2', irregular: 2 });
    expect(problems.map(({ kind, line }) => [kind, line])).toEqual([
      ['irregular label', 5],
      ['irregular label', 6],
    ]);
    expect(problems[0]?.message).toContain('IOB2');
    expect(documents[1]?.mentions.map(({ type, line }) => [type, line])).toEqual([
      ['X', 5],
      ['Y', 6],
    ]);
    const ends = await read('a\tB-X\nb\tO\nc\tS-X\nd\tE-X\n');
    expect(ends.scheme).toEqual({ scheme: 'IOBES', irregular: 2 });
    expect(ends.problems.map(({ line }) => line)).toEqual([1, 4]);
  });

  it('tell how many labels break the scheme where there are too many to list', async () => {
    const file = place(`${'a\tS-X\nb\tE-X\n\n'.repeat(100_010)}`);
    let problems = 0;
    let last = '';
    const onProblem = ({ message }: { message: string }) => {
      problems++;
      last = message;
    };
    let scheme = {};
    const onScheme = (found: object) => {
      scheme = found;
    };
    for await (const _ of conll.read(file, { onProblem, onScheme }));
    expect(scheme).toEqual({ scheme: 'IOBES', irregular: 100_010 });
    expect([problems, last]).toEqual([100_001, 'and 10 more labels that IOBES does not have so']);
  });

  it('give bare labels the default type', async () => {
    const { documents } = await read('a B\nb I\n', 'Disease');
    expect(documents[0]?.mentions).toEqual([mention(0, 3, 'Disease')]);
  });

  it.each([
    ['a line without a label', 'a\tO\nb\n', 'line 2: expected a word and its label'],
    ['nothing', '\n\n', 'there is no sentence in it'],
    ['documents without a sentence', '-DOCSTART- O\n', 'there is no sentence in it'],
  ])('are refused with %s', async (_, content, message) => {
    const file = place(content);
    await expect(readAll(conll, file)).rejects.toThrow(`${file}: ${message}`);
    await expect(readAll(conll, file)).rejects.toThrow(UserError);
  });

  it('are given while the file is read, and stop when they are told to', async () => {
    const file = place(`${'word\tB-X\n\n'.repeat(100_000)}wrong\n`);
    const stop = new AbortController();
    let given = 0;
    const reading = async () => {
      for await (const _ of conll.read(file, { signal: stop.signal }))
        if (++given === 10) stop.abort(new Error('enough'));
    };
    await expect(reading()).rejects.toThrow('enough');
    expect(given).toBeLessThan(100_000);
  });

  it.each([
    ['a\tO\nb\tB-Gene\n', true],
    ['-DOCSTART- -X- O\n\nEU NNP I-ORG\n', true],
    ['# id = 1\na b c B-X\n', true],
    ['a\tO\nb\tB-Gene\nc\tX\n', true],
    ['', false],
    ['Aspirin reduces fever.\nIt is cheap.\n', false],
    ['1|t|Title\n1|a|Abstract\n1\t0\t5\tTitle\tGene\t1\n', false],
    ['{"tokens": ["a"], "ner_tags": [0]}\n', false],
    ['<?xml version="1.0"?>\n<collection/>\n', false],
  ])('are told by their beginning: %j', (head, expected) => {
    expect(conll.matches(head)).toBe(expected);
  });
});

describe('writing CoNLL', () => {
  it.each([
    ['IOB1', 'I-A I-A B-A I-B O I-A'],
    ['IOB2', 'B-A I-A B-A B-B O B-A'],
    ['IOBES', 'B-A E-A S-A S-B O S-A'],
    ['BILOU', 'B-A L-A U-A U-B O U-A'],
  ] as const)('gives labels of %s', async (scheme, expected) => {
    const { documents } = await read('u\tB-A\nv\tI-A\nw\tB-A\nx\tB-B\ny\tO\nz\tB-A\n');
    const { bytes, losses } = await encodeAll(conll, documents, { scheme });
    const labels = expected.split(' ');
    expect(bytes.toString()).toBe(`${[...'uvwxyz'].map((word, index) => `${word}\t${labels[index]}\n`).join('')}\n`);
    expect(losses).toEqual({});
    expect((await read(bytes)).scheme).toEqual({ scheme, irregular: 0 });
  });

  it('gives columns back, and divides documents only where one has more than one sentence', async () => {
    const plain = 'a\tNN\tO\n\nb\tNN\tB-X\n\n';
    expect((await encodeAll(conll, (await read(plain)).documents)).bytes.toString()).toBe(plain);
    const divided = '-DOCSTART- (d)\t-X-\tO\n\na\tNN\tO\n\nb\tNN\tB-X\n\n-DOCSTART-\t-X-\tO\n\nc\tNN\tO\n\n';
    expect((await encodeAll(conll, (await read(divided)).documents)).bytes.toString()).toBe(divided);
  });

  it('counts what it cannot hold', async () => {
    const text = 'Breast and ovarian cancers.';
    const document = textDocument(text, {
      mentions: [
        mention(0, 25, 'Disease', {
          spans: [
            { start: 0, end: 6 },
            { start: 19, end: 25 },
          ],
          id: 'T1',
        }),
        mention(0, 6, 'Part', { concepts: ['D1', 'D2'], score: 0.5, notes: { a: 'b' } }),
        mention(11, 26, 'Disease'),
        mention(26, 27, 'Mark'),
      ],
      relations: [{ id: 'R1', type: 'r', arguments: [], notes: {}, line: 1 }],
      notes: { year: '2024' },
      passages: [{ start: 0, end: text.length, kind: 'title', notes: { x: 'y' }, line: 1 }],
    });
    const { bytes, losses } = await encodeAll(conll, [document]);
    expect(bytes.toString()).toBe(
      '-DOCSTART- (17)\tO\n\nBreast\tB-Disease\nand\tI-Disease\novarian\tI-Disease\ncancers\tI-Disease\n.\tB-Mark\n\n',
    );
    expect(losses).toEqual({
      'discontinuous mentions (held from start to end)': 1,
      'bounds inside a word (the whole word is held)': 1,
      'overlapping mentions': 2,
      'ids of mentions': 1,
      'concepts of mentions': 2,
      scores: 1,
      'notes of mentions': 1,
      'notes of documents': 1,
      relations: 1,
      'bounds and kinds of passages': 1,
      'white space between words (documents)': 1,
    });
  });

  it('changes words that would divide lines or documents, and says so', async () => {
    const { documents } = await read('a\tO\nb\tB-X\n');
    const [document] = documents as [AnnotatedDocument];
    const { bytes, losses } = await encodeAll(conll, [{ ...document, text: '\t b' }]);
    expect(bytes.toString()).toBe(' \tO\nb\tB-X\n\n');
    expect(losses).toEqual({ 'words that CoNLL cannot hold (changed)': 1 });
  });

  it('is read back as it was in every scheme, whatever the words', async () => {
    const word = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 12 })
      .filter((text) => !/[\t\n\r\0]/.test(text) && !/^(###MEDLINE:|-DOCSTART-$)/.test(text) && !isLone(text));
    const label = fc.constantFrom('O', 'B-A', 'I-A', 'B-b c', 'I-b c', 'B-__proto__');
    const row = fc.record({ word, column: fc.constantFrom('NN', '-', 'a b'), label });
    const sentence = fc.array(row, { minLength: 1, maxLength: 8 });
    const document = fc.array(sentence, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 4 }), fc.boolean(), async (given, marked) => {
        const content = given
          .map((sentences, index) => {
            const rows = sentences.map((each) =>
              each.map((line) => `${line.word}\t${line.column}\t${line.label}\n`).join(''),
            );
            return `${marked ? `-DOCSTART- (d ${index})\tO\n` : ''}${rows.join('\n')}\n`;
          })
          .join('');
        const original = await read(`\ufeff${content}`);
        for (const scheme of schemes) {
          const { bytes, losses } = await encodeAll(conll, original.documents, { scheme });
          const again = await read(bytes);
          const withoutIds = (reading: typeof again) =>
            wordsAndMentions(reading.documents).map(({ sentences, mentions }) => ({ sentences, mentions }));
          expect(withoutIds(again)).toEqual(withoutIds(original));
          const lost = losses['ids of documents of one sentence'] ?? 0;
          expect(Object.keys(losses).length).toBe(lost > 0 ? 1 : 0);
          expect(again.scheme?.irregular).toBe(0);
          expect((await encodeAll(conll, again.documents, { scheme })).bytes).toEqual(bytes);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function isLone(text: string): boolean {
  return Buffer.from(text).toString() !== text;
}

describe('a damaged file', () => {
  it('never gives another error than one for the user that names the file', async () => {
    const original = Buffer.from(
      '-DOCSTART- (a)\tO\n\nIL-2\tB-Gene\nµ\tI-Gene\n\n# id = 1\nx\tO\n\n###MEDLINE:5\n\ny\tB-𝒟\n'.repeat(3),
    );
    const edit = fc.record({
      at: fc.nat(original.length),
      remove: fc.nat(20),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 6 }),
        fc.constantFrom('\t', '\n', '# ', '-DOCSTART-', 'B-').map(Buffer.from),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        let bytes: Uint8Array = original;
        for (const { at, remove, insert } of edits) {
          bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
        }
        const file = write(folder, 'fuzz.tsv', bytes);
        const outcome: unknown = await readAll(conll, file).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toBeInstanceOf(UserError);
        expect(outcome.message.startsWith(`${file}: `)).toBe(true);
      }),
      { numRuns: Number(process.env.GERBERA_FUZZ ?? 300) },
    );
  }, 600_000);
});

const absent = missing(corporaFolder);
describe.skipIf(absent)(absent ?? 'published corpora in CoNLL', () => {
  it('are written and read back without loss', async () => {
    const files = ['bioner', 'general'].flatMap((group) =>
      readdirSync(path.join(corporaFolder, group), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.tsv.gz'))
        .map((name) => path.join(corporaFolder, group, name)),
    );
    expect(files.length).toBeGreaterThan(40);
    for (const [index, file] of sampleOf(files).entries()) {
      expect(conll.matches(await headOf(file)), file).toBe(true);
      const { documents } = await readAll(conll, file);
      const expected = held(documents);
      // One scheme a file, unless all is asked for: a scheme's rules do not depend on the corpus.
      const tried = process.env.GERBERA_FUZZ ? schemes : schemes.slice(index % 4, (index % 4) + 1);
      for (const scheme of tried) {
        const { bytes, losses } = await encodeAll(conll, documents, { scheme });
        expect(losses, file).toEqual({});
        const again = await readAll(conll, write(folder, 'again.tsv', bytes));
        expect(again.scheme?.irregular, file).toBe(0);
        expect(held(again.documents) === expected, `${file} in ${scheme}`).toBe(true);
      }
    }
  }, 600_000);

  function held(documents: readonly AnnotatedDocument[]): string {
    return JSON.stringify(wordsAndMentions(documents).map(({ sentences, mentions }) => [sentences, mentions]));
  }
});
