import { readdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { AnnotatedDocument } from '../../../src/corpus/document.ts';
import { biocJson } from '../../../src/corpus/forms/bioc/bioc-json.ts';
import { biocXml } from '../../../src/corpus/forms/bioc/bioc-xml.ts';
import type { FileForm } from '../../../src/corpus/forms/form.ts';
import { forms } from '../../../src/corpus/forms/forms.ts';
import { doccano } from '../../../src/corpus/forms/json-lines/doccano.ts';
import { jsonl } from '../../../src/corpus/forms/json-lines/jsonl.ts';
import { spacy } from '../../../src/corpus/forms/json-lines/spacy.ts';
import { pubtator } from '../../../src/corpus/forms/pubtator/pubtator.ts';
import { passageLoss } from '../../../src/corpus/problems.ts';
import { headOf } from '../../../src/files/head.ts';
import { corporaFolder, missing, sampleOf } from '../../support/shared.ts';
import { scratchFolder, write } from '../files.ts';
import { edits, mutated, withoutPlaces } from './arbitrary.ts';
import { encodeAll, readAll } from './reading.ts';
import { wholeDocuments } from './whole-documents.ts';

const folder = scratchFolder();
const runs = Number(process.env.GERBERA_FUZZ ?? 150);

async function again(form: FileForm, documents: readonly AnnotatedDocument[]) {
  const { bytes, losses } = await encodeAll(form, documents);
  const file = write(folder, `again-${form.name}`, bytes);
  return { ...(await readAll(form, file)), losses, bytes, file };
}

describe('a document with everything', () => {
  it('comes back from our own JSON Lines as it was', async () => {
    await fc.assert(
      fc.asyncProperty(wholeDocuments(true), async (documents) => {
        const { documents: read, losses, problems, bytes } = await again(jsonl, documents);
        expect(withoutPlaces(read)).toEqual(withoutPlaces(documents));
        expect([losses, problems]).toEqual([{}, []]);
        expect((await encodeAll(jsonl, read)).bytes).toEqual(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it.each([biocXml, biocJson])('comes back from $title as it was, but for words', async (form) => {
    await fc.assert(
      fc.asyncProperty(wholeDocuments(false), async (documents) => {
        const { documents: read, losses, problems, bytes } = await again(form, documents);
        expect(withoutPlaces(read)).toEqual(withoutPlaces(documents));
        expect([losses, problems]).toEqual([{}, []]);
        expect((await encodeAll(form, read)).bytes).toEqual(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it('comes back from forms that hold less with its text and its mentions, and the rest is counted', async () => {
    const count = (documents: readonly AnnotatedDocument[], of: (document: AnnotatedDocument) => number) =>
      documents.reduce((sum, document) => sum + of(document), 0);
    await fc.assert(
      fc.asyncProperty(wholeDocuments(true), async (documents) => {
        for (const form of [spacy, doccano]) {
          const { documents: read, losses, problems } = await again(form, documents);
          expect(problems).toEqual([]);
          expect(read.map(held)).toEqual(documents.map(held));
          const lost: Record<string, number> = {
            'discontinuous mentions': count(
              documents,
              ({ mentions }) => mentions.filter(({ spans }) => spans.length > 1).length,
            ),
            [passageLoss]: count(documents, (document) => (isPlain(document) ? 0 : document.passages.length)),
            relations:
              count(documents, ({ relations }) => relations.length) - count(read, ({ relations }) => relations.length),
            'columns of words': count(
              documents,
              ({ sentences = [] }) => sentences.flatMap(({ words }) => words).length,
            ),
          };
          if (form === doccano) {
            lost['concepts of mentions'] = count(
              documents,
              ({ mentions }) => mentions.flatMap(({ concepts }) => concepts).length,
            );
            lost.scores = count(
              documents,
              ({ mentions }) => mentions.filter(({ score }) => score !== undefined).length,
            );
          } else {
            const about = ({ mentions }: AnnotatedDocument) =>
              mentions.map(({ id, concepts, score }) => JSON.stringify([concepts, score, id])).sort();
            expect(read.map(about)).toEqual(documents.map(about));
          }
          for (const [what, number] of Object.entries(lost)) expect([what, losses[what] ?? 0]).toEqual([what, number]);
        }
      }),
      { numRuns: 150 },
    );

    function isPlain({ text, passages: [only, ...others] }: AnnotatedDocument) {
      const isWhole = only?.start === 0 && only.end === text.length && only.kind === 'paragraph';
      return isWhole && others.length === 0 && Object.keys(only.notes).length === 0;
    }

    /** What both forms hold. */
    function held({ id, text, mentions }: AnnotatedDocument) {
      const stretches = mentions.map(({ spans, type }) => `${spans[0].start} ${spans.at(-1)?.end} ${type}`);
      return { id, text, mentions: stretches.sort() };
    }
  });
});

describe('a damaged file', () => {
  const documents = fc
    .sample(wholeDocuments(true), { numRuns: 6, seed: 4 })
    .flat()
    .map((document, index) => ({ ...document, id: `${index}` }));

  it.each([jsonl, spacy, doccano, biocJson, biocXml])(
    'of $title never gives another error than one for the user, with file and line',
    async (form) => {
      const { bytes } = await encodeAll(form, documents);
      await fc.assert(
        fc.asyncProperty(edits, async (changes) => {
          const file = write(folder, `fuzz-${form.name}`, mutated(bytes, changes));
          form.matches(await headOf(file));
          const outcome: unknown = await readAll(form, file).catch((error: unknown) => error);
          if (!(outcome instanceof Error)) {
            await encodeAll(form, (outcome as Awaited<ReturnType<typeof readAll>>).documents);
            return;
          }
          expect(outcome).toBeInstanceOf(UserError);
          expect(outcome.message.startsWith(`${file}: `)).toBe(true);
          expect(outcome.message).toMatch(/: line \d+|there is no document in it|cannot be read/);
        }),
        { numRuns: runs },
      );
    },
    600_000,
  );
});

describe('the beginning of a file', () => {
  it('tells each form from the others', async () => {
    const documents = fc.sample(wholeDocuments(true), { numRuns: 20, seed: 5 });
    for (const form of [jsonl, spacy, doccano, biocJson, biocXml]) {
      for (const some of documents) {
        const { bytes } = await encodeAll(form, some);
        const text = bytes.toString();
        for (const head of [text, text.slice(0, 90 + text.length / 2)]) {
          if (head.length < 200) continue;
          const found = forms.find((each) => each.kind === 'file' && each.matches(head));
          expect([found?.name, head.slice(0, 80)]).toEqual([form.name, head.slice(0, 80)]);
        }
      }
    }
  });
});

const absent = missing(corporaFolder);
describe.skipIf(absent)(absent ?? 'published corpora in PubTator', () => {
  const root = path.join(corporaFolder, 'concepts');
  const files = absent
    ? []
    : readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.gz'));
  const sample = sampleOf(files.map((name) => path.join(root, name))).map((file) => path.relative(root, file));

  it.each(sample)(
    '%s comes back from each form',
    async (name) => {
      const { documents } = await readAll(pubtator, path.join(root, name));
      const asPubtator = (await encodeAll(pubtator, documents)).bytes;
      for (const form of [jsonl, biocXml, biocJson]) {
        const { documents: read, losses, problems, file } = await again(form, documents);
        expect([losses, problems]).toEqual([{}, []]);
        expect(isDeepStrictEqual(withoutPlaces(read), withoutPlaces(documents))).toBe(true);
        expect((await encodeAll(pubtator, read)).bytes.equals(asPubtator)).toBe(true);
        expect(form.matches(await headOf(file))).toBe(true);
      }
      for (const form of [spacy, doccano]) {
        const { documents: read, losses, problems } = await again(form, documents);
        expect(problems).toEqual([]);
        const held = (all: readonly AnnotatedDocument[]) =>
          JSON.stringify(
            all.map(({ id, text, mentions }) => [
              id,
              text,
              mentions.map(({ spans, type, concepts }) => [spans, type, form === spacy ? concepts : 0]),
            ]),
          );
        expect(held(read) === held(documents)).toBe(true);
        const lost =
          form === spacy
            ? ['relations', passageLoss]
            : ['relations', passageLoss, 'concepts of mentions', 'notes of mentions'];
        expect(Object.keys(losses).filter((what) => !lost.includes(what))).toEqual([]);
      }
    },
    120_000,
  );
});
