import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AnnotatedDocument, AnnotatedMention } from '../../src/corpus/document.ts';
import { extentOf, textOf } from '../../src/corpus/document.ts';
import type { CorpusForm } from '../../src/corpus/forms/form.ts';
import { forms } from '../../src/corpus/forms/forms.ts';
import { hasMadeUpId } from '../../src/corpus/made-up-id.ts';
import { type CorpusProblem, LossTally } from '../../src/corpus/problems.ts';
import { writeStreamDurably } from '../../src/files/write-stream.ts';
import { corporaFolder, missing } from '../support/shared.ts';
import { scratchFolder } from './files.ts';

const folder = scratchFolder();
let count = 0;

interface Written {
  readonly documents: readonly AnnotatedDocument[];
  readonly losses: ReadonlyMap<string, number>;
}

/** Writes documents in a form and reads them back. */
async function through(form: CorpusForm, documents: readonly AnnotatedDocument[]): Promise<Written> {
  const losses = new LossTally();
  const place = path.join(folder, `${count++}.${form.kind === 'file' ? form.endings[0] : 'folder'}`);
  if (form.kind === 'file') await writeStreamDurably(place, form.encode(documents, { losses }));
  else {
    mkdirSync(place);
    for (const document of documents) {
      for (const [name, text] of form.files(document, { losses })) writeFileSync(path.join(place, name), text);
    }
  }
  const problems: CorpusProblem[] = [];
  const back: AnnotatedDocument[] = [];
  for await (const document of form.read(place, { onProblem: (problem) => problems.push(problem) }))
    back.push(document);
  // A form of a folder has its documents in the order of their names.
  const order = new Map(documents.map(({ id }, index) => [id, index]));
  if (form.kind === 'folder') back.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  expect(problems, `${form.name} reads what it wrote`).toEqual([]);
  return { documents: back, losses: losses.counts() };
}

/** What a document says, aspect by aspect, as texts that do not depend on lines, ids and offsets that are made up. */
const aspects: Readonly<
  Record<string, { readonly lost: RegExp; readonly of: (document: AnnotatedDocument) => readonly string[] }>
> = {
  ids: { lost: /ids? of documents|document ids/, of: ({ id }) => [id] },
  'letters of texts': { lost: /^$/, of: ({ text }) => [bare(text)] },
  passages: {
    lost: /passages|white space/,
    of: ({ passages, text }) => passages.map(({ start, end, kind }) => `${kind}: ${text.slice(start, end)}`),
  },
  'mentions, however they are bound': {
    lost: /overlapping|without a word|empty/,
    of: ({ mentions }) => mentions.map(({ type }) => type).sort(),
  },
  'extents of mentions': {
    lost: /overlapping|without a word|bounds inside/,
    of: (document) =>
      document.mentions.map((mention) => `${mention.type}: ${bare(extentText(document, mention))}`).sort(),
  },
  'mentions in pieces': {
    lost: /discontinuous|overlapping|bounds inside/,
    of: (document) =>
      document.mentions.filter(({ spans }) => spans.length > 1).map((mention) => bare(textOf(document, mention))),
  },
  concepts: {
    lost: /concepts|overlapping/,
    of: ({ mentions }) => mentions.flatMap(({ concepts }) => concepts.map(bare)).sort(),
  },
  scores: {
    lost: /scores|overlapping/,
    of: ({ mentions }) => mentions.flatMap(({ score }) => (score === undefined ? [] : [String(score)])).sort(),
  },
  relations: { lost: /relations|overlapping/, of: ({ relations }) => relations.map(({ type }) => type).sort() },
  'notes of mentions': {
    lost: /notes|names|overlapping/,
    of: ({ mentions }) =>
      mentions.flatMap(({ notes }) => Object.entries(notes).map(([name, value]) => `${name}=${value}`)).sort(),
  },
  'notes of documents': {
    lost: /notes|names/,
    of: ({ notes }) =>
      Object.entries(notes)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
  },
  words: {
    lost: /sentences/,
    of: ({ sentences = [], text }) =>
      sentences.map(({ words }) => words.map(({ start, end }) => text.slice(start, end)).join(' ')),
  },
  'columns of words': {
    lost: /columns/,
    of: ({ sentences = [] }) => sentences.flatMap(({ columns = [] }) => columns.map((each) => each.join(' '))),
  },
};

