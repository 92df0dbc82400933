import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { type AnnotatedDocument, textOf } from '../../../src/corpus/document.ts';
import { pubtator } from '../../../src/corpus/forms/pubtator/pubtator.ts';
import { corporaFolder, missing } from '../../support/shared.ts';
import { scratchFolder, write } from '../files.ts';
import { edits, line, mentionsIn, mutated, withoutPlaces } from './arbitrary.ts';
import { encodeAll, readAll, textDocument } from './reading.ts';

const folder = scratchFolder();
let count = 0;
const place = (content: string | Uint8Array, name = 'x.pubtator') => write(folder, `${count++}-${name}`, content);
const read = (content: string | Uint8Array) => readAll(pubtator, place(content));
const written = async (documents: readonly AnnotatedDocument[]) => {
  const { bytes, losses } = await encodeAll(pubtator, documents);
  return { text: String(bytes), losses };
};
const texts = ({ documents }: { readonly documents: readonly AnnotatedDocument[] }) =>
  documents.flatMap((document) => document.mentions.map((mention) => textOf(document, mention)));

/** All that a document of PubTator can have. */
const whole = [
  '1|t|𝒟-loop & Ménière’s',
  '1|a|The e\u0301 of 🧬IL-2\tand TNF; TNF.',
  '1\t0\t6\t𝒟-loop\tDNA',
  '1\t9\t18\tMénière’s\tDisease\tD008575|-1\tMénière|s',
  '1\t25\t34\t of 🧬IL-2\tGene\t 3558 ',
  '1\t30\t38\tIL-2 and\tGene\t-',
  '1\t39\t42\tTNF\tGene\t7124,21926',
  '1\t39\t42\tTNF\tMutation\tc|SUB|G|12|C;Gene:3577;VariantGroup:0',
  '1\tCID\tD008575\t7124',
  '1\tAssociation\tD008575\t3558\tNovel',
  '',
  'PMC 2.b|t|Only a title',
  'PMC 2.b|a|',
  'PMC 2.b\t0\t4\tOnly\tX\t',
  '',
  '',
].join('\n');

describe('a document of PubTator', () => {
  it('has its text, passages, mentions and relations, in UTF-16 units', async () => {
    const file = place(whole);
    const { documents, problems, sha256 } = await readAll(pubtator, file);
    expect(problems).toEqual([]);
    expect(sha256).toBe(createHash('sha256').update(whole).digest('hex'));
    const [first, second] = documents;
    expect(first?.text).toBe('𝒟-loop & Ménière’s The e\u0301 of 🧬IL-2\tand TNF; TNF.');
    expect(first?.passages).toEqual([
      { kind: 'title', start: 0, end: 19, notes: {}, line: 1, column: 4 },
      { kind: 'abstract', start: 20, end: 50, notes: {}, line: 2, column: 4 },
    ]);
    expect(first && texts({ documents: [first] })).toEqual([
      ...['𝒟-loop', 'Ménière’s', ' of 🧬IL-2', 'IL-2\tand', 'TNF', 'TNF'],
    ]);
    expect(first?.mentions.map(({ type, concepts, line: at }) => [type, concepts, at])).toEqual([
      ['DNA', [], 3],
      ['Disease', ['D008575'], 4],
      ['Gene', ['3558'], 5],
      ['Gene', [], 6],
      ['Gene', ['7124', '21926'], 7],
      ['Mutation', ['c|SUB|G|12|C'], 8],
    ]);
    expect(first?.relations).toEqual([
      {
        ...{ id: '', type: 'CID', notes: {}, line: 9 },
        arguments: [
          { role: 'Arg1', kind: 'concept', id: 'D008575' },
          { role: 'Arg2', kind: 'concept', id: '7124' },
        ],
      },
      expect.objectContaining({ type: 'Association', notes: { novelty: 'Novel' } }),
    ]);
    expect(second).toEqual(
      expect.objectContaining({ id: 'PMC 2.b', text: 'Only a title', line: 12, passages: [expect.anything()] }),
    );
  });

  it('is written back to the same bytes', async () => {
    const { documents } = await read(whole);
    const { text, losses } = await written(documents);
    expect(text).toBe(whole);
    expect(losses).toEqual({});
  });

  it('is the same with CRLF, a byte order mark, compressed, and with blank lines anywhere', async () => {
    const expected = withoutPlaces((await read(whole)).documents);
    for (const content of [
      whole.replaceAll('\n', '\r\n'),
      `\ufeff${whole}`,
      gzipSync(whole),
      `\n\n${whole.replaceAll('\n', '\n\n \n')}`,
      whole.replaceAll('\n\n', '\n').replace(/\n$/, ''),
    ]) {
      expect(withoutPlaces((await read(content)).documents)).toEqual(expected);
    }
  });

  it('may have an abstract alone, an empty title, or further parts', async () => {
    const content =
      '1|a|Abstract\n1\t0\t8\tAbstract\tX\n\n2|t|\n2|a|Abs\n2\t1\t4\tAbs\tX\n\n3|t|T\n3|a|A\n3|b|Body\n3\t4\t8\tBody\tX\n\n';
    const { documents, problems } = await read(content);
    expect(problems).toEqual([]);
    expect(documents.map(({ text }) => text)).toEqual(['Abstract', ' Abs', 'T A Body']);
    expect(documents.map(({ passages }) => passages.map(({ kind }) => kind))).toEqual([
      ['abstract'],
      ['abstract'],
      ['title', 'abstract', 'b'],
    ]);
    expect(await written(documents)).toEqual({ text: content, losses: {} });
  });

  it('with the identifier of one before it is kept under another one, and written with its own', async () => {
    const content = '8528200|t|A\n8528200|a|\n\n8528200|t|B\n8528200|a|\n\n8528200|t|B\n8528200|a|\n\n';
    const { documents, problems } = await read(content);
    expect(documents.map(({ id }) => id)).toEqual(['8528200', '8528200#2', '8528200#3']);
    expect(problems.map(({ kind, line: at }) => [kind, at])).toEqual([
      ['duplicate document', 4],
      ['duplicate document', 7],
    ]);
    expect(await written(documents)).toEqual({ text: content, losses: {} });
  });
});

