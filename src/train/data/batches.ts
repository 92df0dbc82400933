import { randomOf, shuffled } from '../../core/random.ts';
import { fillBatch, type SpecialIds } from '../../recognize/batches.ts';
import type { HeadTargets, TrainingBatch } from '../batch.ts';
import type { Example, ExampleSet } from './examples.ts';
import {
  type BatchSize,
  checkCut,
  cutBatches,
  drawWithoutReplacement,
  type PlannedBatch,
  quotas,
  type Sampling,
} from './plan.ts';
import { notLearnt } from './targets.ts';

export interface EpochOptions {
  readonly size: BatchSize;
  /** Tokens of the longest row, special ones included: the one that the examples were made with. */
  readonly maxLength: number;
  /** Padded lengths are multiples of this many tokens; 8 if not given. */
  readonly multiple?: number;
  readonly sampling: Sampling;
  /**
   * `mixed`: a batch holds examples of all corpora, each for the heads of its own. `separate`: a batch is of one corpus,
   * and batches of all corpora come in random order. `sequential`: as `separate`, but one corpus after another as they
   * are given, for curricula.
   */
  readonly order: 'mixed' | 'separate' | 'sequential';
  readonly special: SpecialIds;
}

/** What an epoch is wholly determined by, beside its examples and options. */
export interface EpochKeys {
  readonly seed: number;
  /** The name or number of the stage of training; every stage has its own order. */
  readonly stage: string | number;
  /** From 0. */
  readonly epoch: number;
}

/** The batches of an epoch, each made when it is asked for. */
export interface Epoch {
  readonly statistics: EpochStatistics;
  /** Micro-batches from number `from` on, which is 0 if not given: to resume within an epoch costs nothing. */
  batches(from?: number): Generator<TrainingBatch>;
}

export interface EpochStatistics {
  readonly batches: number;
  readonly examples: number;
  /** Of these, those of each set that is drawn from; absent where there are no sets. */
  readonly drawn?: readonly number[];
  /** Tokens of all rows, special ones included. */
  readonly tokens: number;
  /** Tokens of all batches with their padding; the share of padding is `1 - tokens / paddedTokens`. */
  readonly paddedTokens: number;
  /** The shapes that come, most tokens first: each costs a device memory and, the first time, a while. */
  readonly shapes: readonly { readonly rows: number; readonly length: number }[];
}

/**
 * Plans an epoch. The same examples, options and keys give the same batches on every machine.
 * @throws UserError if an option is out of range or there is no example.
 */
export function planEpoch(
  sets: readonly Pick<ExampleSet, 'examples'>[],
  options: EpochOptions,
  keys: EpochKeys,
): Epoch {
  const { size, maxLength, multiple = 8, sampling, order, special } = options;
  const { seed, stage, epoch } = keys;
  const cut = { size, multiple, maxLength };
  checkCut(cut);
  const shares = quotas(
    sets.map(({ examples }) => examples.length),
    sampling,
  );
  const all: Example[] = sets.flatMap(({ examples }) => examples);
  const framing = special.opening.length + special.closing.length;
  const rowLength = (item: number) => (all[item]?.tokens ?? 0) + framing;

  let first = 0;
  const drawn = sets.map(({ examples }, set) => {
    const items = drawWithoutReplacement(examples.length, shares[set] ?? 0, epoch, [seed, stage, 'corpus', set]);
    const offset = first;
    first += examples.length;
    return items.map((item) => offset + item);
  });
  const groups = order === 'mixed' ? [drawn.flat()] : drawn;
  const cuts = groups.map((items, group) =>
    cutBatches(items, rowLength, cut, randomOf(seed, stage, 'batches', epoch, group)),
  );
  const planned = order === 'separate' ? shuffled(cuts.flat(), randomOf(seed, stage, 'order', epoch)) : cuts.flat();

  return {
    statistics: { ...describe(planned, rowLength), drawn: shares },
    *batches(from = 0) {
      for (let index = from; index < planned.length; index++) {
        const { items, length } = planned[index] as PlannedBatch;
        yield trainingBatch(
          items.map((item) => all[item] as Example),
          special,
          length,
        );
      }
    },
  };
}

/** What a plan amounts to. */
export function describe(planned: readonly PlannedBatch[], rowLength: (item: number) => number): EpochStatistics {
  const shapes = new Map(
    planned.map(({ items, length }) => [`${items.length} ${length}`, { rows: items.length, length }]),
  );
  return {
    batches: planned.length,
    examples: planned.reduce((sum, { items }) => sum + items.length, 0),
    tokens: planned.reduce((sum, { items }) => sum + items.reduce((tokens, item) => tokens + rowLength(item), 0), 0),
    paddedTokens: planned.reduce((sum, { items, length }) => sum + items.length * length, 0),
    shapes: [...shapes.values()].sort((a, b) => b.rows * b.length - a.rows * a.length || b.length - a.length),
  };
}

/**
 * A batch of examples, a row each, and for each head what it learns from those that label it.
 * @param length tokens of a padded row, special ones included.
 */
export function trainingBatch(examples: readonly Example[], special: SpecialIds, length?: number): TrainingBatch {
  const learnt = new Map<string, { rows: number[]; labels: number[] }>();
  let first = 0;
  for (const { start, end, heads, labels } of examples) {
    const width = end - start;
    for (const [row, head] of heads.entries()) {
      const target = learnt.get(head) ?? { rows: [], labels: [] };
      learnt.set(head, target);
      for (let word = 0; word < width; word++) {
        const label = labels[row * width + word] ?? notLearnt;
        if (label === notLearnt) continue;
        target.rows.push(first + word);
        target.labels.push(label);
      }
    }
    first += width;
  }
  const targets = new Map<string, HeadTargets>();
  for (const [head, { rows, labels }] of learnt) {
    // A window whose words are all learnt elsewhere teaches nothing.
    if (rows.length > 0) targets.set(head, { rows: Int32Array.from(rows), labels: Int32Array.from(labels) });
  }
  return { ...fillBatch(examples, special, length), targets };
}