/** Losses that say exactly how many of something are not there any more. */
const counted: readonly (readonly [aspect: string, loss: string])[] = [
  ['concepts', 'concepts of mentions'],
  ['relations', 'relations'],
  ['scores', 'scores'],
  ['mentions, however they are bound', 'overlapping mentions'],
  ['notes of documents', 'notes of documents'],
  ['notes of mentions', 'notes of mentions'],
  ['columns of words', 'columns of words'],
];

const bare = (text: string) => text.replaceAll(/\s+/g, '');
const extentText = ({ text }: AnnotatedDocument, mention: AnnotatedMention) => {
  const { start, end } = extentOf(mention);
  return text.slice(start, end);
};

function compare(before: readonly AnnotatedDocument[], { documents: after, losses }: Written, where: string): void {
  expect(after.length, `${where}: documents`).toBe(before.length);
  for (const [name, { lost, of }] of Object.entries(aspects)) {
    const isLost = [...losses.keys()].some((loss) => lost.test(loss));
    if (isLost) continue;
    for (const [index, document] of before.entries()) {
      const [expected, found] = [of(document), of(after[index] ?? document)];
      // What is found or made up where there was nothing is no loss.
      if (name === 'words' ? expected.length === 0 : name === 'ids' && hasMadeUpId(document)) continue;
      if (expected.join('\0') !== found.join('\0'))
        expect(found, `${where}: ${name} of ${document.id}; told: ${[...losses.keys()]}`).toEqual(expected);
    }
  }
  for (const [name, loss] of counted) {
    const number = losses.get(loss) ?? 0;
    const total = (documents: readonly AnnotatedDocument[]) =>
      documents.reduce((sum, document) => sum + (aspects[name]?.of(document).length ?? 0), 0);
    if (number > 0) {
      expect(total(before) - total(after), `${where}: ${loss}`).toBe(number);
    }
  }
}

async function matrix(documents: readonly AnnotatedDocument[]): Promise<void> {
  for (const source of forms) {
    const first = await through(source, documents);
    compare(documents, first, `to ${source.name}`);
    for (const target of forms) {
      compare(first.documents, await through(target, first.documents), `${source.name} to ${target.name}`);
    }
  }
}

async function some(place: string, form: string, most: number): Promise<AnnotatedDocument[]> {
  const found: AnnotatedDocument[] = [];
  const reader = forms.find(({ name }) => name === form);
  for await (const document of reader?.read(path.join(corporaFolder, place)) ?? []) {
    if (found.push(document) === most) break;
  }
  return found;
}

describe('every form in every other', () => {
  it('holds what it can of documents with everything, and counts the rest', async () => {
    const text = 'Role of 𝒟-α and β in “breast”  and ovarian cancers.\nNaïve T cells were seen.';
    const at = (words: string) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length });
    const mention = (id: string, type: string, ...spans: readonly string[]): AnnotatedMention => {
      const [first = '', ...others] = spans;
      return { id, spans: [at(first), ...others.map(at)], type, concepts: [], notes: {}, line: 1 };
    };
    const document: AnnotatedDocument = {
      id: '17',
      text,
      passages: [
        { ...at('Role of 𝒟-α and β in “breast”  and ovarian cancers.'), kind: 'title', notes: {}, line: 1 },
        { ...at('Naïve T cells were seen.'), kind: 'abstract', notes: {}, line: 1 },
      ],
      mentions: [
        { ...mention('T1', 'Gene', '𝒟-α'), concepts: ['3558', 'MESH:D1'], notes: { sure: 'yes' } },
        { ...mention('T2', 'Gene', 'β'), score: 0.25 },
        mention('T3', 'Disease', 'breast', 'cancers'),
        mention('T4', 'Disease', 'ovarian cancers'),
        mention('T5', 'CellType', 'Naïve T cells'),
        mention('T6', 'CellType', 'T cells'),
      ],
      relations: [
        {
          id: 'R1',
          type: 'binds',
          arguments: [
            { role: 'Arg1', kind: 'mention', id: 'T1' },
            { role: 'Arg2', kind: 'mention', id: 'T2' },
          ],
          notes: {},
          line: 1,
        },
      ],
      notes: { year: '2024' },
      file: 'x.txt',
      line: 1,
    };
    await matrix([document, { ...document, id: '18', mentions: [], relations: [] }]);
  });
});

const absent = missing(corporaFolder);
describe.skipIf(absent)(absent ?? 'every form in every other, with published corpora', () => {
  it('of running text with concepts and relations', async () => {
    await matrix(await some('concepts/bc5cdr/test.pubtator.txt.gz', 'pubtator', 12));
  });

  it('of words and labels', async () => {
    await matrix(await some('bioner/JNLPBA/devel.tsv.gz', 'conll', 30));
  });
});
