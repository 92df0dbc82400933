import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { type LabelledSpan, labelledSpans } from '../../src/core/labels.ts';
import type { CorpusProblem } from '../../src/corpus/problems.ts';
import { readCorpus, readCorpusFile } from '../../src/corpus/read.ts';
import { scratchFolder, write } from './files.ts';

const folder = scratchFolder();
const small = 'IL-2\tB-Gene\ngene\tI-Gene\n.\tO\n\nAspirin\tB-Chemical\n';
const smallSentences = [
  { words: ['IL-2', 'gene', '.'], mentions: [{ start: 0, end: 2, type: 'Gene' }], line: 1 },
  { words: ['Aspirin'], mentions: [{ start: 0, end: 1, type: 'Chemical' }], line: 5 },
];

let count = 0;
async function read(content: string | Uint8Array, name = 'x.tsv', defaultType?: string) {
  const file = write(folder, `${count++}-${name}`, content);
  return readCorpusFile(file, defaultType === undefined ? {} : { defaultType });
}

async function refusal(content: string | Uint8Array, name?: string): Promise<string> {
  const thrown: unknown = await read(content, name).then(
    () => 'read',
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(UserError);
  const { message } = thrown as UserError;
  expect(message.startsWith(path.join(folder, `${count - 1}-`))).toBe(true);
  expect(message).not.toContain('\n');
  return message.slice(message.indexOf(': ') + 2);
}

describe('reading a corpus file', () => {
  it('gives words, mentions, lines, types and the hash of its bytes', async () => {
    const part = await read(small);
    expect(part.sentences).toEqual(smallSentences);
    expect(part.types).toEqual(['Chemical', 'Gene']);
    expect(part.sha256).toBe(createHash('sha256').update(small).digest('hex'));
    expect([part.scheme, part.irregular]).toEqual(['IOB2', 0]);
  });

  it.each([
    ['gzip', gzipSync(small), 'x.tsv.gz'],
    ['gzip that its name does not tell', gzipSync(small), 'x.tsv'],
    ['gzip in two members', Buffer.concat([gzipSync(small.slice(0, 20)), gzipSync(small.slice(20))]), 'x.tsv.gz'],
    ['a byte order mark', `\ufeff${small}`, 'x.tsv'],
    ['CRLF', small.replaceAll('\n', '\r\n'), 'x.tsv'],
    ['no last line end', small.trimEnd(), 'x.tsv'],
    ['blank lines at the end', `${small}\n\n\n`, 'x.tsv'],
    ['spaces', small.replaceAll('\t', ' '), 'x.txt'],
    ['several spaces', small.replaceAll('\t', '   '), 'x.txt'],
    ['trailing blanks', small.replaceAll('\n', ' \t\n'), 'x.txt'],
    ['four columns', small.replaceAll('\t', ' NN I-NP '), 'x.conll'],
    ['comments', `# id 1\tx\n${small.replace('\n\n', '\n\n# text = a B\n')}`.replace('# id 1\tx\n', ''), 'x.iob2'],
  ])('reads %s', async (_, content, name) => {
    const { sentences } = await read(content, name);
    expect(sentences.map(({ words, mentions }) => ({ words, mentions }))).toEqual(
      smallSentences.map(({ words, mentions }) => ({ words, mentions })),
    );
  });

  it('divides sentences at lines that start a document, and counts their lines', async () => {
    const { sentences } = await read(
      '-DOCSTART- -X- O\n\na x O\nb x O\n-DOCSTART- -X- -X- O\nc x B-T\n###MEDLINE:95369245\n\nd x O\n',
    );
    expect(sentences.map(({ words, line }) => [words.join(' '), line])).toEqual([
      ['a b', 3],
      ['c', 6],
      ['d', 9],
    ]);
  });

  it("passes comments over before a sentence only, and never a word's line", async () => {
    const { sentences } = await read('# id 5ff3 domain=en\neli _ _ B-PER\n# _ _ O\n\n# _ _ O\n2 _ _ O\n');
    expect(sentences.map(({ words }) => words)).toEqual([
      ['eli', '#'],
      ['#', '2'],
    ]);
    expect(await refusal('a\tO\n# 5\n')).toMatch(/^line 2: expected a word and its label/);
  });

  it('keeps spaces in the columns of a file with tabs', async () => {
    const { sentences } = await read('New York\tB-cell line\n');
    expect(sentences).toEqual([{ words: ['New York'], mentions: [{ start: 0, end: 1, type: 'cell line' }], line: 1 }]);
  });

  it('gives labels without a type the default one', async () => {
    const bare = 'a B\nb I\nc O\n';
    expect((await read(bare)).types).toEqual(['Entity']);
    expect((await read(bare, 'x.tsv', 'Disease')).sentences[0]?.mentions).toEqual([
      { start: 0, end: 2, type: 'Disease' },
    ]);
  });

  it.each([
    ['IOB1', 'I-A I-A B-A I-B O I-A', 0, '0-2 A, 2-3 A, 3-4 B, 5-6 A'],
    ['IOB1', 'I-A O I-A I-A O', 0, '0-1 A, 2-4 A'],
    ['IOB2', 'B-A I-A B-A B-B O B-A', 0, '0-2 A, 2-3 A, 3-4 B, 5-6 A'],
    ['IOB2', 'B-A I-A O I-A B-B', 1, '0-2 A, 3-4 A, 4-5 B'],
    ['IOBES', 'B-A E-A S-A B-B I-B E-B O', 0, '0-2 A, 2-3 A, 3-6 B'],
    ['IOBES', 'S-A B-A O E-A', 2, '0-1 A, 1-2 A, 3-4 A'],
    ['BILOU', 'B-A L-A U-A B-B I-B L-B O', 0, '0-2 A, 2-3 A, 3-6 B'],
    ['IOB2', 'b-A i-A o b-A', 0, '0-2 A, 3-4 A'],
    ['IOB2', 'O O', 0, ''],
  ])('tells %s from %s', async (scheme, labels, irregular, spans) => {
    const part = await read(
      labels
        .split(' ')
        .map((label) => `w\t${label}\n`)
        .join(''),
    );
    expect([part.scheme, part.irregular]).toEqual([scheme, irregular]);
    expect(part.sentences[0]?.mentions.map(({ start, end, type }) => `${start}-${end} ${type}`).join(', ')).toBe(spans);
  });

  it('reads back what was written, whatever the words', async () => {
    const word = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 20 })
      .filter((text) => !/[\t\n\r\0\ufeff]/.test(text) && !/^(# |###MEDLINE:|-DOCSTART-$)/.test(text));
    const labels = fc.array(fc.constantFrom('O', 'B-A', 'I-A', 'B-b c', 'I-b c', 'B-__proto__'), {
      minLength: 1,
      maxLength: 12,
    });
    const sentences = fc.array(
      labels.chain((names) => fc.tuple(fc.tuple(...names.map(() => word)), fc.constant(names))),
      { minLength: 1, maxLength: 5 },
    );
    await fc.assert(
      fc.asyncProperty(sentences, fc.constantFrom('\n', '\r\n'), fc.boolean(), async (given, lineEnd, zipped) => {
        const text = given
          .map(([words, names]) => words.map((each, index) => `${each}\t${names[index]}${lineEnd}`).join('') + lineEnd)
          .join('');
        const part = await read(zipped ? gzipSync(text) : text);
        const expected = given.map(([words, names]) => ({ words, mentions: spansOf(names) }));
        expect(part.sentences.map(({ words, mentions }) => ({ words, mentions }))).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  function spansOf(names: readonly string[]): LabelledSpan[] {
    return labelledSpans(
      names.map((name) =>
        name === 'O' ? { mark: 'O', type: '' } : { mark: name[0] as 'B' | 'I', type: name.slice(2) },
      ),
    );
  }
});

describe('a corpus file that is wrong', () => {
  it.each([
    ['no label', 'a\tO\nb\n', 'line 2: expected a word and its label, with a tab or a space between them'],
    ['a column too many', 'a\tO\n\nb\tx\tO\n', 'line 3: 3 columns, where line 1 has 2 (divided by tabs)'],
    ['a column too few', 'a x O\nb O\n', 'line 2: 2 columns, where line 1 has 3 (divided by blanks)'],
    ['an unknown label', 'a\tO\nb\tX-Gene\n', 'line 2: "X-Gene" is no label: expected O, or B, I, E, S, L or U'],
    ['a mark without its type', 'a\tB-\n', 'line 1: "B-" is no label'],
    ['a zero for an O', 'a 0\n', 'line 1: "0" is no label'],
    ['no word', 'a\tO\n\tO\n', 'line 2: there is no word in the first column'],
    ['labels with and without types', 'a\tB-X\nb\tO\nc\tI\n', 'line 3: its label has no type, that of line 1 has one'],
    ['IOBES and BILOU', 'a\tS-X\nb\tU-X\n', 'line 2: its label is U, that of line 1 is S: IOBES and BILOU are mixed'],
    ['nothing', '', 'there is no sentence in it'],
    ['blank lines alone', '\n \n\r\n', 'there is no sentence in it'],
    ['no sentence', '-DOCSTART-\tO\n\n', 'there is no sentence in it'],
    [
      'bytes that are not UTF-8',
      Buffer.from('a\tO\n\nb\xe9\tO\nc\tO\n', 'latin1'),
      'line 3: not text in UTF-8; save it in UTF-8',
    ],
    [
      'half a character at the end',
      Buffer.from('a\tO\nb\tO\xc3', 'latin1'),
      'line 2: not text in UTF-8; save it in UTF-8',
    ],
    ['UTF-16', Buffer.from('\ufeffa\tO\n', 'utf16le'), 'line 1: text in UTF-16; save it in UTF-8'],
    ['gzip in gzip', gzipSync(gzipSync('a\tO\n')), 'line 1: compressed with gzip more than once; decompress it once'],
    ['lines of an old Mac', 'a\tO\rb\tO\r', 'line 1: lines end in CR alone; save it with lines that end in LF'],
    ['binary data', 'a\tO\nb\0\tO\n', 'line 2: binary data, not text'],
  ])('with %s is refused with its line', async (_, content, expected) => {
    expect(await refusal(content)).toContain(expected);
  });

  const zipped = gzipSync(Array.from({ length: 20000 }, (_, index) => `word${index * 7919}\tO\n`).join('\n'));

  it.each([
    ['cut short', zipped.subarray(0, zipped.length - 5000), /^line \d+ or after it: the gzip data end too early/],
    [
      'damaged',
      Buffer.concat([zipped.subarray(0, -8), Buffer.alloc(8)]),
      /^line \d+ or after it: the gzip data are damaged/,
    ],
    ['not gzip', Buffer.from(small), /^not compressed with gzip, though its name says so$/],
    ['empty', Buffer.alloc(0), /^not compressed with gzip/],
  ])('that is named as gzip and %s is refused', async (_, content, expected) => {
    expect(await refusal(content, 'x.tsv.gz')).toMatch(expected);
  });

  it('far into a long file is refused with its line, compressed or not', async () => {
    const long = `${'word\tO\n'.repeat(200_000)}wrong\n`;
    expect(await refusal(long)).toMatch(/^line 200001: expected a word and its label/);
    expect(await refusal(gzipSync(long))).toMatch(/^line 200001: expected a word and its label/);
    const bytes = Buffer.concat([Buffer.from(long.slice(0, -6)), Buffer.from('x\tO\n\xff\tO\n', 'latin1')]);
    expect(await refusal(bytes)).toBe('line 200002: not text in UTF-8; save it in UTF-8');
  });

  it('that is absent, or a folder, is refused', async () => {
    await expect(readCorpusFile(path.join(folder, 'none.tsv'))).rejects.toThrow(/none\.tsv: no such file$/);
    await expect(readCorpusFile(folder)).rejects.toThrow(/: not a file$/);
  });

  it('never gives another error than one for the user', async () => {
    const original = Buffer.from(`${small}Ünïcode\tB-Gene\nx\tS-Gene\n\n-DOCSTART-\tO\n`.repeat(3));
    const seeds = [original, gzipSync(original)];
    const mutation = fc.record({
      seed: fc.nat(1),
      edits: fc.array(
        fc.record({
          at: fc.nat(400),
          remove: fc.nat(30),
          insert: fc.oneof(
            fc.uint8Array({ maxLength: 8 }),
            fc.constantFrom('\t', '\n', ' ', '\r', 'O').map(Buffer.from),
          ),
        }),
        { maxLength: 6 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ seed, edits }) => {
        let bytes: Uint8Array = seeds[seed] ?? original;
        for (const { at, remove, insert } of edits) {
          bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
        }
        const outcome: unknown = await read(bytes).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(UserError);
      }),
      { numRuns: 500 },
    );
  });

  it('stops when it is told to', async () => {
    const file = write(folder, 'stop.tsv', small);
    await expect(readCorpusFile(file, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
  });
});

describe('reading a corpus folder', () => {
  let number = 0;
  function corpus(files: Readonly<Record<string, string>>): string {
    const place = path.join(folder, `corpus-${number++}`);
    mkdirSync(place);
    for (const [name, content] of Object.entries(files)) write(place, name, content);
    return place;
  }

  it.each([
    ['train.tsv', 'devel.tsv', 'test.tsv'],
    ['train.conll', 'dev.conll', 'test.conll'],
    ['train.txt.gz', 'valid.txt.gz', 'test.txt.gz'],
    ['Train.iob', 'validation.iob', 'TEST.iob'],
    ['train.bio.gz', 'dev.iob2', 'test.tsv'],
  ])('finds its parts in %s, %s, %s', async (train, devel, test) => {
    const place = corpus({
      [train]: 'a\tB-X\n',
      [devel]: 'b\tB-Y\n',
      [test]: 'c\tB-X\n',
      'README.txt': '?',
      'train_dev.tsv': '?',
    });
    const { name, parts, types } = await readCorpus(place);
    expect(name).toBe(path.basename(place));
    expect([parts.train, parts.devel, parts.test].map((part) => part?.sentences[0]?.words[0])).toEqual(['a', 'b', 'c']);
    expect([parts.train, parts.devel, parts.test].map((part) => path.basename(part?.file ?? ''))).toEqual([
      train,
      devel,
      test,
    ]);
    expect(types).toEqual(['X', 'Y']);
  });

  it('takes the parts that there are', async () => {
    const { parts } = await readCorpus(corpus({ 'dev.tsv': 'a\tO\n' }));
    expect(Object.keys(parts)).toEqual(['devel']);
  });

  it('refuses two files for one part, a folder without any, and what is no folder', async () => {
    const twice = corpus({ 'dev.tsv': 'a\tO\n', 'devel.tsv.gz': 'a\tO\n' });
    await expect(readCorpus(twice)).rejects.toThrow('dev.tsv and devel.tsv.gz are both its devel part');
    await expect(readCorpus(corpus({ 'notes.md': '' }))).rejects.toThrow(
      'no corpus in it: expected files named train,',
    );
    await expect(readCorpus(path.join(folder, 'nowhere'))).rejects.toThrow(/nowhere: no such folder$/);
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    await expect(readCorpus(file)).rejects.toThrow('not a folder');
  });

  it('reads parts of any form as sentences, and tells what is wrong with them', async () => {
    const train = '1|t|IL-2 binds. It ends.\n1\t0\t4\tIL-2\tGene\t3558\n1\t5\t8\tbin\tVerb\n1\t0\t0\t\tGene\n';
    const place = corpus({ 'train.pubtator': train, 'dev.tsv': 'a\tB-Gene\n' });
    const problems: CorpusProblem[] = [];
    const { parts, types } = await readCorpus(place, { onProblem: (problem) => problems.push(problem) });
    expect(types).toEqual(['Gene', 'Verb']);
    expect(parts.devel?.sentences).toEqual([{ words: ['a'], mentions: [{ start: 0, end: 1, type: 'Gene' }], line: 1 }]);
    expect(parts.train).toEqual({
      file: path.join(place, 'train.pubtator'),
      sha256: createHash('sha256').update(train).digest('hex'),
      sentences: [
        {
          words: ['IL', '-', '2', 'binds', '.'],
          mentions: [
            { start: 0, end: 3, type: 'Gene' },
            { start: 3, end: 4, type: 'Verb' },
          ],
          line: 1,
          document: '1',
        },
        { words: ['It', 'ends', '.'], mentions: [], line: 1, document: '1' },
      ],
      types: ['Gene', 'Verb'],
      scheme: 'IOB2',
      irregular: 0,
    });
    expect(problems.map(({ kind, line }) => [kind, line])).toEqual([
      ['empty span', 4],
      ['cuts a word', 3],
    ]);
  });

  it('reads folders of brat as parts, and refuses a folder of brat without parts', async () => {
    const place = corpus({});
    const part = path.join(place, 'train');
    mkdirSync(part);
    write(part, 'a.txt', 'One\nTwo');
    write(part, 'a.ann', 'T1\tX 4 7\tTwo\n');
    const { parts } = await readCorpus(place);
    expect(parts.train?.sentences).toEqual([
      { words: ['One'], mentions: [], line: 1, document: 'a' },
      { words: ['Two'], mentions: [{ start: 0, end: 1, type: 'X' }], line: 2, document: 'a' },
    ]);
    await expect(readCorpus(part)).rejects.toThrow('it has no parts');
  });

  it('names the file of a part that is wrong', async () => {
    const place = corpus({ 'train.tsv': small, 'test.tsv': 'a\n' });
    await expect(readCorpus(place)).rejects.toThrow(`${path.join(place, 'test.tsv')}: line 1: `);
    expect(readFileSync(path.join(place, 'train.tsv'), 'utf8')).toBe(small);
  });
});
