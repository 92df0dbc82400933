import path from 'node:path';
import { isJsonObject } from '../core/json.ts';
import { readJsonIfPresent } from './files.ts';

/** The roles that special tokens have. */
export type SpecialRole = 'unk' | 'cls' | 'sep' | 'pad' | 'mask';
const roles: readonly SpecialRole[] = ['unk', 'cls', 'sep', 'pad', 'mask'];

/** A token beside the model's own vocabulary or marked in it, as `tokenizer.json` lists them. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
}

/**
 * What `tokenizer_config.json`, `special_tokens_map.json` and `added_tokens.json` say (Hugging Face transformers). A
 * setting that they do not make is undefined.
 */
export interface TokenizerSettings {
  /** `BertTokenizer`, `RobertaTokenizerFast`, …. */
  readonly tokenizerClass: string | undefined;
  readonly lowerCase: boolean | undefined;
  /** null: as `lowerCase`. */
  readonly stripAccents: boolean | null | undefined;
  readonly splitChinese: boolean | undefined;
  readonly addPrefixSpace: boolean | undefined;
  readonly special: Readonly<Partial<Record<SpecialRole, string>>>;
  readonly added: readonly AddedToken[];
}

/** @throws UserError naming a file that is not JSON. */
export function readSettings(folder: string): TokenizerSettings {
  const config = readJsonIfPresent(path.join(folder, 'tokenizer_config.json'));
  const map = readJsonIfPresent(path.join(folder, 'special_tokens_map.json'));
  const numbered = readJsonIfPresent(path.join(folder, 'added_tokens.json'));

  const special: Partial<Record<SpecialRole, string>> = {};
  for (const role of roles) {
    const content = tokenContent(config[`${role}_token`]) ?? tokenContent(map[`${role}_token`]);
    if (content !== undefined) special[role] = content;
  }
  const { tokenizer_class: tokenizerClass, strip_accents: stripAccents } = config;
  return {
    tokenizerClass: typeof tokenizerClass === 'string' ? tokenizerClass : undefined,
    lowerCase: asBoolean(config.do_lower_case),
    stripAccents: stripAccents === null ? null : asBoolean(stripAccents),
    splitChinese: asBoolean(config.tokenize_chinese_chars),
    addPrefixSpace: asBoolean(config.add_prefix_space),
    special,
    added: [...decoderTokens(config.added_tokens_decoder), ...numberedTokens(numbered)],
  };
}

/** A special token is written as a string or as an object with its content. */
function tokenContent(value: unknown): string | undefined {
  const content = isJsonObject(value) ? value.content : value;
  return typeof content === 'string' ? content : undefined;
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** `added_tokens_decoder`: `{"50264": {"content": "<mask>", "lstrip": true, …}}`. */
function decoderTokens(decoder: unknown): AddedToken[] {
  if (!isJsonObject(decoder)) return [];
  return Object.entries(decoder).flatMap(([id, value]) => {
    const content = tokenContent(value);
    if (content === undefined || !isJsonObject(value)) return [];
    return addedToken(Number(id), content, value.special === true, {
      single_word: value.single_word === true,
      lstrip: value.lstrip === true,
      rstrip: value.rstrip === true,
      normalized: value.normalized === true,
    });
  });
}

/** `added_tokens.json`: `{"<new>": 50265}`. */
function numberedTokens(numbered: Record<string, unknown>): AddedToken[] {
  return Object.entries(numbered).flatMap(([content, id]) =>
    typeof id === 'number' ? addedToken(id, content, false, { normalized: true }) : [],
  );
}

/** An added token that matches its own content only, unless `flags` say otherwise. */
export function addedToken(id: number, content: string, special: boolean, flags: Partial<AddedToken> = {}): AddedToken {
  return { single_word: false, lstrip: false, rstrip: false, normalized: false, ...flags, id, content, special };
}
