import { UserError } from '../core/errors.ts';
import type { TokenClassifier } from '../model/classifier.ts';
import type { PlacedWindow, SpecialIds } from './batches.ts';
import { layWindows } from './windows.ts';

/** Padded tokens of a batch. Measured on two cores with the default model: smaller ones cost calls, larger ones cache misses. */
export const batchTokens = 1024;

/** What a model puts around the sub-tokens of a window. */
export interface Frame {
  readonly special: SpecialIds;
  /** Special tokens that each row has. */
  readonly framing: number;
  /** Sub-tokens that a window holds beside them. */
  readonly capacity: number;
}

/** A model by what it reads. */
export interface FramedModel extends Pick<TokenClassifier, 'folder' | 'tokenizer'> {
  /** The longest input in tokens, special tokens included. */
  readonly maxLength: number;
  readonly padId: number;
}

/** @throws UserError if the model's window has no room for a word. */
export function frameOf({ folder, tokenizer, maxLength, padId }: FramedModel): Frame {
  const special = { opening: tokenizer.opening, closing: tokenizer.closing, padding: padId };
  const framing = special.opening.length + special.closing.length;
  const capacity = maxLength - framing;
  if (capacity < 1) throw new UserError(`${folder}: a window of ${maxLength} tokens has no room for a word`);
  return { special, framing, capacity };
}

/**
 * The windows of each sentence, in order of their start; none for a sentence without words.
 * @param capacity the sub-tokens that a window holds.
 */
export async function placeWindows(
  sentences: readonly (readonly string[])[],
  tokenizer: TokenClassifier['tokenizer'],
  capacity: number,
): Promise<PlacedWindow[][]> {
  const pieces = await tokenizer.encodeWords(sentences.flat());
  let first = 0;
  return sentences.map((words, sentence) => {
    const laid = layWindows(pieces.slice(first, first + words.length), capacity);
    first += words.length;
    return laid.windows.map((window) => ({ ...window, sentence, pieces: laid.pieces }));
  });
}
