import { affine, type Reference, referenceEncoder, relu } from '../model/reference.ts';
import type { TinyModel, Weights } from '../model/tiny.ts';

/** A token to classify: its row, its column and its label. */
export interface Target {
  readonly row: number;
  readonly column: number;
  readonly label: number;
}

type Matrix = readonly (readonly number[])[];

/**
 * The summed cross-entropy of two-layer heads in double precision, as an oracle.
 * @param rows token ids without padding.
 */
export function referenceHeadsLoss(
  model: TinyModel,
  reference: Reference,
  rows: readonly (readonly number[])[],
  targets: ReadonlyMap<string, readonly Target[]>,
  labelSmoothing = 0,
): number {
  const hidden = rows.map((ids) => referenceEncoder(model, reference, ids));
  let total = 0;
  for (const [head, own] of targets) {
    const dense = linear(model, pick(hidden, own), `heads.${head}.dense`).map((values) => values.map(relu));
    const logits = linear(model, dense, `heads.${head}.out_proj`);
    total += crossEntropy(
      logits,
      own.map(({ label }) => label),
      labelSmoothing,
    );
  }
  return total;
}

/** Where a family keeps its head of masked language modelling. */
export interface VocabularyHead {
  readonly dense: string;
  readonly norm: string;
  readonly bias: string;
  /** The encoder's unless given. */
  readonly activation?: (x: number) => number;
}

/** The summed cross-entropy of masked language modelling in double precision, as an oracle. */
export function referenceVocabularyLoss(
  model: TinyModel,
  reference: Reference,
  rows: readonly (readonly number[])[],
  targets: readonly Target[],
  head: VocabularyHead,
): number {
  const hidden = rows.map((ids) => referenceEncoder(model, reference, ids));
  const { activation = reference.activation } = head;
  const active = linear(model, pick(hidden, targets), head.dense).map((values) => values.map(activation));
  const normal = active.map((values) => normalized(values, model, head.norm, reference.epsilon));
  const embeddings = tensor(model, `${reference.naming.prefix}embeddings.word_embeddings.weight`);
  const logits = affine(normal, embeddings, tensor(model, head.bias));
  return crossEntropy(
    logits,
    targets.map(({ label }) => label),
    0,
  );
}

/** Σ -(1 - ε) log p[label] - ε/C Σ log p, from its definition. */
export function crossEntropy(logits: Matrix, labels: readonly number[], labelSmoothing: number): number {
  let total = 0;
  for (const [row, values] of logits.entries()) {
    const highest = Math.max(...values);
    const log = Math.log(values.reduce((sum, value) => sum + Math.exp(value - highest), 0)) + highest;
    for (const [label, value] of values.entries()) {
      const target = (label === labels[row] ? 1 - labelSmoothing : 0) + labelSmoothing / values.length;
      total -= target * (value - log);
    }
  }
  return total;
}

function pick(hidden: readonly Matrix[], targets: readonly Target[]): number[][] {
  return targets.map(({ row, column }) => [...(hidden[row]?.[column] ?? [])]);
}

function linear(model: TinyModel, x: number[][], name: string): number[][] {
  return affine(x, tensor(model, `${name}.weight`), tensor(model, `${name}.bias`));
}

function normalized(values: readonly number[], model: TinyModel, name: string, epsilon: number): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const [scale, shift] = [tensor(model, `${name}.weight`).data, tensor(model, `${name}.bias`).data];
  return values.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * (scale[i] ?? 0) + (shift[i] ?? 0));
}

function tensor({ tensors }: TinyModel, name: string): Weights {
  const found = tensors.get(name);
  if (!found) throw new Error(`the reference needs ${name}`);
  return found;
}