describe('an annotation of PubTator that is wrong', () => {
  it.each([
    ['at 1 too many', '1\t5\t8\tTNF\tX', 'TNF', 'text differs', 'moved to 4 to 7'],
    ['in other letters', '1\t4\t7\ttnf\tX', 'TNF', 'text differs', 'kept there'],
    ['with other white space', '1\t0\t7\tThe  TNF \tX', 'The TNF', 'text differs', 'kept there'],
    ['glued to a word', '1\t21\t25\tPAX6\tX', 'PAX6', 'text differs', 'moved to 19 to 23'],
    ['in several places', '1\t30\t33\tIL2\tX', undefined, 'text differs', 'left out'],
    ['nowhere', '1\t4\t7\tIL-6\tX', undefined, 'text differs', 'left out'],
    ['beyond the end', '1\t44\t51\tthe end\tX', 'the end', 'outside the text', 'moved to 39 to 46'],
    ['far beyond the end', '1\t440\t447\tthe end\tX', undefined, 'outside the text', 'left out'],
    ['before the start', '1\t-1\t2\tThe\tX', 'The', 'outside the text', 'moved to 0 to 3'],
    ['without an extent', '1\t4\t4\t\tX', undefined, 'empty span', 'left out'],
    ['backwards', '1\t7\t4\tTNF\tX', undefined, 'empty span', 'left out'],
  ])('%s is told, with what was done', async (_, annotation, text, kind, done) => {
    const result = await read(`1|t|The TNF of 𝒟 thing PAX6gene IL2, x IL2 the end\n${annotation}\n`);
    expect(texts(result)).toEqual(text === undefined ? [] : [text]);
    expect(result.problems).toEqual([
      expect.objectContaining({ kind, line: 2, message: expect.stringMatching(new RegExp(done)) }),
    ]);
  });

  it('as it stands there twice is told and kept', async () => {
    const { documents, problems } = await read('1|t|TNF\n1\t0\t3\tTNF\tX\t1\n1\t0\t3\tTNF\tY\t1\n1\t0\t3\tTNF\tX\t1\n');
    expect(documents[0]?.mentions).toHaveLength(3);
    expect(problems).toEqual([expect.objectContaining({ kind: 'duplicate mention', line: 4 })]);
  });

  it.each([
    ['text without a form', '1|t|A\nfree text\n', 'line 2: "free text" is neither a text'],
    ['a first line without a text', '1\t0\t1\tA\tX\n', 'line 1: an annotation of "1" before any text'],
    ['an annotation of another document', '1|t|A\n\n2\t0\t1\tA\tX\n', 'line 3: an annotation of "2" where the text is'],
    ['offsets that are no numbers', '1|t|A\n1\t0\tx\tA\tX\t7\n', 'line 2: a mention starts and ends at whole numbers'],
    ['too few columns', '1|t|A\n1\t0\t1\tA\n', 'line 2: a mention has a start'],
    ['a text without an identifier', ' |t|A\n', 'line 1: there is no identifier'],
    ['nothing', '\n\n', 'there is no document in it'],
    ['what is not UTF-8', Buffer.from('1|t|A\n1|a|\xff\n', 'latin1'), 'line 2: not text in UTF-8; save it in UTF-8'],
  ])('%s is refused with its line', async (_, content, message) => {
    const file = place(content);
    await expect(readAll(pubtator, file)).rejects.toThrow(`${file}: ${message}`);
    await expect(readAll(pubtator, file)).rejects.toThrow(UserError);
  });
});

