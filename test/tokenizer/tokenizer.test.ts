import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { loadTokenizer } from '../../src/tokenizer/load.ts';
import type { LoadedTokenizer } from '../../src/tokenizer/native.ts';

const defaultModel = path.resolve(import.meta.dirname, '../../models/default');
const scratch = mkdtempSync(path.join(tmpdir(), 'gerbera-tokenizer-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let folders = 0;
/** A new folder with these files; what is not text is written as JSON. */
function folderOf(files: Readonly<Record<string, unknown>>): string {
  const folder = path.join(scratch, String(folders++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const load = (files: Readonly<Record<string, unknown>>, bareWords = false) =>
  loadTokenizer(folderOf(files), { bareWords });

async function tokensOf(tokenizer: LoadedTokenizer, ...words: readonly string[]): Promise<string[][]> {
  return (await tokenizer.encodeWords(words)).map((ids) => Array.from(ids, (id) => tokenizer.token(id)));
}

const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const cased = [...specials, 'BR', '##CA', '##1', 'gene', 'é', 'e', '[', ']', 'SEP', '中', '##s'];
const lines = (tokens: readonly string[]) => `${tokens.join('\n')}\n`;

/** The 256 symbols that byte-level BPE writes bytes as: a printable byte is itself, another one U+0100 and up. */
const symbols = (() => {
  const printable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();
const roberta = ['<s>', '<pad>', '</s>', '<unk>', ...symbols, 'in', 'Ġin', '<mask>'];
const robertaFiles = {
  'vocab.json': Object.fromEntries(roberta.map((token, id) => [token, id])),
  'merges.txt': '#version: 0.2\ni n\nĠ in\n',
};

describe('WordPiece from vocab.txt', () => {
  it('opens with [CLS], closes with [SEP] and cuts words into pieces', async () => {
    const tokenizer = await load({ 'vocab.txt': lines(cased) });
    expect([tokenizer.opening, tokenizer.closing]).toEqual([[2], [3]]);
    expect(tokenizer.vocabularySize).toBe(cased.length);
    expect(await tokensOf(tokenizer, 'BRCA1', 'genes', 'novel', '中gene')).toEqual([
      ['BR', '##CA', '##1'],
      ['gene', '##s'],
      ['[UNK]'],
      ['中', 'gene'],
    ]);
  });

  it('reads a file with Windows line ends', async () => {
    const tokenizer = await load({ 'vocab.txt': cased.join('\r\n') });
    expect(await tokensOf(tokenizer, 'genes')).toEqual([['gene', '##s']]);
  });

  it('keeps case where the vocabulary has capitals, and drops it where it has none', async () => {
    expect(await tokensOf(await load({ 'vocab.txt': lines(cased) }), 'GENE', 'é')).toEqual([['[UNK]'], ['é']]);
    const uncased = cased.filter((token) => !/^(BR|##CA|SEP)$/.test(token));
    expect(await tokensOf(await load({ 'vocab.txt': lines(uncased) }), 'GENE', 'é')).toEqual([['gene'], ['e']]);
  });

  it('obeys tokenizer_config.json', async () => {
    const config = { do_lower_case: true, strip_accents: false, tokenize_chinese_chars: false };
    const tokenizer = await load({ 'vocab.txt': lines(cased), 'tokenizer_config.json': config });
    expect(await tokensOf(tokenizer, 'GENE', 'é', '中gene')).toEqual([['gene'], ['é'], ['[UNK]']]);
  });

  it('takes special tokens by other names from its settings, as text or as objects', async () => {
    const tokens = ['<u>', '<c>', '<e>', 'gene'];
    const tokenizer = await load({
      'vocab.txt': lines(tokens),
      'tokenizer_config.json': { unk_token: '<u>', cls_token: { content: '<c>', lstrip: false } },
      'special_tokens_map.json': { sep_token: '<e>', cls_token: 'not this one' },
    });
    expect([tokenizer.opening, tokenizer.closing]).toEqual([[1], [2]]);
    expect(await tokensOf(tokenizer, 'gene', 'x')).toEqual([['gene'], ['<u>']]);
  });

  it('reads tokens that were added later', async () => {
    const decoder = { added_tokens_decoder: { [cased.length]: { content: 'p53', special: false } } };
    const added = { 'added_tokens.json': { 'IL-2': cased.length + 1 } };
    const tokenizer = await load({ 'vocab.txt': lines(cased), 'tokenizer_config.json': decoder, ...added });
    expect(await tokensOf(tokenizer, 'p53', 'IL-2')).toEqual([['p53'], ['IL-2']]);
    expect(tokenizer.vocabularySize).toBe(cased.length + 2);
  });
});

describe('byte-level BPE from vocab.json and merges.txt', () => {
  it('reads words without a space before them, unless the settings ask for one', async () => {
    const bare = await load(robertaFiles);
    expect([bare.opening, bare.closing]).toEqual([[0], [2]]);
    expect(await tokensOf(bare, 'in', 'inn')).toEqual([['in'], ['in', 'n']]);
    const spaced = { ...robertaFiles, 'tokenizer_config.json': { add_prefix_space: true } };
    expect(await tokensOf(await load(spaced), 'in', 'inn')).toEqual([['Ġin'], ['Ġin', 'n']]);
    expect(await tokensOf(await load(spaced, true), 'in')).toEqual([['in']]);
  });

  it('spells any text in bytes', async () => {
    const tokenizer = await load(robertaFiles);
    const [pieces] = await tokensOf(tokenizer, '😀');
    expect(pieces).toEqual(['ð', 'Ł', 'ĺ', 'Ģ']);
    const { offsets } = await tokenizer.encodeText('a😀b');
    expect(offsets.map(({ start, end }) => [start, end])).toEqual([
      [0, 0],
      [0, 1],
      [1, 3],
      [1, 3],
      [1, 3],
      [1, 3],
      [3, 4],
      [0, 0],
    ]);
  });
});

describe('tokenizer.json', () => {
  const whole = JSON.parse(readFileSync(path.join(defaultModel, 'tokenizer.json'), 'utf8'));

  it('neither truncates nor pads, whatever it says', async () => {
    const tokenizer = await load({
      'tokenizer.json': {
        ...whole,
        truncation: { direction: 'Right', max_length: 4, strategy: 'LongestFirst', stride: 0 },
        padding: { strategy: { Fixed: 64 }, direction: 'Right', pad_id: 0, pad_type_id: 0, pad_token: '[PAD]' },
      },
    });
    const { ids, tokens } = await tokenizer.encodeText('one two three four five six');
    expect(ids.length).toBeGreaterThanOrEqual(8);
    expect(tokens).not.toContain('[PAD]');
    expect((await tokenizer.encodeWords(['methylphenidate']))[0]!.length).toBeGreaterThan(1);
  });

  it('is overruled by tokenizer_config.json, as in transformers', async () => {
    const lower = { 'tokenizer.json': whole, 'tokenizer_config.json': { do_lower_case: true } };
    const [capital, small] = await tokensOf(await load(lower), 'Gene', 'gene');
    expect(capital).toEqual(small);
    const other = {
      ...lower,
      'tokenizer_config.json': { do_lower_case: true, tokenizer_class: 'PreTrainedTokenizerFast' },
    };
    const [kept, plain] = await tokensOf(await load(other), 'Gene', 'gene');
    expect(kept).not.toEqual(plain);
  });

  it('loses a prefix space in a sequence, too, where words are bare', async () => {
    const model = {
      type: 'BPE',
      vocab: robertaFiles['vocab.json'],
      merges: [
        ['i', 'n'],
        ['Ġ', 'in'],
      ],
      unk_token: '<unk>',
    };
    const byteLevel = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true };
    const definition = {
      version: '1.0',
      added_tokens: [],
      model,
      pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'Digits', individual_digits: false }, byteLevel] },
    };
    expect(await tokensOf(await load({ 'tokenizer.json': definition }), 'in')).toEqual([['Ġin']]);
    expect(await tokensOf(await load({ 'tokenizer.json': definition }, true), 'in')).toEqual([['in']]);
  });

  it('may hold a unigram model', async () => {
    const vocab = [
      ['<s>', 0],
      ['</s>', 0],
      ['<unk>', 0],
      ['\u2581', -2],
      ['\u2581gene', -1],
      ['s', -1],
    ];
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
    const cls = { id: '<s>', ids: [0], tokens: ['<s>'] };
    const tokenizer = await load({
      'tokenizer.json': {
        version: '1.0',
        added_tokens: ['<s>', '</s>', '<unk>'].map((content, id) => ({ id, content, ...flags })),
        pre_tokenizer: { type: 'Metaspace', replacement: '\u2581', prepend_scheme: 'always', split: true },
        post_processor: {
          type: 'TemplateProcessing',
          single: [{ SpecialToken: { id: '<s>', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }],
          pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
          special_tokens: { '<s>': cls },
        },
        model: { type: 'Unigram', unk_id: 2, vocab, byte_fallback: false },
      },
    });
    expect([tokenizer.opening, tokenizer.closing, tokenizer.vocabularySize]).toEqual([[0], [], 6]);
    expect(await tokensOf(tokenizer, 'genes', '')).toEqual([['\u2581gene', 's'], ['<unk>']]);
    expect((await tokenizer.encodeWords(['<s>']))[0]).not.toContain(0);
  });

  it('keeps the ids of tokens added after a special one', async () => {
    const next = whole.added_tokens.length;
    const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
    const added = [
      ...whole.added_tokens,
      { id: 12_288, content: '<special>', special: true, ...flags },
      { id: 12_289, content: 'zzyzx', special: false, ...flags },
    ];
    expect(next).toBe(5);
    const tokenizer = await load({ 'tokenizer.json': { ...whole, added_tokens: added } });
    expect([...(await tokenizer.encodeWords(['zzyzx']))[0]!]).toEqual([12_289]);
    expect([...(await tokenizer.encodeWords(['<special>']))[0]!]).not.toContain(12_288);
    expect((await tokenizer.encodeText('<special>')).ids).toEqual([2, 12_288, 3]);
    expect(tokenizer.token(12_288)).toBe('<special>');
    expect(tokenizer.vocabularySize).toBe(12_290);
  });
});

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

  it('of a long paper take milliseconds', async () => {
    const fresh = await loadTokenizer(defaultModel, { bareWords: false });
    const words = Array.from({ length: 25_000 }, (_, i) => `carboxyl${(i * 7919) % 3500}`);
    await fresh.encodeWords(['warm']);
    const start = performance.now();
    await fresh.encodeWords(words);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('have tokens that are asked for by id', () => {
    expect(tokenizer.token(2)).toBe('[CLS]');
    expect(() => tokenizer.token(99_999)).toThrow(RangeError);
  });
});

describe('what cannot be read', () => {
  const text = (files: Readonly<Record<string, unknown>>) =>
    load(files).then(
      () => expect.unreachable('the tokenizer was loaded'),
      (thrown: unknown) => {
        expect(thrown).toBeInstanceOf(UserError);
        expect((thrown as Error).message).toContain(scratch);
        expect((thrown as Error).message).not.toMatch(/\n/);
        return (thrown as Error).message;
      },
    );
  const without = (token: string) => lines(cased.filter((other) => other !== token));

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['an empty folder', {}, /expected tokenizer\.json, or vocab\.txt, or vocab\.json with merges\.txt$/],
    ['vocab.json alone', { 'vocab.json': {} }, /; vocab\.json alone is not enough$/],
    ['merges.txt alone', { 'merges.txt': '' }, /; merges\.txt alone is not enough$/],
    [
      'JSON with an error',
      { 'tokenizer.json': '{\n "model": {\n  "type": }\n}' },
      /tokenizer\.json: line 3, column 11: invalid JSON: expected a value/,
    ],
    [
      'JSON that ends early',
      { 'tokenizer.json': '{\n "model":' },
      /tokenizer\.json: line 2, column 10: invalid JSON: the text ends/,
    ],
    [
      'settings with an error',
      { 'vocab.txt': lines(cased), 'tokenizer_config.json': '[' },
      /tokenizer_config\.json: line 1, column 2: invalid JSON/,
    ],
    [
      'settings that are a list',
      { 'vocab.txt': lines(cased), 'tokenizer_config.json': [] },
      /tokenizer_config\.json: expected a JSON object, found an array/,
    ],
    ['a tokenizer without a model', { 'tokenizer.json': {} }, /tokenizer\.json: there is no "model" object/],
    [
      'odd added tokens',
      { 'tokenizer.json': { model: {}, added_tokens: [{}] } },
      /"added_tokens" is not a list of tokens/,
    ],
    [
      'a model of an unknown kind',
      { 'tokenizer.json': { version: '1.0', model: { type: 'Other' } } },
      /tokenizer\.json: not a tokenizer that can be used: /,
    ],
    [
      'a model that fails for want of its unknown token',
      {
        'tokenizer.json': {
          version: '1.0',
          model: {
            type: 'WordPiece',
            vocab: { a: 0, '<unk>': 1 },
            unk_token: '[UNK]',
            continuing_subword_prefix: '##',
            max_input_chars_per_word: 9,
          },
        },
      },
      /tokenizer\.json: not a tokenizer that can be used: /,
    ],
    [
      'an added token with a wrong id',
      { 'vocab.txt': lines(cased), 'added_tokens.json': { p53: 99 } },
      /the added token "p53" has the id 99; the vocabulary leaves 16 for it/,
    ],
    [
      'a vocabulary with a token twice',
      { 'vocab.txt': lines([...cased, 'gene']) },
      /vocab\.txt: line 17: the token "gene" is on line 9 already/,
    ],
    [
      'a vocabulary without its unknown token',
      { 'vocab.txt': without('[UNK]') },
      /vocab\.txt: the special token "\[UNK\]" is not in it/,
    ],
    [
      'a vocabulary without its closing token',
      { 'vocab.txt': without('[SEP]') },
      /vocab\.txt: the special token "\[SEP\]" is not in it/,
    ],
    ['an empty vocabulary', { 'vocab.txt': '' }, /vocab\.txt: the special token "\[UNK\]" is not in it/],
    [
      'a merge of three',
      { ...robertaFiles, 'merges.txt': '#version: 0.2\ni n\na b c\n' },
      /merges\.txt: line 3: expected two tokens/,
    ],
    [
      'a merge that the vocabulary lacks',
      { ...robertaFiles, 'merges.txt': 'i n\no n\n' },
      /merges\.txt: line 2: the token "on" is not in vocab\.json/,
    ],
    ['a token with an odd id', { ...robertaFiles, 'vocab.json': { a: -1 } }, /vocab\.json: the token "a" has no id/],
    [
      'two tokens with one id',
      { ...robertaFiles, 'vocab.json': { a: 1, b: 1 } },
      /vocab\.json: the tokens "a" and "b" have the same id 1/,
    ],
    [
      'a byte-level vocabulary without <s>',
      { 'vocab.json': { '</s>': 0 }, 'merges.txt': '' },
      /vocab\.json: the special token "<s>" is not in it/,
    ],
  ])('is named: %s', async (_, files, message) => {
    expect(await text(files)).toMatch(message);
  });

  it('is named: a vocabulary that is not UTF-8', async () => {
    const folder = folderOf({});
    writeFileSync(path.join(folder, 'vocab.txt'), Buffer.of(0x61, 0xff, 0x0a));
    await expect(loadTokenizer(folder, { bareWords: false })).rejects.toThrow(/vocab\.txt: cannot be read as UTF-8/);
  });

  it('never ends the process: a tokenizer.json with fields changed at random', async () => {
    const folder = folderOf({});
    cpSync(path.join(defaultModel, 'tokenizer.json'), path.join(folder, 'tokenizer.json'));
    const whole = JSON.parse(readFileSync(path.join(folder, 'tokenizer.json'), 'utf8'));
    whole.model.vocab = Object.fromEntries(Object.entries(whole.model.vocab).slice(0, 50));
    const fields = ['version', 'added_tokens', 'normalizer', 'pre_tokenizer', 'post_processor', 'decoder', 'model'];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fields), fc.jsonValue(), fc.string(), async (field, value, key) => {
        const changed = { ...whole, [field]: key === '' ? value : { ...whole[field], [key]: value, type: value } };
        writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify(changed));
        try {
          await (await loadTokenizer(folder, { bareWords: true })).encodeWords(['a']);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 100 },
    );
  });
});
