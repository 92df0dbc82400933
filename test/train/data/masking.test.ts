import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import { randomOf } from '../../../src/core/random.ts';
import { embeddedModel } from '../../../src/library/folders.ts';
import { loadTokenizer } from '../../../src/tokenizer/load.ts';
import type { LoadedTokenizer } from '../../../src/tokenizer/native.ts';
import { maskedLanguageModel } from '../../../src/train/batch.ts';
import type { EpochKeys } from '../../../src/train/data/batches.ts';
import { type MaskingOptions, maskTokens, planMaskingEpoch } from '../../../src/train/data/masking.ts';
import { type TokenizedText, tokenizeTexts } from '../../../src/train/data/text.ts';

const keys: EpochKeys = { seed: 1, stage: 'pretraining', epoch: 0 };
let tokenizer: LoadedTokenizer;
let options: MaskingOptions;
let text: TokenizedText;

beforeAll(async () => {
  tokenizer = await loadTokenizer(embeddedModel(), { bareWords: false });
  options = { size: { tokens: 512 }, maxLength: 32, padding: 0, tokenizer };
  const paragraph = 'Clustering of missense mutations in a sporadic T-cell leukaemia treated with cyclosporin.';
  const documents = [30, 1, 8].map((count) => ({ paragraphs: Array<string>(count).fill(paragraph) }));
  text = await tokenizeTexts(documents, tokenizer);
});

describe('tokenizing texts', () => {
  it('gives the tokens of each document without special ones, and where it begins', async () => {
    const documents = [
      { paragraphs: ['Asthma is a disease.', 'It is [SEP] common.'] },
      { paragraphs: [] },
      { paragraphs: ['  '] },
      { paragraphs: ['BRCA1'] },
    ];
    const { ids, starts } = await tokenizeTexts(documents, tokenizer);
    const expected = await Promise.all(
      ['Asthma is a disease.', 'It is', '[', 'SEP', ']', 'common.', 'BRCA1'].map((part) => tokenizer.encodeText(part)),
    );
    expect([...ids]).toEqual(expected.flatMap((encoding) => encoding.ids.slice(1, -1)));
    expect(ids).toBeInstanceOf(Uint16Array);
    const last = (expected.at(-1)?.ids.length ?? 0) - 2;
    expect([...starts]).toEqual([0, ids.length - last, ids.length]);
  });

  it('keeps the order of long documents, and stops when it is told to', async () => {
    const paragraphs = Array.from({ length: 600 }, (_, index) => `${index} `.repeat(400));
    const whole = await tokenizeTexts([{ paragraphs }], tokenizer);
    const parts = await tokenizeTexts(
      [{ paragraphs: paragraphs.slice(0, 300) }, { paragraphs: paragraphs.slice(300) }],
      tokenizer,
    );
    expect(whole.ids).toEqual(parts.ids);
    expect(whole.starts.length).toBe(2);
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(tokenizeTexts([{ paragraphs }], tokenizer, { signal })).rejects.toThrow('stopped');
  });
});

