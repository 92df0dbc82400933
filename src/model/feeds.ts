import type { Feeds } from '../runtime/session.ts';
import { inputNames } from './build.ts';
import type { TokenBatch } from './classifier.ts';
import type { EncoderSpec } from './spec.ts';

/** The most negative float32, which transformers too adds to the scores of padding. */
export const masked = -3.4028234663852886e38;

/**
 * A batch as the graph's inputs. Position ids are those of transformers: a token's index, or for RoBERTa the number
 * of tokens so far that are not the padding token, plus that token's id
 * (`create_position_ids_from_input_ids`).
 */
export function feedsOf(batch: TokenBatch, { family, padId }: EncoderSpec): Feeds {
  const { rows, length } = batch;
  const ids = toInt32(batch.ids);
  const mask = toInt32(batch.mask);
  const attentionBias = new Float32Array(ids.length);
  const positionIds = new Int32Array(ids.length);
  for (let row = 0; row < rows; row++) {
    let seen = 0;
    for (let column = 0; column < length; column++) {
      const at = row * length + column;
      const token = mask[at] !== 0;
      if (!token) attentionBias[at] = masked;
      if (family !== 'roberta') positionIds[at] = column;
      else positionIds[at] = token && ids[at] !== padId ? padId + ++seen : padId;
    }
  }
  return {
    [inputNames.tokenIds]: { data: ids, shape: [rows, length] },
    [inputNames.positionIds]: { data: positionIds, shape: [rows, length] },
    [inputNames.attentionBias]: { data: attentionBias, shape: [rows, 1, 1, length] },
    [inputNames.positions]: { data: toInt32(batch.positions), shape: [batch.positions.length] },
  };
}

/** Ids and indices fit in 32 bits, the integers that every device can gather by. */
function toInt32(values: BigInt64Array): Int32Array {
  return Int32Array.from(values, Number);
}
