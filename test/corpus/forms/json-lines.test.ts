import { describe, expect, it } from 'vitest';
import { extentOf, textOf } from '../../../src/corpus/document.ts';
import type { FileForm } from '../../../src/corpus/forms/form.ts';
import { doccano } from '../../../src/corpus/forms/json-lines/doccano.ts';
import { jsonl } from '../../../src/corpus/forms/json-lines/jsonl.ts';
import { spacy } from '../../../src/corpus/forms/json-lines/spacy.ts';
import { scratchFolder, write } from '../files.ts';
import { encodeAll, readAll, textDocument } from './reading.ts';

const folder = scratchFolder();
let count = 0;
const read = (form: FileForm, ...lines: readonly unknown[]) => {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  return readAll(form, write(folder, `${count++}.jsonl`, text));
};
const failure = (reading: Promise<unknown>) =>
  reading.then(
    () => 'no error',
    (error: Error) => error.message.replace(/^.*?: /, ''),
  );
/** The only document, and what stands at its mentions. */
async function only(form: FileForm, line: unknown) {
  const { documents, problems } = await read(form, line);
  const [document] = documents;
  if (!document || documents.length > 1) throw new Error(`${documents.length} documents`);
  const mentions = document.mentions.map((mention) => `${textOf(document, mention)} ${mention.type}`);
  return { document, mentions, problems };
}