describe('masking', () => {
  const vocabulary = { size: 1000, special: new Set([0, 1, 2, 3, 4]), mask: 4 };

  it('hides a share of tokens, 80 % by the mask, 10 % by a random token, and leaves 10 %', () => {
    const tokens = Uint16Array.from({ length: 200_000 }, (_, index) => 5 + (index % 995));
    const { ids, chosen, labels } = maskTokens(tokens, 0.15, vocabulary, randomOf('masking'));
    expect(chosen.length).toBe(30_000);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(labels).toEqual(chosen.map((index) => tokens[index]));
    const fates = { mask: 0, random: 0, same: 0 };
    for (const [at, index] of chosen.entries()) {
      const id = ids[index] ?? -1;
      if (id === 4) fates.mask++;
      else if (id === labels[at]) fates.same++;
      else fates.random++;
      expect(id === 4 || !vocabulary.special.has(id)).toBe(true);
    }
    // Four standard deviations of 30,000 draws.
    expect(Math.abs(fates.mask / 30_000 - 0.8)).toBeLessThan(0.01);
    expect(Math.abs(fates.random / 30_000 - 0.1)).toBeLessThan(0.007);
    expect(Math.abs(fates.same / 30_000 - 0.1)).toBeLessThan(0.007);
    const hidden = new Set(chosen);
    expect(ids.every((id, index) => hidden.has(index) || id === tokens[index])).toBe(true);
    // Every place is as likely.
    expect(Math.abs(chosen.filter((index) => index < 100_000).length / 30_000 - 0.5)).toBeLessThan(0.012);
  });

  it('never chooses special or unknown tokens, and of a short window at least one other', () => {
    for (let seed = 0; seed < 50; seed++) {
      const { ids, chosen } = maskTokens([1, 2, 7, 1, 0], 0.15, vocabulary, randomOf(seed));
      expect(chosen).toEqual([2]);
      expect([...ids].filter((_, index) => index !== 2)).toEqual([1, 2, 1, 0]);
    }
    expect(maskTokens([1, 1, 3], 0.5, vocabulary, randomOf(0))).toEqual({
      ids: Uint32Array.of(1, 1, 3),
      chosen: [],
      labels: [],
    });
  });

  it('gives batches whose targets are what the text had at their positions', () => {
    const { batches, statistics } = planMaskingEpoch(text, options, keys);
    const seen: number[] = [];
    let count = 0;
    for (const { rows, length, ids, mask, positions, targets } of batches()) {
      count++;
      expect(rows * length).toBeLessThanOrEqual(512);
      expect(length % 8).toBe(0);
      expect([...targets.keys()]).toEqual([maskedLanguageModel]);
      const { rows: places = new Int32Array(), labels = new Int32Array() } = targets.get(maskedLanguageModel) ?? {};
      expect([...places]).toEqual([...positions.keys()]);
      expect([...positions].every((position, index) => index === 0 || position > (positions[index - 1] ?? 0n))).toBe(
        true,
      );
      const original = [...ids].map(Number);
      for (const [index, position] of positions.entries()) original[Number(position)] = labels[index] ?? -1;
      for (let row = 0; row < rows; row++) {
        const tokens = original
          .slice(row * length, (row + 1) * length)
          .filter((_, at) => mask[row * length + at] === 1n);
        expect([tokens[0], tokens.at(-1)]).toEqual([...tokenizer.opening, ...tokenizer.closing]);
        seen.push(...tokens.slice(1, -1));
        const own = [...positions].filter((position) => Math.floor(Number(position) / length) === row).length;
        expect(own).toBe(Math.max(1, Math.round((tokens.length - 2) * 0.15)));
      }
    }
    expect(seen.sort()).toEqual([...text.ids].sort());
    expect(statistics.batches).toBe(count);
    expect(statistics.tokens).toBe(text.ids.length + 2 * statistics.examples);
    const documents = [...text.starts].slice(1).map((start, index) => start - (text.starts[index] ?? 0));
    expect(statistics.examples).toBe(documents.reduce((sum, length) => sum + Math.ceil(length / 30), 0));
  });

  it('hides the same tokens for the same keys whatever the batches, others in another epoch', () => {
    const hidden = (change: Partial<MaskingOptions> = {}, other: Partial<EpochKeys> = {}, from = 0) => [
      ...planMaskingEpoch(text, { ...options, ...change }, { ...keys, ...other }).batches(from),
    ];
    const batches = hidden();
    expect(hidden()).toEqual(batches);
    expect(hidden({}, {}, 2)).toEqual(batches.slice(2));
    for (const other of [{ seed: 2 }, { epoch: 1 }, { stage: 'later' }]) expect(hidden({}, other)).not.toEqual(batches);
    const rows = (all: typeof batches) =>
      all.flatMap(({ rows, length, ids, mask }) =>
        Array.from({ length: rows }, (_, row) =>
          [...ids.subarray(row * length, (row + 1) * length)]
            .filter((_, at) => mask[row * length + at] === 1n)
            .join(' '),
        ),
      );
    expect(rows(hidden({ size: { examples: 3 } })).sort()).toEqual(rows(batches).sort());
  });

  it('is refused where there is nothing to hide, or no way to', async () => {
    const empty = await tokenizeTexts([], tokenizer);
    expect(() => planMaskingEpoch(empty, options, keys)).toThrow('there is no text to pretrain on');
    for (const share of [0, 1, Number.NaN]) {
      expect(() => planMaskingEpoch(text, { ...options, share }, keys)).toThrow(UserError);
    }
    expect(() => planMaskingEpoch(text, { ...options, maxLength: 2 }, keys)).toThrow('has no room for a word');
  });
});
