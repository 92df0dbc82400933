import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/errors.ts';
import { cased, lines, load, robertaFiles } from './build.ts';

describe('what pretraining needs of a tokenizer', () => {
  it('is the id of its mask, by its usual name or the one that the settings give it', async () => {
    expect((await load({ 'vocab.txt': lines(cased) })).maskId()).toBe(cased.indexOf('[MASK]'));
    const roberta = await load(robertaFiles);
    expect(roberta.token(roberta.maskId())).toBe('<mask>');
    const settings = { mask_token: { content: 'gene' } };
    const named = await load({ 'vocab.txt': lines(cased), 'tokenizer_config.json': settings });
    expect(named.maskId()).toBe(cased.indexOf('gene'));
    const mapped = await load({ 'vocab.txt': lines(cased), 'special_tokens_map.json': settings });
    expect(mapped.maskId()).toBe(cased.indexOf('gene'));
  });

  it('is refused by name where there is no mask', async () => {
    const without = await load({ 'vocab.txt': lines(cased.filter((token) => token !== '[MASK]')) });
    expect(() => without.maskId()).toThrow(UserError);
    expect(() => without.maskId()).toThrow(/vocab\.txt: there is no mask token in it, .* name one as "mask_token"/);
    const wrong = await load({ 'vocab.txt': lines(cased), 'tokenizer_config.json': { mask_token: '<hidden>' } });
    expect(() => wrong.maskId()).toThrow('there is no mask token "<hidden>" in it');
  });

  it('is its special tokens, the unknown one among them', async () => {
    expect([...(await load({ 'vocab.txt': lines(cased) })).specialIds].sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('is texts as content, without special tokens', async () => {
    const tokenizer = await load({ 'vocab.txt': lines(cased) });
    const encoded = await tokenizer.encodeTexts(['BRCA1 genes', '', '[SEP] gene', '\u{1f600}']);
    const tokens = encoded.map((ids) => Array.from(ids, (id) => tokenizer.token(id)));
    expect(tokens).toEqual([['BR', '##CA', '##1', 'gene', '##s'], [], ['[', 'SEP', ']', 'gene'], ['[UNK]']]);
  });
});