describe('documents of other forms in PubTator', () => {
  const mention = (start: number, end: number) => ({
    ...{ id: 'T1', type: 'X', concepts: [], notes: {}, line: 1 },
    spans: [{ start, end }] as const,
  });

  it('have their first line as title, and keep their offsets', async () => {
    const document = textDocument('One𝒟\n\ntwo\tthree\r\nfour', { mentions: [mention(0, 5), mention(7, 16)] });
    const { text, losses } = await written([document]);
    expect(text).toBe('17|t|One𝒟\n17|a| two\tthree  four\n17\t0\t4\tOne𝒟\tX\n17\t6\t15\ttwo three\tX\n\n');
    expect(losses).toEqual({ 'line ends and tabs': 3, 'bounds and kinds of passages': 1, 'ids of mentions': 2 });
    expect(texts(await read(text))).toEqual(['One𝒟', 'two\tthree']);
  });

  it('have what the form cannot hold counted', async () => {
    const document = textDocument('TitleAbstract text', {
      id: 'a|b\tc',
      passages: [
        { kind: 'title', start: 0, end: 5, notes: { section: '1' }, line: 1 },
        { kind: 'abstract', start: 5, end: 18, notes: {}, line: 1 },
      ],
      mentions: [
        {
          ...{ id: 'T1', type: 'X', concepts: ['a|b'], notes: { certain: 'no' }, line: 1, score: 0.5 },
          spans: [
            { start: 5, end: 8 },
            { start: 14, end: 18 },
          ],
        },
      ],
      relations: [
        {
          ...{ id: 'R1', type: 'binds', notes: { by: 'me' }, line: 1 },
          arguments: [
            { role: 'Arg1', kind: 'mention', id: 'T1' },
            { role: 'theme', kind: 'concept', id: 'D1' },
          ],
        },
        { id: '', type: 'alone', notes: {}, line: 1, arguments: [{ role: '', kind: 'mention', id: 'T9' }] },
      ],
      sentences: [{ start: 0, end: 18, words: [{ start: 0, end: 18 }], line: 1, wordPerLine: false }],
      notes: { journal: 'J' },
    });
    const { text, losses } = await written([document]);
    expect(text).toBe(
      'a_b_c|t|Title\na_b_c|a|Abstract text\na_b_c\t6\t19\tAbstract text\tX\ta|b\na_b_c\tbinds\ta|b\tD1\n\n',
    );
    expect(losses).toEqual({
      'characters of document ids': 1,
      'discontinuous mentions': 1,
      'ids of mentions': 1,
      'ids of relations': 1,
      'identifiers with marks that divide them': 1,
      'mentions of relations': 1,
      'notes of documents': 1,
      'notes of mentions': 1,
      'notes of passages': 1,
      'notes of relations': 1,
      relations: 1,
      'roles in relations': 1,
      scores: 1,
      sentences: 1,
    });
  });

  it('are read back as they were, where they have a title and an abstract', async () => {
    const document = fc
      .record({ title: line, abstract: line, id: fc.integer({ min: 1 }) })
      .chain(({ title, abstract, id }) => {
        const text = `${title} ${abstract}`;
        const passages = [
          { kind: 'title', start: 0, end: title.length, notes: {}, line: 1 },
          { kind: 'abstract', start: title.length + 1, end: text.length, notes: {}, line: 2 },
        ];
        return mentionsIn(text, 1).map((mentions) => textDocument(text, { id: String(id), passages, mentions }));
      });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(document, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
        async (all) => {
          const { text, losses } = await written(all);
          const { documents, problems } = await read(text);
          expect(losses).toEqual({});
          expect(problems.filter(({ kind }) => kind !== 'duplicate mention')).toEqual([]);
          expect(withoutNotes(documents)).toEqual(withoutNotes(all));
        },
      ),
      { numRuns: 100 },
    );
  });

  /** Without the notes of how identifiers were written. */
  function withoutNotes(documents: readonly AnnotatedDocument[]): unknown {
    return withoutPlaces(
      documents.map((document) => ({
        ...document,
        mentions: document.mentions.map((each) => ({ ...each, notes: {} })),
      })),
    );
  }
});

