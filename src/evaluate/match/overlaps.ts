import { type Item, itemsOverlap } from './item.ts';

/** A gold mention and a found one that stand for each other. */
export interface ItemPair {
  readonly gold: Item;
  readonly found: Item;
}

/** Which of some gold mentions, in order, that overlap a found one stands for it; undefined if none does. */
export type Choice = (near: readonly Item[], found: Item) => Item | undefined;

/**
 * Pairs mentions that overlap, one to one, from left to right: each found one with the gold mention that is chosen for it
 * among those that it overlaps and that are still free.
 * @param gold in the order of `itemsOf`, as is `found`.
 */
export function pairOverlapping(gold: readonly Item[], found: readonly Item[], choose: Choice): ItemPair[] {
  const pairs: ItemPair[] = [];
  // A sweep: of the gold mentions that begin before the found one ends, those that may reach it or one after it.
  let open: Item[] = [];
  let next = 0;
  for (const item of found) {
    const { start, end } = item.extent;
    open = open.filter(({ extent }) => extent.end > start);
    for (let one = gold[next]; one && one.extent.start < end; one = gold[++next]) open.push(one);
    const partner = choose(
      open.filter((one) => itemsOverlap(one, item)),
      item,
    );
    if (!partner) continue;
    pairs.push({ gold: partner, found: item });
    open.splice(open.indexOf(partner), 1);
  }
  return pairs;
}

/** The first one. */
export const chooseFirst: Choice = ([first]) => first;

/** The first one of the same type. */
export const chooseAlike: Choice = (near, { type }) => near.find((other) => other.type === type);
