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
export function planBatches(
  windows: readonly PlacedWindow[],
  special: number,
  budget: number,
): readonly (readonly PlacedWindow[])[] {
  const batches: PlacedWindow[][] = [];
  let batch: PlacedWindow[] = [];
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
  length = longestRow(windows, special),
): TokenBatch {
  const { opening, closing, padding } = special;
  const ids = new BigInt64Array(windows.length * length).fill(BigInt(padding));
  const mask = new BigInt64Array(windows.length * length);
  const positions = new BigInt64Array(windows.reduce((sum, { start, end }) => sum + end - start, 0));
  let word = 0;
  for (const [row, { pieces, start, end }] of windows.entries()) {
    let at = row * length;
    for (const id of opening) ids[at++] = BigInt(id);
    for (let index = start; index < end; index++) {
      positions[word++] = BigInt(at);
      for (const id of pieces[index] ?? []) ids[at++] = BigInt(id);
    }
    for (const id of closing) ids[at++] = BigInt(id);
    mask.fill(1n, row * length, at);
  }
  return { rows: windows.length, length, ids, mask, positions };
}

/** Tokens of the longest row, special ones included. */
export function longestRow(
  windows: readonly Pick<Window, 'tokens'>[],
  { opening, closing }: Pick<SpecialIds, 'opening' | 'closing'>,
): number {
  return windows.reduce((most, { tokens }) => Math.max(most, tokens), 0) + opening.length + closing.length;
}
