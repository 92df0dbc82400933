import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTokenizer } from '../../src/tokenizer/load.ts';
import { defaultModel, load, robertaFiles, specials, tokensOf } from './build.ts';

describe('words', async () => {
  const tokenizer = await loadTokenizer(defaultModel, { bareWords: false });
  const byteLevel = await load(robertaFiles);

  it('are never special tokens', async () => {
    const special = new Set([0, 2, 3, 4]);
    for (const word of [...specials, 'x[SEP]y', '[SEP][SEP]', ' [CLS]']) {
      const [ids] = await tokenizer.encodeWords([word]);
      expect(
        [...ids!].filter((id) => special.has(id)),
        word,
      ).toEqual([]);
    }
    expect(await tokensOf(byteLevel, '</s>', '<mask>')).toEqual([[...'</s>'], [...'<mask>']]);
  });

  it('are never special tokens even where the vocabulary would give them whole', async () => {
    const model = {
      type: 'WordPiece',
      vocab: { '[UNK]': 0, '[SEP]': 1, a: 2 },
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    };
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
    const added = [{ id: 1, content: '[SEP]', ...flags }];
    const definition = { version: '1.0', added_tokens: added, model, pre_tokenizer: { type: 'WhitespaceSplit' } };
    const whole = await load({ 'tokenizer.json': definition });
    expect(await tokensOf(whole, '[SEP]', 'a')).toEqual([['[UNK]'], ['a']]);
    expect((await whole.encodeWord('[SEP]')).tokens).toEqual(['[UNK]']);
  });

  it('are the unknown token where nothing is left of them', async () => {
    for (const word of ['', ' ', '\u0001', '\ufe0f', '\u200b', '\ud83d', '\ufffd']) {
      expect(await tokensOf(tokenizer, word), JSON.stringify(word)).toEqual([['[UNK]']]);
      const { ids, offsets } = await tokenizer.encodeWord(word);
      expect(ids).toEqual([1]);
      expect(offsets).toEqual([{ start: 0, end: word.length }]);
    }
    expect(await tokensOf(byteLevel, '')).toEqual([['<unk>']]);
  });

  it('come the same from the cache, in any order and number', async () => {
    const words = ['BRCA1', 'TNF-α', 'naïve', 'x'.repeat(300), 'BRCA1'];
    const first = await tokenizer.encodeWords(words);
    const again = await tokenizer.encodeWords([...words].reverse());
    expect([...again].reverse()).toEqual(first);
    expect(await tokenizer.encodeWords([])).toEqual([]);
    const [one, two] = await Promise.all([
      tokenizer.encodeWords(['simvastatin']),
      tokenizer.encodeWords(['simvastatin']),
    ]);
    expect(one).toEqual(two);
  });

  it('may be more than the cache holds', async () => {
    const words = Array.from({ length: 60_000 }, (_, i) => `w${i}`);
    const ids = await tokenizer.encodeWords(words);
    expect(ids).toHaveLength(words.length);
    const samples = [0, 8191, 8192, 59_999];
    const expected = await Promise.all(samples.map((i) => tokenizer.encodeWord(words[i]!)));
    expect(samples.map((i) => [...ids[i]!])).toEqual(expected.map(({ ids }) => ids));
  });

  it('of any characters have ids of the vocabulary and offsets inside them', async () => {
    const word = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());
    for (const each of [tokenizer, byteLevel]) {
      await fc.assert(
        fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (words) => {
          const pieces = await each.encodeWords(words);
          for (const [i, text] of words.entries()) {
            const { ids, tokens, offsets } = await each.encodeWord(text);
            expect([...pieces[i]!]).toEqual(ids);
            expect(ids.length).toBeGreaterThan(0);
            expect([tokens.length, offsets.length]).toEqual([ids.length, ids.length]);
            expect(Math.max(...ids)).toBeLessThan(each.vocabularySize);
            for (const { start, end } of offsets) {
              expect(start).toBeLessThanOrEqual(end);
              expect(end).toBeLessThanOrEqual(text.length);
            }
          }
        }),
        { numRuns: 100 },
      );
    }
  });

  it('of a long paper are each encoded once', async () => {
    const fresh = await loadTokenizer(defaultModel, { bareWords: false });
    const words = Array.from({ length: 25_000 }, (_, i) => `carboxyl${(i * 7919) % 3500}`);
    const pieces = await fresh.encodeWords(words);
    expect(new Set(pieces).size).toBe(3500);
    const again = await fresh.encodeWords(words);
    expect(again.every((each, index) => each === pieces[index])).toBe(true);
  });

  it('have tokens that are asked for by id', () => {
    expect(tokenizer.token(2)).toBe('[CLS]');
    expect(() => tokenizer.token(99_999)).toThrow(RangeError);
  });
});
