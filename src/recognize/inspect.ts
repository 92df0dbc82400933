import { UserError } from '../core/errors.ts';
import type { Span } from '../core/span.ts';
import type { TokenClassifier } from '../model/classifier.ts';
import type { Words } from './recognizer.ts';

/** What a model makes of an input, token by token, special tokens included. */
export interface Inspection {
  readonly tokens: readonly string[];
  readonly ids: readonly number[];
  /** UTF-16 offsets of each token, in the text or in its word; `[0, 0)` for special tokens. */
  readonly offsets: readonly Span[];
  /** Each token's word; null for special tokens. Only for an input of words. */
  readonly wordIds?: readonly (number | null)[];
  /** By head, hidden ones included: `[tokens][labels]`. */
  readonly logits: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** An input as it goes into the model. */
type Input = Omit<Inspection, 'logits'>;

/**
 * What a model makes of a running text, tokenized as transformers' `tokenizer(text)` does.
 * @param maxLength keeps this many tokens, special ones included, as transformers' truncation does.
 * @throws UserError if there are more tokens than the model's window holds.
 */
export async function inspectText(classifier: TokenClassifier, text: string, maxLength?: number): Promise<Inspection> {
  return classifyAll(classifier, truncate(await classifier.tokenizer.encodeText(text), classifier, maxLength));
}

/** What a model makes of words, each tokenized by itself. See `inspectText`. */
export async function inspectWords(classifier: TokenClassifier, words: Words, maxLength?: number): Promise<Inspection> {
  const { tokenizer } = classifier;
  const special = (ids: readonly number[]): Input => ({
    ids,
    tokens: ids.map((id) => tokenizer.token(id)),
    offsets: ids.map(() => ({ start: 0, end: 0 })),
    wordIds: ids.map(() => null),
  });
  const pieces = await Promise.all(words.map((word) => tokenizer.encodeWord(word)));
  const inside = pieces.map((piece, word): Input => ({ ...piece, wordIds: piece.ids.map(() => word) }));
  const parts = [special(tokenizer.opening), ...inside, special(tokenizer.closing)];
  const whole = {
    ids: parts.flatMap(({ ids }) => ids),
    tokens: parts.flatMap(({ tokens }) => tokens),
    offsets: parts.flatMap(({ offsets }) => offsets),
    wordIds: parts.flatMap(({ wordIds = [] }) => wordIds),
  };
  return classifyAll(classifier, truncate(whole, classifier, maxLength));
}

/** Leaves out what is too long, before the closing tokens. */
function truncate(input: Input, { tokenizer, spec }: TokenClassifier, maxLength = Number.POSITIVE_INFINITY): Input {
  const { length } = input.ids;
  const room = spec.maxLength;
  const closing = tokenizer.closing.length;
  const kept = Math.max(maxLength - closing, tokenizer.opening.length);
  if (Math.min(length, kept + closing) > room) {
    throw new UserError(
      `the input has ${length} tokens, but the model takes ${room} at most; shorten it, or truncate it with --max-length ${room}`,
    );
  }
  if (length <= maxLength) return input;
  const cut = <Item>(items: readonly Item[]) => [...items.slice(0, kept), ...items.slice(length - closing)];
  return {
    ids: cut(input.ids),
    tokens: cut(input.tokens),
    offsets: cut(input.offsets),
    ...(input.wordIds ? { wordIds: cut(input.wordIds) } : {}),
  };
}

async function classifyAll(classifier: TokenClassifier, input: Input): Promise<Inspection> {
  const ids = BigInt64Array.from(input.ids, BigInt);
  const positions = ids.map((_, index) => BigInt(index));
  const mask = new BigInt64Array(ids.length).fill(1n);
  const heads = await classifier.classify({ rows: 1, length: ids.length, ids, mask, positions });
  const logits = heads.map(({ head, labels, values }) => {
    const rows = input.ids.map((_, row) => [...values.subarray(row * labels, (row + 1) * labels)]);
    return [head, rows] as const;
  });
  return { ...input, logits: Object.fromEntries(logits) };
}
