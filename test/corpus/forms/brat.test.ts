import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { type AnnotatedDocument, textOf } from '../../../src/corpus/document.ts';
import { brat } from '../../../src/corpus/forms/brat/brat.ts';
import { type CorpusProblem, LossTally } from '../../../src/corpus/problems.ts';
import { scratchFolder } from '../files.ts';
import { edits, line, mentionsIn, mutated, withoutPlaces } from './arbitrary.ts';
import { textDocument } from './reading.ts';

const scratch = scratchFolder();
let count = 0;

/** A folder with files in it. */
function place(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = path.join(scratch, String(count++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
  return folder;
}

async function read(folder: string): Promise<{ documents: AnnotatedDocument[]; problems: CorpusProblem[] }> {
  const problems: CorpusProblem[] = [];
  const documents: AnnotatedDocument[] = [];
  for await (const document of brat.read(folder, { onProblem: (problem) => problems.push(problem) })) {
    documents.push(document);
  }
  return { documents, problems };
}

function written(documents: readonly AnnotatedDocument[]) {
  const losses = new LossTally();
  const files = documents.flatMap((document) => [...brat.files(document, { losses })]);
  return { files: Object.fromEntries(files), losses: Object.fromEntries(losses.counts()) };
}

const text = '𝒟-loop and\nMénière’s left or right ear.\n\nIL-2 binds it.\n';
const annotations = [
  'T1\tDNA 0 6\t𝒟-loop',
  'T2\tDisease 11 20\tMénière’s',
  'T3\tPart 21 25;35 38\tleft ear',
  'T7\tGene 41 45\tIL-2',
  'T8\tBinding 46 51\tbinds',
  'R1\tAffects Arg1:T2 Arg2:T3',
  'E1\tBinding:T8 Theme:T7 Site2:T1',
  'E2\tRegulation:T8 Theme:E1',
  '*\tEquiv T2 T3',
  'N1\tReference T2 MESH:D008575\tMeniere Disease',
  'N2\tReference T2 Concept:local\tMénière’s',
  'A1\tNegation T3',
  'A2\tSpeculation E1 high',
  '#1\tAnnotatorNotes T2\tsee the guide; line 3',
  '#2\tAnnotatorNotes R1\tsure',
  '',
].join('\n');

describe('a document of brat', () => {
  it('has its lines, mentions, relations, events, concepts and notes', async () => {
    const folder = place({ 'a.txt': text, 'a.ann': annotations });
    const { documents, problems } = await read(folder);
    expect(problems).toEqual([]);
    const [document] = documents;
    expect(document).toEqual(
      expect.objectContaining({
        ...{ id: 'a', text, notes: {}, line: 1 },
        ...{ file: path.join(folder, 'a.txt'), annotationFile: path.join(folder, 'a.ann') },
      }),
    );
    expect(document?.passages.map(({ start, end, line: at, column }) => [text.slice(start, end), at, column])).toEqual([
      ['𝒟-loop and', 1, 0],
      ['Ménière’s left or right ear.', 2, 0],
      ['IL-2 binds it.', 4, 0],
    ]);
    expect(
      document?.mentions.map((each) => [each.id, textOf({ text }, each), each.type, each.concepts, each.notes]),
    ).toEqual([
      ['T1', '𝒟-loop', 'DNA', [], {}],
      [
        ...['T2', 'Ménière’s', 'Disease', ['MESH:D008575', 'local']],
        { 'name of MESH:D008575': 'Meniere Disease', AnnotatorNotes: 'see the guide; line 3' },
      ],
      ['T3', 'left ear', 'Part', [], { Negation: '' }],
      ['T7', 'IL-2', 'Gene', [], {}],
      ['T8', 'binds', 'Binding', [], {}],
    ]);
    expect(
      document?.relations.map(({ id, type, arguments: all, notes }) => [
        ...[id, type, all.map(({ role, id: of }) => `${role}:${of}`).join(' '), notes],
      ]),
    ).toEqual([
      ['R1', 'Affects', 'Arg1:T2 Arg2:T3', { AnnotatorNotes: 'sure' }],
      ['E1', 'Binding', 'Trigger:T8 Theme:T7 Site2:T1', { Speculation: 'high' }],
      ['E2', 'Regulation', 'Trigger:T8 Theme:E1', {}],
      ['', 'Equiv', ':T2 :T3', {}],
    ]);
  });

  it('is written back with all that it had', async () => {
    const { documents } = await read(place({ 'a.txt': text, 'a.ann': annotations }));
    const { files, losses } = written(documents);
    expect(losses).toEqual({});
    expect(files['a.txt']).toBe(text);
    expect(files['a.ann']?.split('\n').toSorted()).toEqual(annotations.split('\n').toSorted());
    const again = await read(place(files));
    expect(again.problems).toEqual([]);
    expect(withoutPlaces(again.documents)).toEqual(withoutPlaces(documents));
  });

  it('may have its annotations in several files', async () => {
    const [mentions, others] = [/^T[^8]/, /^(?!T[^8])/].map((kind) =>
      annotations
        .split('\n')
        .filter((each) => kind.test(each))
        .join('\n'),
    );
    const folder = place({ 'a.txt': text, 'a.a1': mentions ?? '', 'a.a2': others ?? '' });
    const { documents, problems } = await read(folder);
    expect(problems).toEqual([]);
    expect(withoutPlaces(documents)).toEqual(
      withoutPlaces((await read(place({ 'a.txt': text, 'a.ann': annotations }))).documents),
    );
  });

  it('may count Windows line ends as one or two, and a byte order mark or not', async () => {
    const windows = text.replaceAll('\n', '\r\n');
    const shifted = annotations.replaceAll(/(T\d\t\w+) (\d+) (\d+)(?:;(\d+) (\d+))?/g, (_, name, ...offsets) => {
      const lines = (offset: number) => (offset >= 41 ? 3 : offset >= 11 ? 1 : 0);
      const [a, b, c, d] = offsets.slice(0, 4).map((offset) => Number(offset) + lines(Number(offset)));
      return c === undefined || Number.isNaN(c) ? `${name} ${a} ${b}` : `${name} ${a} ${b};${c} ${d}`;
    });
    for (const [content, ann] of [
      [windows, annotations.replaceAll('\n', '\r\n')],
      [windows, shifted],
      [`\ufeff${text}`, annotations],
      [`\ufeff${windows}`, shifted],
    ] as const) {
      const { documents, problems } = await read(place({ 'a.txt': content, 'a.ann': ann }));
      expect(problems).toEqual([]);
      expect(documents[0]?.mentions.map((each) => textOf(documents[0] as AnnotatedDocument, each))).toEqual([
        ...['𝒟-loop', 'Ménière’s', 'left ear', 'IL-2', 'binds'],
      ]);
      expect(documents[0]?.passages.map(({ line: at }) => at)).toEqual([1, 2, 4]);
    }
  });

  it.each([
    ['T1\tX 1 7\t𝒟-loop', 'text differs', 'moved to 0 6', ['𝒟-loop']],
    ['T1\tX 0 6\t𝒟-LOOP', 'text differs', 'kept there', ['𝒟-loop']],
    ['T1\tX 0 6\tother', 'text differs', 'left out', []],
    ['T1\tX 21 25;35 38\tleft, ear', 'text differs', 'kept there', ['left ear']],
    ['T1\tX 21 25;35 38\tleft nose', 'text differs', 'left out', []],
    ['T1\tX 800 806\t𝒟-loop', 'outside the text', 'left out', []],
    ['T1\tX 3 3\t', 'empty span', 'left out', []],
    ['T1\tX 0 6;8 8\t𝒟-loop', 'empty span', 'without what is empty', ['𝒟-loop']],
    ['T1\tX 0 6\t𝒟-loop\nT1\tY 0 6\t𝒟-loop', 'duplicate id', 'read as T1#2', ['𝒟-loop', '𝒟-loop']],
    [
      'T1\tX 0 6\t𝒟-loop\nR1\tBinds Arg1:T1 Arg2:T9',
      'dangling reference',
      '"T9", which is not there; kept',
      ['𝒟-loop'],
    ],
    ['A1\tNegation T5', 'dangling reference', 'no "T5"', []],
    ['#1\tAnnotatorNotes T5\tx', 'dangling reference', 'no "T5"', []],
    ['T1 X 0 6 𝒟-loop', 'other', 'no annotation that is known; left out', []],
    ['X1\tX 0 6\t𝒟-loop', 'other', 'no annotation that is known; left out', []],
  ])('with %j is told of it', async (ann, kind, message, texts) => {
    const folder = place({ 'a.txt': text, 'a.ann': `\n${ann}\n` });
    const { documents, problems } = await read(folder);
    const [document] = documents;
    expect(document?.mentions.map((each) => textOf({ text }, each))).toEqual(texts);
    expect(problems).toEqual([
      {
        ...{ kind, file: path.join(folder, 'a.ann'), line: ann.split('\n').length + 1 },
        message: expect.stringContaining(message),
      },
    ]);
  });

  it('tells of folders of annotations in it, which are not read', async () => {
    const folder = place({ 'a.txt': text, 'a.ann': '' });
    for (const name of ['more', 'pictures']) mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, 'more', 'b.ann'), '');
    const { documents, problems } = await read(folder);
    expect(documents.map(({ id }) => id)).toEqual(['a']);
    const message = 'a folder of annotations in this one; passed over, read it by itself';
    expect(problems).toEqual([{ kind: 'other', file: path.join(folder, 'more'), line: 1, message }]);
  });

  it('is told of where its text or its annotations are missing', async () => {
    const folder = place({ 'a.txt': text, 'a.ann': '', 'README.txt': 'x', 'b.ann': '' });
    const { documents, problems } = await read(folder);
    expect(documents.map(({ id }) => id)).toEqual(['a']);
    expect(problems.map(({ file }) => path.basename(file))).toEqual(['README.txt', 'b.ann']);
    await expect(read(place({ 'a.txt': text }))).rejects.toThrow('there is no annotation file');
    await expect(read(place({ 'a.ann': '' }))).rejects.toThrow('none of its annotation files has its text');
    const latin = place({ 'a.txt': Buffer.from('a\nb\xff', 'latin1'), 'a.ann': '' });
    await expect(read(latin)).rejects.toThrow(
      `${path.join(latin, 'a.txt')}: line 2: not text in UTF-8; save it in UTF-8`,
    );
    const returns = place({ 'a.txt': 'x', 'a.ann': 'T1\tA 0 1\tx\rT2\tB 0 1\tx\r' });
    await expect(read(returns)).rejects.toThrow(`${path.join(returns, 'a.ann')}: line 1: lines end in CR alone`);
  });
});

