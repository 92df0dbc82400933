import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gerbera } from '../support/command-line.ts';
import { goldenFolder, missing, starterModel } from '../support/shared.ts';

type Logits = readonly (readonly number[])[];

/** A row of golden data: a text with code-point offsets, or words. */
interface Row {
  readonly text?: string;
  readonly words?: readonly string[];
  readonly input_ids: readonly number[];
  readonly tokens?: readonly string[];
  readonly offsets?: readonly (readonly [number, number])[];
  readonly word_ids?: readonly (number | null)[];
  readonly logits: Logits | Readonly<Record<string, Logits>>;
  readonly logits_bio?: Logits;
  readonly logits_general?: Logits;
}

interface Inspected {
  readonly tokens: readonly string[];
  readonly ids: readonly number[];
  readonly offsets: readonly (readonly [number, number])[];
  readonly word_ids?: readonly (number | null)[];
  readonly logits: Readonly<Record<string, Logits>>;
}

/** Tolerance of the golden data: 1e-4 absolute. */
function expectClose(found: Logits | undefined, expected: Logits): void {
  expect(found?.length).toBe(expected.length);
  const differences = expected.flatMap((row, token) =>
    row.map((value, label) => Math.abs(value - (found?.[token]?.[label] ?? Number.NaN))),
  );
  expect(differences.every((difference) => difference <= 1e-4)).toBe(true);
}

function readRows(folder: string): readonly Row[] {
  return JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')).rows;
}

async function inspect(folder: string, ...argv: string[]): Promise<Inspected> {
  const { exitCode, stdout, stderr } = await gerbera(['inspect', folder, ...argv]);
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

/** Code-point offsets in UTF-16 units. */
function toUtf16(text: string, offsets: readonly (readonly [number, number])[]): number[][] {
  const points = [...text];
  const unit = (offset: number) => points.slice(0, offset).join('').length;
  return offsets.map(([start, end]) => [unit(start), unit(end)]);
}

describe.each(['bert-tiny', 'roberta-tiny'])('inspecting texts with %s', (name) => {
  const folder = path.join(goldenFolder, name);

  it.skipIf(!existsSync(folder))(
    `gives the tokens, ids, offsets and logits of transformers (${missing(folder) ?? 'golden data'})`,
    async () => {
      for (const row of readRows(folder)) {
        const { text = '', input_ids: ids, tokens, offsets = [], logits } = row;
        const found = await inspect(folder, '--text', text, '--max-length', String(Math.max(ids.length, 2)));
        expect({ ids: found.ids, tokens: found.tokens, offsets: found.offsets }).toEqual({
          ids,
          tokens,
          offsets: toUtf16(text, offsets),
        });
        expectClose(found.logits.classifier, logits as Logits);
      }
    },
  );
});

describe.each(['gerbera-bert-tiny', 'gerbera-roberta-tiny'])('inspecting words with %s', (name) => {
  const folder = path.join(goldenFolder, name);

  it.skipIf(!existsSync(folder))(
    `gives the ids, words and logits of GERBERA's own code (${missing(folder) ?? 'golden data'})`,
    async () => {
      for (const { words = [], input_ids: ids, word_ids, logits, logits_bio, logits_general } of readRows(folder)) {
        // The reference cuts long rows.
        const found = await inspect(folder, '--max-length', String(ids.length), '--words', ...words);
        expect({ ids: found.ids, word_ids: found.word_ids }).toEqual({ ids, word_ids });
        for (const [index, [start, end]] of found.offsets.entries()) {
          const word = word_ids?.[index];
          const length = word === null || word === undefined ? 0 : (words[word]?.length ?? 0);
          expect(start <= end && end <= length).toBe(true);
        }
        expectClose(found.logits.combined, logits as Logits);
        expectClose(found.logits.bio, logits_bio ?? []);
        expectClose(found.logits.general, logits_general ?? []);
      }
    },
  );
});

describe.skipIf(missing(starterModel))(
  `inspecting a model in our own form (${missing(starterModel) ?? 'nine heads'})`,
  () => {
    it("gives PyTorch's ids, words and logits of every head, the hidden one too", async () => {
      for (const { words = [], input_ids: ids, word_ids, logits } of readRows(starterModel)) {
        const found = await inspect(starterModel, '--words', ...words);
        expect({ ids: found.ids, word_ids: found.word_ids }).toEqual({ ids, word_ids });
        const heads = logits as Readonly<Record<string, Logits>>;
        expect(Object.keys(found.logits)).toEqual(Object.keys(heads));
        for (const [head, expected] of Object.entries(heads)) expectClose(found.logits[head], expected);
      }
    });
  },
);

describe('inspecting the embedded model', () => {
  it('gives offsets in each word', async () => {
    const found = await inspect('default', '--words', '😀', 'IL-2', 'mRNA');
    expect(found.word_ids?.[0]).toBeNull();
    const covered = ['😀', 'IL-2', 'mRNA'].map((_, word) =>
      found.offsets.filter((_, token) => found.word_ids?.[token] === word),
    );
    expect(covered.map((offsets) => [offsets.at(0)?.[0], offsets.at(-1)?.[1]])).toEqual([
      [0, 2],
      [0, 4],
      [0, 4],
    ]);
  });

  it('tells what it is made of', async () => {
    const { stdout } = await gerbera(['inspect', 'default']);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({
      name: 'default',
      family: 'bert',
      window: 128,
      architecture: ['GerberaForTokenClassification'],
    });
    expect(found.heads).toHaveLength(9);
    expect(found.heads[8]).toEqual({ name: 'General', labels: ['O', 'B', 'I'], type: 'General', shown: false });
    expect(found.tensors).toContainEqual({ name: 'heads.RNA.out_proj.weight', type: 'F16', shape: [3, 256] });
  });

  it('says so when a text is longer than its window', async () => {
    const { exitCode, stderr } = await gerbera(['inspect', 'default', '--text', 'cell '.repeat(200)]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^gerbera: the input has 202 tokens, but the model takes 128 at most.*\n$/);
    const found = await inspect('default', '--text', 'cell '.repeat(200), '--max-length', '128');
    expect(found.ids).toHaveLength(128);
    expect(found.tokens.at(-1)).toBe('[SEP]');
  });

  it.each([
    [[], 'a model is needed'],
    [['default', 'more'], 'one argument too many'],
    [['default', '--text', 'a', '--words', 'b'], 'exclude each other'],
    [['default', '--max-length', '0', '--text', 'a'], '--max-length is a number from 1'],
  ])('exits with 2 for %j', async (argv, message) => {
    const { exitCode, stderr } = await gerbera(['inspect', ...argv]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