describe('our own JSON Lines', () => {
  it('need no more than a text and mentions, in code points', async () => {
    const { document, mentions } = await only(jsonl, {
      text: '𝒟-loop, IL-2 and e\u0301.',
      mentions: [
        { start: 8, end: 12, type: 'Gene' },
        { start: 0, end: 6, label: 'DNA', concepts: 'SO:1' },
        [17, 19, 'X'],
        {
          spans: [
            [0, 1],
            [8, 12],
          ],
          type: 'Parts',
          score: 0.5,
          notes: { a: 1, b: 'x' },
        },
      ],
    });
    expect(mentions).toEqual(['𝒟 IL-2 Parts', '𝒟-loop DNA', 'IL-2 Gene', 'e\u0301 X']);
    expect(document.id).toMatch(/^\d+#1$/);
    expect(document.passages).toEqual([{ start: 0, end: 21, kind: 'paragraph', notes: {}, line: 1 }]);
    expect(document.mentions[1]?.concepts).toEqual(['SO:1']);
    expect(document.mentions[0]).toMatchObject({ score: 0.5, notes: { a: '1', b: 'x' } });
  });

  it('may call mentions entities, and other members are notes', async () => {
    const { document, mentions } = await only(jsonl, {
      id: 7,
      text: 'ab',
      entities: [{ start: 0, end: 1 }],
      pmid: 12,
      notes: { x: 'y' },
    });
    expect(mentions).toEqual(['a Entity']);
    expect([document.id, document.notes]).toEqual(['7', { pmid: '12', x: 'y' }]);
  });

  it('keep what mentions, relations and passages say besides, and tell of quotations that differ', async () => {
    const { document, problems } = await only(jsonl, {
      text: 'abc',
      passages: [{ start: 0, end: 3, kind: 'title', page: 2 }],
      mentions: [
        { id: 'T', start: 0, end: 1, text: 'a', type: 'X', label: 'Y', colour: 'red' },
        { start: 1, end: 3, text: 'bd', label: 'Y' },
        [2, 3, 'Z', 'D1'],
      ],
      relations: [{ type: 'R', arguments: [{ mention: 'T' }], sure: true }],
    });
    expect(document.mentions.map(({ notes }) => notes)).toEqual([{ label: 'Y', colour: 'red' }, {}, {}]);
    expect(document.mentions[2]?.concepts).toEqual(['D1']);
    expect([document.passages[0]?.notes, document.relations[0]?.notes]).toEqual([{ page: '2' }, { sure: 'true' }]);
    expect(problems).toMatchObject([
      { kind: 'text differs', line: 1, message: 'a mention says "bd" where "bc" stands; its offsets are kept' },
    ]);
  });

  it('are read with byte order mark, CRLF and empty lines, each document with its line', async () => {
    const { documents, problems } = await read(
      jsonl,
      '\ufeff{"id":"a","text":"x"}\r',
      '',
      '{"id":"a","text":"y"}\r',
      '',
    );
    expect(documents.map(({ id, text, line }) => [id, text, line])).toEqual([
      ['a', 'x', 1],
      ['a#2', 'y', 3],
    ]);
    expect(problems.map(({ kind, line }) => [kind, line])).toEqual([['duplicate document', 3]]);
  });

  it('tell of mentions outside the text, empty, with parts that overlap, and of relations of none', async () => {
    const { mentions, problems } = await only(jsonl, {
      text: '𝒟bcd',
      mentions: [
        { id: 'T', start: 3, end: 4 },
        { start: 2, end: 5 },
        { start: 1, end: 1 },
        { start: -1, end: 1 },
        {
          spans: [
            [0, 2],
            [1, 3],
          ],
        },
      ],
      relations: [
        { type: 'R', arguments: [{ role: 'a', mention: 'T' }, { role: 'b', mention: 'U' }, { concept: 'D' }] },
      ],
    });
    expect(mentions).toEqual(['𝒟bc Entity', 'd Entity']);
    expect(problems.map(({ kind }) => kind)).toEqual([
      'outside the text',
      'empty span',
      'outside the text',
      'other',
      'dangling reference',
    ]);
  });

  it.each<readonly [unknown, string]>([
    ['{"text":"a"', 'line 1, column 12: invalid JSON: expected a comma or }'],
    ['{"text":"a","text":"b"}', 'line 1, column 13: invalid JSON: the key "text" comes twice'],
    [
      '[\n{"text":"a"}\n]',
      'line 1: a value that goes on in the next line; each document must be on a line of its own (JSON Lines)',
    ],
    ['[]', 'line 1: a document must be an object, not an array'],
    [{ text: 1.5, mentions: 'x' }, 'line 1: "mentions" must be an array, not a string'],
    [{ mentions: [] }, 'line 1: "text" must be a string, not absent'],
    [
      { text: 'a', mentions: [{ start: '0', end: 1 }] },
      'line 1: "start" of a mention must be a whole number, not a string',
    ],
    [{ text: 'a', mentions: [{ start: 0, end: 0.5 }] }, 'line 1: "end" of a mention must be a whole number, not 0.5'],
    [
      { text: 'a', mentions: [{ start: 0, end: 1, score: 2 }] },
      'line 1: "score" of a mention must be a number from 0 to 1',
    ],
    [
      { text: 'a', mentions: [], entities: [] },
      'line 1: it has both "mentions" and "entities", which are names for the same; keep one',
    ],
    [
      {
        text: 'a b',
        sentences: [
          {
            start: 0,
            end: 3,
            words: [
              [0, 1],
              [0, 3],
            ],
          },
        ],
      },
      'line 1: words of a sentence must be in order, disjoint, not empty and inside it',
    ],
    [
      { text: 'a b', sentences: [{ start: 0, end: 3, words: [[0, 1]], labels: ['O', 'O'] }] },
      'line 1: a sentence has 1 words and 2 labels; it must have as many',
    ],
    [
      { text: 'a', sentences: [{ start: 0, end: 1, words: [[0, 1]], labels: ['Q-x'] }] },
      'line 1: "Q-x" is no label: expected O, or B-type, I-type, E-type or S-type',
    ],
    ['', 'there is no document in it'],
  ])('refuse %j', async (line, message) => {
    expect(await failure(read(jsonl, line))).toBe(message);
  });

  it('say what to do with what gerbera annotate prints by itself', async () => {
    const entity = { document: 'x.md', start: 0, end: 4, text: 'IL-2', type: 'Gene', score: 0.9 };
    expect(jsonl.matches(`${JSON.stringify(entity)}\n`)).toBe(true);
    expect(await failure(read(jsonl, entity))).toMatch(/^line 1: .*gerbera annotate --format jsonl/);
  });

  it('refuse documents whose mentions go by the name of another form', async () => {
    expect(await failure(read(jsonl, { text: 'abc', label: [[0, 1, 'X']] }))).toContain('say --from doccano');
    expect(await failure(read(jsonl, { text: 'abc', spans: [{ start: 0, end: 1 }] }))).toContain('say --from spacy');
    const { documents } = await read(jsonl, { text: 'abc', label: 'good', spans: [] });
    expect(documents).toHaveLength(1);
  });
});

describe("Prodigy's examples", () => {
  const example = {
    text: '𝒟 IL-2\nis it',
    _input_hash: -12,
    meta: { source: 'x', n: 3 },
    tokens: [
      { text: '𝒟', start: 0, end: 1, id: 0, ws: true },
      { text: 'IL-2', start: 2, end: 6, id: 1, ws: false },
      { text: '\n', start: 6, end: 7, id: 2, ws: false },
      { text: 'is', start: 7, end: 9, id: 3, ws: true },
      { text: 'it', start: 10, end: 12, id: 4, ws: false },
    ],
    spans: [
      { start: 2, end: 6, token_start: 1, token_end: 1, label: 'Gene', kb_id: 'D1', text: 'IL-2' },
      { start: 10, end: 12, token_start: 4, token_end: 4, label: 'Pronoun', extra: true },
      { start: 2, end: 6, token_start: 1, token_end: 1, label: 'Protein' },
    ],
    relations: [
      {
        head: 4,
        child: 1,
        label: 'COREF',
        head_span: { start: 10, end: 12, label: 'Pronoun' },
        child_span: { start: 2, end: 6, label: 'Protein' },
      },
    ],
    answer: 'accept',
  };

  it('give mentions, words in lines, relations and notes, and come back', async () => {
    const { document, mentions, problems } = await only(spacy, example);
    expect(problems).toEqual([]);
    expect(mentions).toEqual(['IL-2 Gene', 'IL-2 Protein', 'it Pronoun']);
    expect(
      document.sentences?.map(({ words }) => words.map(({ start, end }) => document.text.slice(start, end))),
    ).toEqual([
      ['𝒟', 'IL-2'],
      ['is', 'it'],
    ]);
    const [relation] = document.relations;
    const named = relation?.arguments.map(({ id }) => document.mentions.find((mention) => mention.id === id)?.type);
    expect([relation?.type, named]).toEqual(['COREF', ['Pronoun', 'Protein']]);
    expect(document.notes).toEqual({ _input_hash: '-12', source: 'x', n: '3' });
    const { bytes, losses } = await encodeAll(spacy, [document]);
    expect(losses).toEqual({});
    const written = JSON.parse(bytes.toString());
    expect(written).toMatchObject({
      _input_hash: -12,
      meta: { source: 'x' },
      answer: 'accept',
      relations: [{ head: 3, child: 1, label: 'COREF' }],
    });
    expect(written.spans[0]).toEqual({ start: 2, end: 6, token_start: 1, token_end: 1, label: 'Gene', kb_id: 'D1' });
    expect((await only(spacy, bytes.toString().trim())).document).toEqual({
      ...document,
      file: expect.anything(),
      id: document.id,
    });
  });

  it('that were rejected are told and left out', async () => {
    const { documents, problems } = await read(spacy, { ...example, answer: 'reject' }, example, {
      ...example,
      answer: 'ignore',
    });
    expect(documents).toHaveLength(1);
    expect(problems.map(({ line, message }) => [line, message])).toEqual([
      [1, 'the answer is "reject", not "accept"; the example is left out'],
      [3, 'the answer is "ignore", not "accept"; the example is left out'],
    ]);
  });

  it('tell of quotations that differ and relations of words', async () => {
    const { problems, document } = await only(spacy, {
      text: 'ab cd',
      spans: [{ start: 0, end: 2, label: 'X', text: 'cd' }],
      relations: [{ head: 0, child: 1, label: 'nsubj' }],
    });
    expect(problems.map(({ kind }) => kind)).toEqual(['text differs', 'dangling reference']);
    expect(document.relations).toEqual([]);
  });

  it('may be training data of spaCy', async () => {
    const line = [
      '𝒟 IL-2',
      {
        entities: [
          [2, 6, 'Gene', 'D1'],
          [0, 6, 'X'],
        ],
      },
    ];
    expect(spacy.matches(JSON.stringify(line))).toBe(true);
    const { mentions, document } = await only(spacy, line);
    expect(mentions).toEqual(['𝒟 IL-2 X', 'IL-2 Gene']);
    expect(document.mentions[1]?.concepts).toEqual(['D1']);
  });

  it.each<readonly [unknown, string]>([
    [{ text: 'a', spans: [{ start: 0 }] }, 'line 1: "end" of a span must be a whole number, not absent'],
    [['a', 7], "line 1: the example's second part must be an object, not 7"],
    [{ text: 'a', tokens: [{ start: 0, end: 3 }] }, 'line 1: tokens must be in order, disjoint and inside the text'],
    [{ spans: [] }, 'line 1: "text" must be a string, not absent'],
  ])('refuse %j', async (line, message) => {
    expect(await failure(read(spacy, line))).toBe(message);
  });
});

describe("doccano's lines", () => {
  it('have labels, and notes in other members', async () => {
    const line = {
      id: 5,
      data: '𝒟 IL-2',
      label: [
        [2, 6, 'Gene'],
        [0, 6, 'X'],
      ],
      source: 'y',
      Comments: [],
    };
    const { document, mentions } = await only(doccano, line);
    expect(mentions).toEqual(['𝒟 IL-2 X', 'IL-2 Gene']);
    const { bytes, losses } = await encodeAll(doccano, [document]);
    expect(losses).toEqual({});
    expect(JSON.parse(bytes.toString())).toEqual({
      id: 5,
      text: '𝒟 IL-2',
      label: [
        [0, 6, 'X'],
        [2, 6, 'Gene'],
      ],
      source: 'y',
      Comments: [],
    });
  });

  it('may have entities and relations, which come back with their numbers', async () => {
    const line = {
      id: 5,
      text: 'ab cd',
      entities: [
        { id: 11, label: 'X', start_offset: 0, end_offset: 2 },
        { id: 12, label: 'Y', start_offset: 3, end_offset: 5 },
      ],
      relations: [{ id: 11, from_id: 12, to_id: 11, type: 'R' }],
      Comments: [],
    };
    expect(doccano.matches(JSON.stringify(line))).toBe(true);
    const { document, problems } = await only(doccano, line);
    expect(problems).toEqual([]);
    const { bytes, losses } = await encodeAll(doccano, [document]);
    expect(losses).toEqual({});
    expect(JSON.parse(bytes.toString())).toEqual(line);
  });

  it('may have annotations with numbers for labels, as older exports have, and more in them', async () => {
    const annotations = [{ label: 3, start_offset: 0, end_offset: 2, user: 1 }];
    const line = { id: 5, text: 'ab cd', meta: {}, annotation_approver: null, annotations };
    expect([doccano.matches(JSON.stringify(line)), jsonl.matches(JSON.stringify(line))]).toEqual([true, true]);
    const { document, mentions } = await only(doccano, line);
    expect(mentions).toEqual(['ab 3']);
    expect(document.mentions[0]?.notes).toEqual({ user: '1' });
  });

  it('count what they cannot hold', async () => {
    const document = textDocument('ab cd ef', {
      mentions: [
        {
          id: 'T1',
          spans: [
            { start: 0, end: 2 },
            { start: 6, end: 8 },
          ],
          type: 'X',
          concepts: ['D1', 'D2'],
          notes: { a: 'b' },
          score: 1,
          line: 1,
        },
        { id: 'T2', spans: [{ start: 3, end: 5 }], type: 'Y', concepts: [], notes: {}, line: 1 },
      ],
      relations: [
        {
          id: 'R1',
          type: 'R',
          arguments: [
            { role: 'Arg1', kind: 'mention', id: 'T1' },
            { role: 'Arg2', kind: 'mention', id: 'T2' },
          ],
          notes: {},
          line: 1,
        },
        { id: '', type: 'Q', arguments: [{ role: 'Arg1', kind: 'concept', id: 'D1' }], notes: {}, line: 1 },
      ],
      notes: { text: 'taken', free: 'x' },
    });
    const { bytes, losses } = await encodeAll(doccano, [document]);
    expect(losses).toEqual({
      relations: 1,
      'discontinuous mentions': 1,
      'concepts of mentions': 2,
      'notes of mentions': 1,
      scores: 1,
      'notes of documents': 1,
      'ids of mentions': 2,
      'ids of relations': 1,
      'roles in relations': 1,
    });
    const again = await only(doccano, bytes.toString().trim());
    expect(again.document.mentions.map(extentOf)).toEqual([
      { start: 0, end: 8 },
      { start: 3, end: 5 },
    ]);
    expect(again.document.relations[0]?.arguments.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it.each<readonly [unknown, string]>([
    [
      { text: 'a', label: ['positive'] },
      'line 1: "label" has labels of the whole text, not of mentions: expected [[start, end, label], …]',
    ],
    [{ text: 'a', label: [[0, 'x', 'L']] }, 'line 1: end of a label must be a whole number, not a string'],
    [{ text: 'a', entities: [7] }, 'line 1: an entity must be an object, not 7'],
  ])('refuse %j', async (line, message) => {
    expect(await failure(read(doccano, line))).toBe(message);
  });
});
