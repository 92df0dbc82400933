import type { TokenBatch } from '../model/classifier.ts';
import type { Window } from './windows.ts';

/** A window together with the sub-tokens of its sentence's words. */
export interface PlacedWindow extends Window {
  /** Index of the sentence in the request. */
  readonly sentence: number;
  /** The sub-tokens of every word of the sentence. */
  readonly pieces: readonly Uint32Array[];
}

/**
 * Groups windows of similar length, so that little of a batch is padding: sorted by length, then cut so that a padded
 * batch (`rows x longest`) has at most `budget` tokens, or one row.
 * @param special special tokens that each row has besides its window's.
 */
export function planBatches<Placed extends PlacedWindow>(
  windows: readonly Placed[],
  special: number,
  budget: number,
): readonly (readonly Placed[])[] {
  const batches: Placed[][] = [];
  let batch: Placed[] = [];
  for (const window of windows.toSorted((a, b) => a.tokens - b.tokens)) {
    if (batch.length > 0 && (batch.length + 1) * (window.tokens + special) > budget) {
      batches.push(batch);
      batch = [];
    }
    batch.push(window);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}

/** The ids that frame every row and fill it up. */
export interface SpecialIds {
  readonly opening: readonly number[];
  readonly closing: readonly number[];
  readonly padding: number;
}

/**
 * Writes windows into one padded batch whose positions are the first sub-tokens of their words, in order.
 * @param length tokens of a padded row, special ones included; as many as the longest row has if not given.
 */
export function fillBatch(
  windows: readonly Omit<PlacedWindow, 'sentence'>[],
  special: SpecialIds,
  length?: number,
): TokenBatch {
  const rows = windows.map(({ pieces, start, end }) => pieces.slice(start, end));
  return frameRows(rows, special, length);
}

/**
 * Writes rows of pieces (the ids of a word, or of a stretch of text) into one padded batch, special tokens around each
 * row. Its positions are the first tokens of the pieces, in order.
 * @param length tokens of a padded row, special ones included; as many as the longest row has if not given.
 */
export function frameRows(
  rows: readonly (readonly ArrayLike<number>[])[],
  { opening, closing, padding }: SpecialIds,
  length?: number,
): TokenBatch {
  const framing = opening.length + closing.length;
  const widths = rows.map((pieces) => pieces.reduce((sum, piece) => sum + piece.length, framing));
  const width = length ?? widths.reduce((a, b) => Math.max(a, b), framing);
  const ids = new BigInt64Array(rows.length * width).fill(BigInt(padding));
  const mask = new BigInt64Array(rows.length * width);
  const positions = new BigInt64Array(rows.reduce((sum, pieces) => sum + pieces.length, 0));
  let piece = 0;
  for (const [row, pieces] of rows.entries()) {
    let at = row * width;
    const write = (part: ArrayLike<number>) => {
      for (let index = 0; index < part.length; index++) ids[at++] = BigInt(part[index] ?? padding);
    };
    write(opening);
    for (const part of pieces) {
      positions[piece++] = BigInt(at);
      write(part);
    }
    write(closing);
    mask.fill(1n, row * width, at);
  }
  return { rows: rows.length, length: width, ids, mask, positions };
}
