/** The losses of updates, summed up for each head, with the number of updates that it learnt in. */
export type LossSums = ReadonlyMap<string, { readonly sum: number; readonly count: number }>;

/** Of one update. */
export function lossSums(loss: Readonly<Record<string, number>>): LossSums {
  return new Map(Object.entries(loss).map(([head, sum]) => [head, { sum, count: 1 }]));
}

/** Of two lots of updates together. */
export function addedLosses(first: LossSums, second: LossSums): LossSums {
  const sums = new Map(first);
  for (const [head, { sum, count }] of second) {
    const known = sums.get(head) ?? { sum: 0, count: 0 };
    sums.set(head, { sum: known.sum + sum, count: known.count + count });
  }
  return sums;
}

/** Each head's mean loss over the updates in which it learnt. */
export function meanLosses(sums: LossSums): Readonly<Record<string, number>> {
  return Object.fromEntries([...sums].map(([head, { sum, count }]) => [head, sum / count]));
}