describe('reading PubTator', () => {
  it('never gives another error than one for the user, with file and line', async () => {
    const seeds = [Buffer.from(whole), gzipSync(whole), Buffer.from(whole.replaceAll('\n', '\r\n'))];
    const file = place('', 'fuzzed.pubtator');
    await fc.assert(
      fc.asyncProperty(fc.nat(seeds.length - 1), edits, async (seed, changes) => {
        write(folder, path.basename(file), mutated(seeds[seed] ?? Buffer.alloc(0), changes));
        const outcome: unknown = await readAll(pubtator, file).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) return;
        expect(outcome).toBeInstanceOf(UserError);
        expect(outcome.message).toContain(`${file}: `);
        expect(outcome.message).toMatch(/: line \d+|there is no document|not compressed/);
      }),
      { numRuns: Number(process.env.GERBERA_FUZZ ?? 300) },
    );
  });

  it('gives documents while the file is read, tells how far it is, and stops when it is told to', async () => {
    const one = `|t|${'Title of a paper on IL-2 '.repeat(20)}\n`;
    const file = place(Array.from({ length: 5000 }, (_, index) => `${index + 1}${one}`).join(''));
    const stop = new AbortController();
    let given = 0;
    let bytes = 0;
    const reading = async () => {
      const onBytes = (read: number) => {
        bytes = read;
      };
      const options = { signal: stop.signal, onBytes };
      for await (const _ of pubtator.read(file, options)) if (++given === 10) stop.abort(new Error('enough'));
    };
    await expect(reading()).rejects.toThrow('enough');
    expect(given).toBeLessThan(2000);
    expect(bytes).toBeLessThan(1_000_000);
    expect(bytes).toBeGreaterThan(0);
  });
});

describe('a PubTator file larger than the memory', () => {
  it('is read', () => {
    const abstract = 'A sentence of an abstract on IL-2. '.repeat(280);
    const mentions = Array.from(
      { length: 10 },
      (_, type) => `0\t4\tIL-2\tGeneOrGeneProduct${type}\tNCBIGENE:123456${type}`,
    );
    const paper = (id: number) => [
      `${id}|t|IL-2`,
      `${id}|a|${abstract}`,
      ...mentions.map((each) => `${id}\t${each}`),
      '\n',
    ];
    const file = place(Array.from({ length: 4500 }, (_, index) => paper(index + 1).join('\n')).join(''));
    const module = pathToFileURL(path.resolve('src/corpus/forms/pubtator/pubtator.ts'));
    const program = `
      const { pubtator } = await import(${JSON.stringify(module)});
      let mentions = 0;
      for await (const document of pubtator.read(${JSON.stringify(file)})) mentions += document.mentions.length;
      console.log(mentions);`;
    const limit = ['--max-old-space-size=32', '--input-type=module', '--eval'];
    expect(execFileSync(process.execPath, [...limit, program], { encoding: 'utf8' })).toBe('45000\n');
    expect(statSync(file).size).toBeGreaterThan(45e6);
  }, 60_000);
});

const concepts = path.join(corporaFolder, 'concepts');

describe.skipIf(!existsSync(concepts))(`PubTator corpora ${missing(concepts) ?? ''}`, () => {
  const files = existsSync(concepts) ? globSync('*/*.gz', { cwd: concepts }).sort() : [];

  it.each(files)('%s is read and written without a loss', async (name) => {
    const { documents } = await readAll(pubtator, path.join(concepts, name));
    const { text, losses } = await written(documents);
    expect(losses).toEqual({});
    const again = await read(text);
    expect(again.problems.filter(({ kind }) => kind !== 'duplicate document')).toEqual([]);
    expect(withoutPlaces(again.documents)).toEqual(withoutPlaces(documents));
    const mentions = documents.reduce((sum, document) => sum + document.mentions.length, 0);
    const lines = String(gunzipSync(readFileSync(path.join(concepts, name)))).match(/^\d+\t\d+\t\d+\t/gm);
    expect(mentions).toBe(lines?.length);
  });

  it.each([
    ['ncbi-disease/train.pubtator.txt.gz', { 'text differs': 1, 'duplicate document': 1 }],
    ['tmvar3/train.pubtator.txt.gz', { 'text differs': 20, 'outside the text': 1 }],
    ['gnormplus/train.pubtator.txt.gz', { 'text differs': 35 }],
    ['gnormplus/test.pubtator.txt.gz', { 'text differs': 4 }],
    ['bc5cdr/test.pubtator.txt.gz', {}],
  ])('%s has what is wrong with it told', async (name, expected) => {
    const { problems } = await readAll(pubtator, path.join(concepts, name));
    const counts: Record<string, number> = {};
    for (const { kind } of problems) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(counts).toEqual(expected);
  });
});
