import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { loadTokenizer } from '../../src/tokenizer/load.ts';
import { cased, defaultModel, folderOf, lines, load, robertaFiles, scratch } from './build.ts';

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

  it.skipIf(process.platform === 'win32').each(['vocab.txt', 'tokenizer.json', 'tokenizer_config.json'])(
    'is named: a pipe or an endless device in place of %s',
    async (name) => {
      for (const make of [
        (file: string) => execFileSync('mkfifo', [file]),
        (file: string) => symlinkSync('/dev/zero', file),
      ]) {
        const folder = folderOf(name === 'vocab.txt' ? {} : { 'vocab.txt': lines(cased) });
        make(path.join(folder, name));
        await expect(loadTokenizer(folder, { bareWords: false })).rejects.toThrow(`${name}: cannot be read as UTF-8`);
      }
    },
  );

  it('is named: a normalizer nested without end', async () => {
    const depth = 3000;
    const normalizer = `${'{"type":"Sequence","normalizers":['.repeat(depth)}${']}'.repeat(depth)}`;
    const definition = `{"model":{},"normalizer":${normalizer}}`;
    expect(await text({ 'tokenizer.json': definition })).toMatch(/tokenizer\.json: line 1, .* nested more than/);
  });

  it('is named: a vocabulary of more tokens than there are', async () => {
    const vocabulary = Array.from({ length: 2_000_001 }, (_, id) => id.toString(36)).join('\n');
    expect(await text({ 'vocab.txt': vocabulary })).toMatch(/vocab\.txt: more than 2000000 tokens$/);
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
