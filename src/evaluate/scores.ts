import type { LabelledSpan } from '../core/labels.ts';

/** Mentions of a type: found and right, found and wrong, missed. Sums of counts are counts. */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/** Counts by entity type. */
export type TypeCounts = ReadonlyMap<string, Counts>;

/** Ratios in [0, 1], derived from counts. */
export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Mentions in the gold standard. */
  readonly support: number;
}

/** Scores as papers report them. */
export interface Report {
  readonly types: ReadonlyMap<string, Score>;
  /** Of all mentions together. */
  readonly micro: Score;
  /** Mean of the types. */
  readonly macro: Score;
  /** Mean of the types, each weighted by its support. */
  readonly weighted: Score;
}

export const noCounts: Counts = { tp: 0, fp: 0, fn: 0 };

/**
 * Counts mentions that agree exactly, in bounds and type. Both sides are sets: neither the order of mentions matters nor
 * whether one is given twice. A type occurs in the result if it does on either side.
 * @param gold one list for each sentence.
 * @param found the same sentences in the same order.
 */
export function countExact(
  gold: readonly (readonly LabelledSpan[])[],
  found: readonly (readonly LabelledSpan[])[],
): TypeCounts {
  if (gold.length !== found.length) throw new Error(`${gold.length} gold sentences, ${found.length} found`);
  const counts = new Map<string, { tp: number; fp: number; fn: number }>();
  const of = (type: string) => {
    const known = counts.get(type);
    if (known) return known;
    const fresh = { ...noCounts };
    counts.set(type, fresh);
    return fresh;
  };
  for (const [sentence, mentions] of gold.entries()) {
    const missed = byKey(mentions);
    for (const [key, { type }] of byKey(found[sentence] ?? [])) {
      if (missed.delete(key)) of(type).tp++;
      else of(type).fp++;
    }
    for (const { type } of missed.values()) of(type).fn++;
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function byKey(mentions: readonly LabelledSpan[]): Map<string, LabelledSpan> {
  return new Map(mentions.map((mention) => [`${mention.start} ${mention.end} ${mention.type}`, mention]));
}

/** Counts of several parts together, by type. */
export function addCounts(...parts: readonly TypeCounts[]): TypeCounts {
  const sums = new Map<string, Counts>();
  for (const part of parts) {
    for (const [type, counts] of part) sums.set(type, sum(sums.get(type) ?? noCounts, counts));
  }
  return sums;
}

function sum(a: Counts, b: Counts): Counts {
  return { tp: a.tp + b.tp, fp: a.fp + b.fp, fn: a.fn + b.fn };
}

/**
 * The ratios of counts. F1 is 2 tp / (2 tp + fp + fn), the harmonic mean of precision and recall. A ratio whose
 * denominator is zero is zero (seqeval's `zero_division=0`).
 */
export function score({ tp, fp, fn }: Counts): Score {
  return {
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    support: tp + fn,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Scores of every type, and their means; those of no type at all are zero. */
export function report(counts: TypeCounts): Report {
  const types = new Map([...counts].map(([type, each]) => [type, score(each)]));
  return {
    types,
    micro: score([...counts.values()].reduce(sum, noCounts)),
    macro: mean([...types.values()], () => 1),
    weighted: mean([...types.values()], ({ support }) => support),
  };
}

function mean(scores: readonly Score[], weight: (score: Score) => number): Score {
  const total = scores.reduce((sum, score) => sum + weight(score), 0);
  const of = (value: (score: Score) => number) =>
    ratio(
      scores.reduce((sum, score) => sum + weight(score) * value(score), 0),
      total,
    );
  return {
    precision: of(({ precision }) => precision),
    recall: of(({ recall }) => recall),
    f1: of(({ f1 }) => f1),
    support: scores.reduce((sum, { support }) => sum + support, 0),
  };
}
