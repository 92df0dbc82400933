import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cased, defaultModel, lines, load, robertaFiles, tokensOf } from './build.ts';

describe('WordPiece from vocab.txt', () => {
  it('takes the last line of a token that comes twice, as transformers does', async () => {
    const tokenizer = await load({ 'vocab.txt': lines([...cased, 'gene', 'p']) });
    expect((await tokenizer.encodeWords(['gene', 'p'])).map((ids) => [...ids])).toEqual([[16], [17]]);
  });

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
