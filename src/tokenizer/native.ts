import { LRUCache } from 'lru-cache';
import { Tokenizer } from 'tokenizers';
import { errorMessage, UserError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { quoted } from '../core/quote.ts';
import { type TokenizerDefinition, vocabularySize } from './definition.ts';
import type { ModelTokenizer, TextEncoding } from './encoding.ts';
import { toUtf16 } from './offsets.ts';

/** Words whose ids are kept; a long paper has some 5,000 different ones. */
const cachedWords = 50_000;
/** Longer words are not worth their place in the cache, in UTF-16 units. */
const longestCached = 64;
/** Words given to the library at once. */
const batchSize = 8192;

/** A tokenizer as training needs it, too. */
export interface LoadedTokenizer extends ModelTokenizer {
  /** No id is as large. */
  readonly vocabularySize: number;
  /** Ids of tokens that no text is made of, the unknown token among them. */
  readonly specialIds: ReadonlySet<number>;
  /**
   * The id of the token that stands for a hidden one (`[MASK]`, `<mask>`).
   * @throws UserError naming the tokenizer's file if it has none.
   */
  maskId(): number;
  /**
   * Tokenizes running texts, each by itself, without special tokens: what reads `[SEP]` is ordinary text. A text that the
   * tokenizer makes nothing of (white space, control characters) has no ids.
   */
  encodeTexts(texts: readonly string[]): Promise<readonly Uint32Array[]>;
}

/** What the special tokens of a model are, where its definition does not tell. */
export interface SpecialTokens {
  readonly unk?: string;
  readonly mask?: string;
}

/**
 * Makes a tokenizer of a definition, over the `tokenizers` library.
 *
 * Words are content: a word that reads `[SEP]` or `</s>` is ordinary text, never a special token. A running text is
 * tokenized as transformers does it, which finds special tokens in it.
 * @param file where the definition comes from, for messages.
 * @param special the special tokens that the settings name.
 * @throws UserError naming the file if the library refuses the definition.
 */
export async function createTokenizer(
  file: string,
  definition: TokenizerDefinition,
  special: SpecialTokens,
): Promise<LoadedTokenizer> {
  const wordTokenizer = build(file, withoutSpecialTokens(definition));
  const specialIds = new Set(definition.added_tokens.filter(({ special }) => special).map(({ id }) => id));
  const unknownId = findUnknown(file, definition, special.unk);
  specialIds.delete(unknownId);
  // Running text is tokenized only when somebody looks into a model.
  let textTokenizer: Tokenizer | undefined;
  const cache = new LRUCache<string, Uint32Array>({ max: cachedWords });

  /** A word's ids without special tokens among them, at least one. */
  function asContent(ids: readonly number[]): number[] {
    return ids.length === 0 ? [unknownId] : ids.map((id) => (specialIds.has(id) ? unknownId : id));
  }

  async function encodeUnseen(words: readonly string[]): Promise<Map<string, Uint32Array>> {
    const encoded = new Map<string, Uint32Array>();
    for (let start = 0; start < words.length; start += batchSize) {
      const batch = words.slice(start, start + batchSize);
      const encodings = await wordTokenizer.encodeBatch(batch, { addSpecialTokens: false });
      for (const [i, word] of batch.entries()) {
        const ids = Uint32Array.from(asContent(encodings[i]!.getIds()));
        encoded.set(word, ids);
        if (word.length <= longestCached) cache.set(word, ids);
      }
    }
    return encoded;
  }

  function token(id: number): string {
    const content = definition.added_tokens.find((added) => added.id === id)?.content ?? wordTokenizer.idToToken(id);
    if (content === null) throw new RangeError(`no token has the id ${id}`);
    return content;
  }

  return {
    ...(await findFrame(file, wordTokenizer)),
    vocabularySize: vocabularySize(vocabularyIds(definition)),
    specialIds: new Set([...specialIds, unknownId]),
    maskId: () => findMask(file, definition, special.mask),

    async encodeTexts(texts) {
      const encodings = await wordTokenizer.encodeBatch([...texts], { addSpecialTokens: false });
      return encodings.map((encoding) =>
        Uint32Array.from(encoding.getIds(), (id) => (specialIds.has(id) ? unknownId : id)),
      );
    },

    async encodeText(text): Promise<TextEncoding> {
      textTokenizer ??= build(file, definition);
      const encoding = await textTokenizer.encode(text, null, { addSpecialTokens: true });
      return {
        ids: encoding.getIds(),
        tokens: encoding.getTokens(),
        offsets: toUtf16(text, encoding.getOffsets()),
      };
    },

    async encodeWords(words) {
      const unseen = new Set<string>();
      const found = words.map((word) => {
        const ids = cache.get(word);
        if (!ids) unseen.add(word);
        return ids;
      });
      const encoded = await encodeUnseen([...unseen]);
      return found.map((ids, i) => ids ?? encoded.get(words[i]!)!);
    },

    async encodeWord(word): Promise<TextEncoding> {
      const encoding = await wordTokenizer.encode(word, null, { addSpecialTokens: false });
      const ids = asContent(encoding.getIds());
      const offsets = toUtf16(word, encoding.getOffsets());
      return { ids, tokens: ids.map(token), offsets: offsets.length > 0 ? offsets : [{ start: 0, end: word.length }] };
    },

    token,
  };
}

function build(file: string, definition: TokenizerDefinition): Tokenizer {
  let tokenizer: Tokenizer;
  try {
    tokenizer = Tokenizer.fromString(JSON.stringify(definition));
  } catch (thrown) {
    throw unreadable(file, thrown);
  }
  for (const { id, content } of definition.added_tokens) {
    // The library numbers added tokens itself, after the model's vocabulary, whatever the file says.
    const actual = tokenizer.tokenToId(content);
    if (actual !== id)
      throw new UserError(`${file}: the added token ${quoted(content)} has the id ${id}, not ${actual}`);
  }
  return tokenizer;
}

/**
 * The definition without special tokens to look for in a text. One outside the model's vocabulary keeps its place, under
 * a name that no text has, so that the tokens added after it keep their ids.
 */
function withoutSpecialTokens(definition: TokenizerDefinition): TokenizerDefinition {
  const { vocab } = definition.model;
  // Unigram lists its tokens as pairs with a score; the other models map them to ids.
  const unigram = new Set(
    Array.isArray(vocab) ? vocab.map((pair: unknown) => (Array.isArray(pair) ? pair[0] : pair)) : [],
  );
  const inModel = (content: string) => (isJsonObject(vocab) ? Object.hasOwn(vocab, content) : unigram.has(content));
  return {
    ...definition,
    added_tokens: definition.added_tokens
      .filter(({ special, content }) => !(special && inModel(content)))
      .map((token) =>
        token.special ? { ...token, content: `\u{10ffff}${token.id}\u{10ffff}`, normalized: false } : token,
      ),
  };
}

/** Every id that the definition gives out. */
function* vocabularyIds({ model, added_tokens: added }: TokenizerDefinition): Iterable<number> {
  for (const { id } of added) yield id;
  if (Array.isArray(model.vocab)) yield model.vocab.length - 1;
  else if (isJsonObject(model.vocab)) for (const id of Object.values(model.vocab)) if (typeof id === 'number') yield id;
}

function findUnknown(
  file: string,
  { model, added_tokens: added }: TokenizerDefinition,
  named: string | undefined,
): number {
  const { vocab, unk_token: own, unk_id: ownId } = model;
  if (typeof ownId === 'number') return ownId;
  for (const content of [own, named, '[UNK]', '<unk>']) {
    const id = typeof content === 'string' ? findId({ vocab, added }, content) : undefined;
    if (id !== undefined) return id;
  }
  throw new UserError(`${file}: there is no unknown token in it; name one as "unk_token" in tokenizer_config.json`);
}

function findMask(
  file: string,
  { model: { vocab }, added_tokens: added }: TokenizerDefinition,
  named: string | undefined,
): number {
  for (const content of named === undefined ? ['[MASK]', '<mask>'] : [named]) {
    const id = findId({ vocab, added }, content);
    if (id !== undefined) return id;
  }
  throw new UserError(
    `${file}: there is no ${named === undefined ? 'mask token' : `mask token ${quoted(named)}`} in it, which masked language modelling needs; name one as "mask_token" in tokenizer_config.json`,
  );
}

/** The id of a token in the model's vocabulary or beside it. */
function findId(
  { vocab, added }: { readonly vocab: unknown; readonly added: TokenizerDefinition['added_tokens'] },
  content: string,
): number | undefined {
  const id = isJsonObject(vocab) && Object.hasOwn(vocab, content) ? vocab[content] : undefined;
  return typeof id === 'number' ? id : added.find((token) => token.content === content)?.id;
}

/** The ids around every input, from how a letter is framed. */
async function findFrame(file: string, tokenizer: Tokenizer): Promise<{ opening: number[]; closing: number[] }> {
  // The second text is a character that no vocabulary has: a model may load and yet fail for want of an unknown token.
  const texts = ['a', '\u{10fffd}'];
  const [encoding] = await tokenizer.encodeBatch(texts, { addSpecialTokens: true }).catch((thrown: unknown) => {
    throw unreadable(file, thrown);
  });
  const ids = encoding!.getIds();
  const mask = encoding!.getSpecialTokensMask();
  const first = mask.indexOf(0);
  if (first < 0) throw new UserError(`${file}: the tokenizer finds nothing in the text "a"`);
  return { opening: ids.slice(0, first), closing: ids.slice(mask.lastIndexOf(0) + 1) };
}

function unreadable(file: string, thrown: unknown): UserError {
  return new UserError(`${file}: not a tokenizer that can be used: ${errorMessage(thrown).replace(/\s+/g, ' ')}`);
}