describe('documents of other forms in brat', () => {
  it('get names as brat wants them, and what it cannot hold is counted', () => {
    const document = textDocument('IL-2\tbinds\nTNF', {
      id: 'PMC/1:a',
      passages: [{ kind: 'title', start: 0, end: 14, notes: { x: 'y' }, line: 1 }],
      mentions: [
        {
          ...{ id: '0', type: 'Gene or protein', concepts: ['3558'], notes: {}, line: 1 },
          spans: [{ start: 0, end: 4 }],
        },
        { ...{ id: 'T1', type: 'Gene', concepts: [], notes: {}, line: 1, score: 0.5 }, spans: [{ start: 5, end: 14 }] },
      ],
      relations: [
        {
          ...{ id: '', type: 'binds', notes: {}, line: 1 },
          arguments: [
            { role: 'a b', kind: 'mention', id: '0' },
            { role: 'c', kind: 'mention', id: 'T1' },
          ],
        },
        { id: '', type: 'CID', notes: {}, line: 1, arguments: [{ role: 'x', kind: 'concept', id: 'D1' }] },
      ],
      notes: { journal: 'J' },
    });
    const { files, losses } = written([document]);
    expect(Object.keys(files)).toEqual(['PMC%2F1%3Aa.txt', 'PMC%2F1%3Aa.ann']);
    expect(files['PMC%2F1%3Aa.ann']?.trimEnd().split('\n')).toEqual([
      'T2\tGene_or_protein 0 4\tIL-2',
      'N1\tReference T2 Concept:3558\tIL-2',
      'T1\tGene 5 14\tbinds TNF',
      'R1\tbinds a_b:T2 c:T1',
    ]);
    expect(losses).toEqual({
      'names of annotations': 1,
      'notes of documents': 1,
      'notes of passages': 1,
      'bounds and kinds of passages': 1,
      relations: 1,
      'roles in relations': 1,
      scores: 1,
      'white space in names': 2,
    });
  });

  it('are read back as they were', async () => {
    const document = fc
      .record({ lines: fc.array(line, { minLength: 1, maxLength: 4 }), id: fc.string({ minLength: 1, maxLength: 12 }) })
      .filter(({ id }) => Buffer.from(id).toString() === id)
      .chain(({ lines, id }) => {
        const content = lines.join('\n');
        return mentionsIn(content, 3).map((mentions) =>
          textDocument(content, {
            id,
            mentions: mentions.map((each, index) => ({ ...each, id: `T${index + 1}` })),
            relations: mentions.slice(2).map((_, index) => ({
              ...{ id: `R${index + 1}`, type: 'binds', notes: { Negation: '', AnnotatorNotes: 'a b' }, line: 0 },
              arguments: [
                { role: 'Arg1', kind: 'mention' as const, id: `T${index + 1}` },
                { role: 'Arg2', kind: 'mention' as const, id: `T${index + 2}` },
              ],
            })),
          }),
        );
      });
    await fc.assert(
      fc.asyncProperty(document, async (one) => {
        const { files } = written([one]);
        const { documents, problems } = await read(place(files));
        expect(problems).toEqual([]);
        const [again] = documents;
        expect(again?.id).toBe(one.id);
        expect(again?.text).toBe(one.text);
        expect(withoutPlaces([{ ...(again as AnnotatedDocument), passages: [] }])).toEqual(
          withoutPlaces([{ ...one, passages: [] }]),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('reading brat', () => {
  it('never gives another error than one for the user, with file and line', async () => {
    const folder = place({ 'a.txt': text, 'a.ann': annotations });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), edits, async (ofText, changes) => {
        const [name, other] = ofText ? ['a.txt', 'a.ann'] : ['a.ann', 'a.txt'];
        const content = { 'a.txt': text, 'a.ann': annotations };
        writeFileSync(path.join(folder, name), mutated(Buffer.from(content[name as 'a.txt']), changes));
        writeFileSync(path.join(folder, other), content[other as 'a.txt']);
        const outcome: unknown = await read(folder).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toBeInstanceOf(UserError);
        expect(outcome.message).toMatch(/^.*a\.(?:txt|ann): line \d+: /);
      }),
      { numRuns: Number(process.env.GERBERA_FUZZ ?? 300) },
    );
  });
});
