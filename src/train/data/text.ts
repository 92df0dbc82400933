import type { LoadedTokenizer } from '../../tokenizer/native.ts';

/** A text to pretrain on, as it comes: its paragraphs, in order. */
export interface TextToRead {
  readonly paragraphs: Iterable<string>;
}

/** Documents as the ids of their tokens, one after another, without special tokens: two bytes a token for most models. */
export interface TokenizedText {
  readonly ids: Uint16Array | Uint32Array;
  /** Where each document begins in `ids`, and at last their length. None is empty. */
  readonly starts: Uint32Array;
}

/** UTF-16 units that are tokenized together. */
const stretch = 2 ** 19;

/** Tokenizes documents, a stretch at a time. Those without a token are left out. */
export async function tokenizeTexts(
  documents: AsyncIterable<TextToRead> | Iterable<TextToRead>,
  tokenizer: LoadedTokenizer,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<TokenizedText> {
  const store = new TokenStore(tokenizer.vocabularySize);
  const starts: number[] = [0];
  let waiting: string[] = [];
  let length = 0;

  async function encode(): Promise<void> {
    signal?.throwIfAborted();
    for (const ids of await tokenizer.encodeTexts(waiting)) store.add(ids);
    waiting = [];
    length = 0;
  }
  /** Paragraphs of other documents never wait together: each document's place is known when it ends. */
  for await (const { paragraphs } of documents) {
    for (const paragraph of paragraphs) {
      waiting.push(paragraph);
      length += paragraph.length;
      if (length >= stretch) await encode();
    }
    if (waiting.length > 0) await encode();
    if (store.length > (starts.at(-1) ?? 0)) starts.push(store.length);
  }
  return { ids: store.ids(), starts: Uint32Array.from(starts) };
}

/** An array of ids that grows. */
class TokenStore {
  length = 0;
  #ids: Uint16Array | Uint32Array;

  constructor(vocabulary: number) {
    this.#ids = vocabulary <= 2 ** 16 ? new Uint16Array(2 ** 16) : new Uint32Array(2 ** 16);
  }

  add(ids: Uint32Array): void {
    const needed = this.length + ids.length;
    if (needed > this.#ids.length) {
      const capacity = Math.max(needed, Math.ceil(this.#ids.length * 1.5));
      const larger = this.#ids instanceof Uint16Array ? new Uint16Array(capacity) : new Uint32Array(capacity);
      larger.set(this.#ids);
      this.#ids = larger;
    }
    this.#ids.set(ids, this.length);
    this.length = needed;
  }

  ids(): Uint16Array | Uint32Array {
    return this.#ids.slice(0, this.length);
  }
}
