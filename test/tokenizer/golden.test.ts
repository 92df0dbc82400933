import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/load.ts';
import type { LoadedTokenizer } from '../../src/tokenizer/native.ts';
import { goldenFolder, missing, starterModel } from '../support/shared.ts';

interface TextRow {
  readonly text: string;
  readonly input_ids: readonly number[];
  readonly offsets: readonly (readonly [number, number])[];
  readonly tokens: readonly string[];
}

interface WordsRow {
  readonly words: readonly string[];
  readonly input_ids: readonly number[];
  readonly word_ids: readonly (number | null)[];
  readonly tokens?: readonly string[];
}

const skipped = missing(goldenFolder);
const models = skipped
  ? []
  : readdirSync(goldenFolder).filter((name) => existsSync(path.join(goldenFolder, name, 'expected.json')));
const scratch = mkdtempSync(path.join(tmpdir(), 'gerbera-tokenizer-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function rows<Row>(folder: string): readonly Row[] {
  return JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')).rows;
}

/** A copy of the folder without `tokenizer.json`. */
function vocabularyAlone(folder: string): string {
  const copy = path.join(scratch, path.basename(folder));
  cpSync(folder, copy, { recursive: true, filter: (file) => !/tokenizer\.json$|\.bin$|\.safetensors$/.test(file) });
  return copy;
}

/** The reference cut its inputs to the length of its batches: the closing token moved up. */
function cut<T>(items: readonly T[], length: number): readonly T[] {
  return items.length > length ? [...items.slice(0, length - 1), ...items.slice(-1)] : items;
}

/** Checks that `tokenizer` reads the words of a row as the reference did, as far as the row goes before it is cut. */
async function expectWords(tokenizer: LoadedTokenizer, { words, input_ids, word_ids, tokens }: WordsRow) {
  const pieces = await tokenizer.encodeWords(words);
  const ids = [...tokenizer.opening];
  const owners: (number | null)[] = tokenizer.opening.map(() => null);
  for (const [i, piece] of pieces.entries()) {
    ids.push(...piece);
    owners.push(...Array.from(piece, () => i));
  }
  const length = input_ids.length - tokenizer.closing.length;
  expect(length).toBeLessThanOrEqual(ids.length);
  expect([...ids.slice(0, length), ...tokenizer.closing]).toEqual(input_ids);
  expect([...owners.slice(0, length), ...tokenizer.closing.map(() => null)]).toEqual(word_ids);
  if (tokens) expect(input_ids.map((id) => tokenizer.token(id))).toEqual(tokens);
}

describe.skipIf(skipped)(`tokenizers of the golden data${skipped ? ` (${skipped})` : ''}`, () => {
  const forms = [
    ['tokenizer.json', (folder: string) => folder],
    ['vocabulary files alone', vocabularyAlone],
  ] as const;
  for (const model of models) {
    const folder = path.join(goldenFolder, model);
    const [first] = rows<TextRow | WordsRow>(folder);
    for (const [form, prepare] of forms) {
      it(`${model} from ${form}`, async () => {
        const { architectures } = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8'));
        const bareWords = /MultiNER/.test(architectures);
        const tokenizer = await loadTokenizer(prepare(folder), { bareWords });
        if (first && 'words' in first) {
          for (const row of rows<WordsRow>(folder)) await expectWords(tokenizer, row);
          return;
        }
        for (const { text, input_ids, offsets, tokens } of rows<TextRow>(folder)) {
          const encoding = await tokenizer.encodeText(text);
          expect(cut(encoding.ids, input_ids.length), text).toEqual(input_ids);
          expect(cut(encoding.tokens, input_ids.length), text).toEqual(tokens);
          const codePoints = encoding.offsets.map(({ start, end }) => [
            [...text.slice(0, start)].length,
            [...text.slice(0, end)].length,
          ]);
          expect(cut(codePoints, input_ids.length), text).toEqual(offsets);
        }
      });
    }
  }
});

describe.skipIf(missing(starterModel))(
  `a tokenizer of our own (${missing(starterModel) ?? 'of 12,288 tokens'})`,
  () => {
    it.each([
      ['tokenizer.json', (folder: string) => folder],
      ['vocab.txt alone', vocabularyAlone],
    ])('reads words as the reference did, from %s', async (_, from) => {
      const folder = from(starterModel);
      const tokenizer = await loadTokenizer(folder, { bareWords: false });
      expect(tokenizer.vocabularySize).toBe(12_288);
      for (const row of rows<WordsRow>(folder)) await expectWords(tokenizer, row);
    });
  },
);
