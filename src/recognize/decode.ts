import type { WordEntity } from '../core/entity.ts';
import { UserError } from '../core/errors.ts';
import { type Label, labelledSpans } from '../core/labels.ts';

const outside: Label = { mark: 'O', type: '' };

/**
 * The mentions that one head finds in a sentence: each word's likeliest label, read as conlleval reads labels
 * (`labelledSpans`), so no mention is invalid and none overlap.
 *
 * A mention's score is the mean, over its words, of the probability that the word belongs to a mention of this type at
 * all (the softmax mass of the type's labels together). It lies in [0, 1], rises with every such probability, and can be
 * compared between mentions of any length, type and labelling scheme; a boundary in doubt (`B` or `I`) does not lower it.
 * @param values logits, row-major `[words, labels]`.
 * @throws UserError if the logits are not numbers, which a broken checkpoint or device gives.
 */
export function decode(values: Float32Array, labels: readonly Label[]): WordEntity[] {
  const width = labels.length;
  const words = values.length / width;
  let sum = 0;
  for (const value of values) sum += value;
  if (!Number.isFinite(sum)) {
    throw new UserError('the model gave values that are not numbers; its weights, or the device, may be at fault');
  }
  const best: Label[] = [];
  for (let word = 0; word < words; word++) {
    let chosen = 0;
    for (let label = 1; label < width; label++) {
      if ((values[word * width + label] ?? 0) > (values[word * width + chosen] ?? 0)) chosen = label;
    }
    best.push(labels[chosen] ?? outside);
  }
  return labelledSpans(best).map((span) => ({ ...span, score: score(values, labels, span) }));
}

function score(
  values: Float32Array,
  labels: readonly Label[],
  { start, end, type }: { start: number; end: number; type: string },
): number {
  let sum = 0;
  for (let word = start; word < end; word++) {
    const row = values.subarray(word * labels.length, (word + 1) * labels.length);
    const highest = row.reduce((a, b) => Math.max(a, b));
    let inside = 0;
    let all = 0;
    for (const [index, label] of labels.entries()) {
      const mass = Math.exp((row[index] ?? 0) - highest);
      all += mass;
      if (label.type === type) inside += mass;
    }
    sum += inside / all;
  }
  return sum / (end - start);
}
