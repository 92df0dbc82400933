import { UserError } from '../core/errors.ts';
import type { TokenBatch } from './classifier.ts';
import type { EncoderSpec } from './spec.ts';

/**
 * @param folder the model's, for messages.
 * @throws UserError if the batch is longer than the model has positions for; Error if its arrays do not fit each other,
 *   which is the caller's mistake.
 */
export function checkBatch(
  { rows, length, ids, mask, positions: wanted }: TokenBatch,
  folder: string,
  { positions, positionOffset }: EncoderSpec,
): void {
  if (ids.length !== rows * length || mask.length !== ids.length) {
    throw new Error(`a batch of ${rows} rows of ${length} has ${ids.length} ids and a mask of ${mask.length}`);
  }
  const room = positions - positionOffset;
  if (length > room) throw new UserError(`${folder}: cannot read ${length} tokens at once; ${room} at most`);
  const last = wanted.at(-1);
  if (last !== undefined && last >= BigInt(ids.length)) {
    throw new Error(`a batch of ${ids.length} tokens has a position ${last}`);
  }
}
