import { UserError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { quoted } from '../core/quote.ts';
import { type AddedToken, addedToken, type TokenizerSettings } from './settings.ts';

/** The contents of a `tokenizer.json`; what is not named here is passed on as it is. */
export type TokenizerDefinition = Record<string, unknown> & {
  readonly model: Record<string, unknown>;
  readonly added_tokens: readonly AddedToken[];
};

/**
 * Checks what is read of a `tokenizer.json` here; the rest is checked by the library.
 * @throws UserError naming the file.
 */
export function asDefinition(json: Record<string, unknown>, file: string): TokenizerDefinition {
  const { model, added_tokens: added = [] } = json;
  if (!isJsonObject(model)) throw new UserError(`${file}: there is no "model" object in it`);
  if (!Array.isArray(added) || !added.every(isAddedToken)) {
    throw new UserError(`${file}: "added_tokens" is not a list of tokens with an id and a content`);
  }
  return { ...json, model, added_tokens: added };
}

function isAddedToken(value: unknown): value is AddedToken {
  return isJsonObject(value) && typeof value.content === 'string' && Number.isSafeInteger(value.id);
}

/**
 * The definition as transformers would use it: settings in `tokenizer_config.json` win over those in `tokenizer.json`,
 * and neither truncation nor padding happens here.
 * @param bareWords no word gets a prefix space, whatever the files say.
 */
export function applySettings(
  definition: TokenizerDefinition,
  settings: TokenizerSettings,
  bareWords: boolean,
): TokenizerDefinition {
  const prefixSpace = bareWords ? false : settings.addPrefixSpace;
  return {
    ...definition,
    truncation: null,
    padding: null,
    normalizer: isBertClass(settings.tokenizerClass)
      ? override(definition.normalizer, 'BertNormalizer', {
          lowercase: settings.lowerCase,
          strip_accents: settings.stripAccents,
          handle_chinese_chars: settings.splitChinese,
        })
      : definition.normalizer,
    pre_tokenizer: override(definition.pre_tokenizer, 'ByteLevel', { add_prefix_space: prefixSpace }),
    post_processor: override(definition.post_processor, 'RobertaProcessing', { add_prefix_space: prefixSpace }),
  };
}

/** Whether a tokenizer's class builds its normalizer from its settings; a folder that names no class has the model's. */
function isBertClass(tokenizerClass: string | undefined): boolean {
  return tokenizerClass === undefined || /^(Bert|DistilBert|Electra)Tokenizer(Fast)?$/.test(tokenizerClass);
}

/** A component with other fields where it, or a part of it if it is a sequence, is of a type. */
function override(component: unknown, type: string, fields: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(component)) return component.map((part: unknown) => override(part, type, fields));
  if (!isJsonObject(component)) return component;
  if (component.type === 'Sequence') {
    return Object.fromEntries(Object.entries(component).map(([key, value]) => [key, override(value, type, fields)]));
  }
  if (component.type !== type) return component;
  return { ...component, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
}

/**
 * The tokens to mark in a vocabulary read from its own file: the special ones that it has, and those that were added to
 * it later.
 * @throws UserError if an added token has an id that the vocabulary does not leave free.
 */
export function addedTokens(
  file: string,
  vocabulary: ReadonlyMap<string, number>,
  special: Iterable<string>,
  added: readonly AddedToken[],
): AddedToken[] {
  const tokens = new Map<string, AddedToken>();
  for (const content of special) {
    const id = vocabulary.get(content);
    if (id !== undefined) tokens.set(content, addedToken(id, content, true));
  }
  for (const token of added) {
    const known = tokens.get(token.content);
    tokens.set(token.content, { ...token, special: token.special || known?.special === true });
  }
  const sorted = [...tokens.values()].sort((a, b) => a.id - b.id);
  let next = vocabularySize(vocabulary.values());
  for (const { id, content } of sorted) {
    const known = vocabulary.get(content);
    if (id !== (known ?? next)) {
      throw new UserError(
        `${file}: the added token ${quoted(content)} has the id ${id}; the vocabulary leaves ${known ?? next} for it`,
      );
    }
    if (known === undefined) next++;
  }
  return sorted;
}

/** One more than the largest id. */
export function vocabularySize(ids: Iterable<number>): number {
  let largest = -1;
  for (const id of ids) if (id > largest) largest = id;
  return largest + 1;
}
