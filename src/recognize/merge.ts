import type { Window } from './windows.ts';

/** What one head says of a window's words: logits, row-major `[window.end - window.start, labels]`. */
export interface WindowLogits {
  readonly window: Window;
  readonly logits: Float32Array;
}

/**
 * The logits of one head for a whole sentence, row-major `[words, labels]`, from those of its windows. Where windows
 * share words, each word takes the logits of the window that is surest of it: the one with the higher probability of its
 * likeliest label, or the earlier one if they are equal.
 * @param readings one for each of the sentence's windows, in order of their start.
 */
export function mergeWindows(readings: readonly WindowLogits[], labels: number): Float32Array {
  const [only] = readings;
  if (only && readings.length === 1) return only.logits;
  const words = readings.at(-1)?.window.end ?? 0;
  const merged = new Float32Array(words * labels);
  const surest = new Float32Array(words);
  for (const { window, logits } of readings) {
    for (let word = window.start; word < window.end; word++) {
      const from = (word - window.start) * labels;
      const row = logits.subarray(from, from + labels);
      const sure = confidence(row);
      if (sure <= (surest[word] ?? 0)) continue;
      surest[word] = sure;
      merged.set(row, word * labels);
    }
  }
  return merged;
}

/** The softmax of logits at their maximum: how sure they are of the likeliest label, in (0, 1]. */
function confidence(row: Float32Array): number {
  const highest = row.reduce((a, b) => Math.max(a, b));
  return 1 / row.reduce((sum, logit) => sum + Math.exp(logit - highest), 0);
}
