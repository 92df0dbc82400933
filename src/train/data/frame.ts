import { UserError } from '../../core/errors.ts';
import type { ModelTokenizer } from '../../tokenizer/encoding.ts';

/**
 * The sub-tokens that a row holds beside its special tokens.
 * @param maxLength tokens of the longest row, special ones included.
 * @throws UserError if it is not a whole number or there is no room for one.
 */
export function roomForWords(
  maxLength: number,
  { opening, closing }: Pick<ModelTokenizer, 'opening' | 'closing'>,
): number {
  const capacity = maxLength - opening.length - closing.length;
  if (Number.isInteger(maxLength) && capacity >= 1) return capacity;
  throw new UserError(
    `a window of ${maxLength} tokens has no room for a word beside ${opening.length + closing.length} special tokens`,
  );
}
