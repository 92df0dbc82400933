import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LabelledSentence, splits } from '../../src/corpus/corpus.ts';
import { readCorpus } from '../../src/corpus/read.ts';
import { withTypes } from '../../src/corpus/select.ts';
import { listTextFiles, readTexts } from '../../src/corpus/text.ts';
import { corporaFolder, missing } from '../support/shared.ts';

const manifest = path.join(corporaFolder, 'MANIFEST.tsv');
const absent = missing(manifest);

interface Row {
  readonly file: string;
  readonly sha256: string;
  readonly sentences: number;
  readonly words: number;
  readonly entities: number;
  readonly note: string;
}

function rows(under: RegExp): Row[] {
  const [, ...lines] = readFileSync(manifest, 'utf8').trimEnd().split('\n');
  return lines
    .map((line) => line.split('\t'))
    .map(([file = '', , sha256 = '', sentences, words, entities, note = '']) => ({
      file,
      sha256,
      sentences: Number(sentences),
      words: Number(words),
      entities: Number(entities),
      note,
    }))
    .filter(({ file }) => under.test(file));
}

describe.skipIf(absent)(absent ?? 'published corpora', () => {
  it('have the sentences, words, entities and bytes that their manifest tells', async () => {
    const expected = rows(/^(bioner|general)\/.*\.tsv\.gz$/);
    expect(expected.length).toBeGreaterThan(0);
    const folders = new Set(expected.map(({ file }) => path.dirname(file)));
    const found = new Map<string, Omit<Row, 'note'>>();
    for (const folder of folders) {
      const { parts } = await readCorpus(path.join(corporaFolder, folder));
      for (const split of splits) {
        const part = parts[split];
        if (!part) continue;
        const file = path.relative(corporaFolder, part.file);
        const { sentences } = part;
        const sum = (count: (sentence: LabelledSentence) => number) =>
          sentences.reduce((total, sentence) => total + count(sentence), 0);
        expect([part.scheme, part.irregular], file).toEqual(['IOB2', 0]);
        found.set(file, {
          file,
          sha256: part.sha256,
          sentences: sentences.length,
          words: sum(({ words }) => words.length),
          entities: sum(({ mentions }) => mentions.length),
        });
        const withEntity = /sentences with an entity (\d+)/.exec(rows(new RegExp(`^${file}$`))[0]?.note ?? '')?.[1];
        if (withEntity) expect(withTypes(part.sentences, part.types).length, file).toBe(Number(withEntity));
      }
    }
    // The manifest gives only the hashes of some.
    for (const { note: _, ...row } of expected) {
      const counts = row.sentences > 0 ? row : { file: row.file, sha256: row.sha256 };
      expect(found.get(row.file), row.file).toMatchObject(counts);
    }
    expect(expected.filter(({ sentences }) => sentences > 0).length).toBeGreaterThan(40);
    expect(found.size).toBe(expected.length);
  });

  it('of several types give the published single-type sets when they are filtered', async () => {
    const { parts } = await readCorpus(path.join(corporaFolder, 'bioner/JNLPBA'));
    const counts = (type: string) => splits.map((split) => withTypes(parts[split]?.sentences ?? [], [type]).length);
    expect(counts('RNA')).toEqual([720, 89, 102]);
    expect(counts('cell_line')).toEqual([2596, 284, 377]);
  });

  const unlabelled = path.join(corporaFolder, 'unlabeled/craft-articles');
  it.skipIf(!existsSync(unlabelled))('without labels have the documents that their manifest tells', async () => {
    const expected = rows(/^unlabeled\/craft-articles\/.*\.txt\.gz$/);
    const files: { file: string; sha256: string; sentences: number }[] = [];
    let words = 0;
    const texts = readTexts(await listTextFiles([unlabelled]), {
      onFile: ({ file, sha256, documents }) => {
        files.push({ file: path.relative(corporaFolder, file), sha256, sentences: documents });
      },
    });
    for await (const { paragraphs } of texts) {
      for (const paragraph of paragraphs) words += paragraph.split(/\s+/).length;
    }
    expect(files).toEqual(expected.map(({ file, sha256, sentences }) => ({ file, sha256, sentences })));
    expect(words).toBeGreaterThan(0.95 * expected.reduce((sum, row) => sum + row.words, 0));
  });
});
