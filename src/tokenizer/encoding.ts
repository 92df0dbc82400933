import type { Span } from '../core/span.ts';

/** A text as sub-tokens, special tokens included. */
export interface TextEncoding {
  readonly ids: readonly number[];
  readonly tokens: readonly string[];
  /** UTF-16 offsets of each token in the text; special tokens are `[0, 0)`. */
  readonly offsets: readonly Span[];
}

/** Turns text and words into the ids of one model's vocabulary. */
export interface ModelTokenizer {
  /** Ids that open and close every input (`[CLS]` … `[SEP]`, `<s>` … `</s>`). */
  readonly opening: readonly number[];
  readonly closing: readonly number[];
  /** Tokenizes a running text, as `tokenizer(text)` does in transformers, with special tokens. */
  encodeText(text: string): Promise<TextEncoding>;
  /**
   * Tokenizes each word by itself, without special tokens: one id list per word, never empty (a word that the
   * vocabulary cannot read is one unknown token). Words seen before come from a bounded cache.
   */
  encodeWords(words: readonly string[]): Promise<readonly Uint32Array[]>;
  /** One word as `encodeWords` reads it, without special tokens, with the offsets of its sub-tokens in it. */
  encodeWord(word: string): Promise<TextEncoding>;
  /** The vocabulary's string for an id. */
  token(id: number): string;
}
