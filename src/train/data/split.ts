import type { HeadTargets, TrainingBatch } from '../batch.ts';

/**
 * Cuts a batch into smaller ones of at most so many padded tokens each, or one row: what does not fit into memory at
 * once gives the same gradients when those of its parts are added up.
 */
export function splitBatch(batch: TrainingBatch, tokens = Number.POSITIVE_INFINITY): readonly TrainingBatch[] {
  const rows = Math.max(1, Math.floor(tokens / batch.length));
  if (batch.rows <= rows) return [batch];
  const parts: TrainingBatch[] = [];
  for (let first = 0; first < batch.rows; first += rows) {
    parts.push(rowsOf(batch, first, Math.min(batch.rows, first + rows)));
  }
  return parts;
}

function rowsOf(batch: TrainingBatch, first: number, last: number): TrainingBatch {
  const { length, positions } = batch;
  const [start, end] = [first * length, last * length];
  const from = indexFrom(positions, start);
  const to = indexFrom(positions, end);
  const targets = new Map<string, HeadTargets>();
  for (const [head, { rows, labels }] of batch.targets) {
    const a = indexFrom(rows, from);
    const b = indexFrom(rows, to);
    if (b > a) targets.set(head, { rows: rows.slice(a, b).map((row) => row - from), labels: labels.slice(a, b) });
  }
  return {
    rows: last - first,
    length,
    ids: batch.ids.slice(start, end),
    mask: batch.mask.slice(start, end),
    positions: positions.slice(from, to).map((position) => position - BigInt(start)),
    targets,
  };
}

/** The place of the first of some ascending numbers that is not below a bound. */
function indexFrom(ascending: BigInt64Array | Int32Array, bound: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(ascending[middle]) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
