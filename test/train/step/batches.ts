import { randomOf } from '../../../src/core/random.ts';
import type { HeadTargets, TrainingBatch } from '../../../src/train/batch.ts';

/** The shape of a made-up batch. */
interface BatchShape {
  readonly rows: number;
  readonly length: number;
  readonly vocabulary: number;
  /** Whether no row has padding. */
  readonly full?: boolean;
}

/** A made-up batch, the same on every run: rows of falling length, of which every other token is classified. */
export function madeUpBatch(
  key: string | number,
  { rows, length, vocabulary, full = false }: BatchShape,
  heads: Readonly<Record<string, number>>,
): TrainingBatch {
  const random = randomOf('batch', key);
  const ids = new BigInt64Array(rows * length);
  const mask = new BigInt64Array(rows * length);
  const positions: bigint[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < (full ? length : Math.max(2, length - row)); column++) {
      const at = row * length + column;
      ids[at] = BigInt(1 + random.below(vocabulary - 1));
      mask[at] = 1n;
      if (column % 2 === 0) positions.push(BigInt(at));
    }
  }
  const names = Object.keys(heads);
  const targets = new Map<string, HeadTargets>();
  for (const [turn, name] of names.entries()) {
    const own = [...positions.keys()].filter((index) => index % names.length === turn);
    const labels = own.map(() => random.below(heads[name] ?? 1));
    targets.set(name, { rows: Int32Array.from(own), labels: Int32Array.from(labels) });
  }
  return { rows, length, ids, mask, positions: BigInt64Array.from(positions), targets };
}

/** How many labelled tokens batches have. */
export function labelledTokens(batches: readonly TrainingBatch[]): number {
  return batches.flatMap(({ targets }) => [...targets.values()]).reduce((sum, { rows }) => sum + rows.length, 0);
}
