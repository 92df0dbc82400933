import { type Edge, heaviestMatching } from './heaviest.ts';
import { type Item, itemsOverlap } from './item.ts';

/** A gold mention and a found one that stand for each other. */
export interface ItemPair {
  readonly gold: Item;
  readonly found: Item;
}

/**
 * Pairs mentions that overlap, one to one, so that the sum of their weights is as great as can be.
 * @param gold in the order of `itemsOf`, as is `found`.
 * @param weigh how good a pair of overlapping mentions is; more than zero.
 */
export function pairOverlapping(
  gold: readonly Item[],
  found: readonly Item[],
  weigh: (gold: Item, found: Item) => number,
): ItemPair[] {
  const edges: Edge[] = [];
  // A sweep over both in order of start: the open ones are those whose extent reaches the place where it is.
  let openGold: number[] = [];
  let openFound: number[] = [];
  const connect = (left: number, right: number) => {
    const [one, other] = [gold[left] as Item, found[right] as Item];
    if (itemsOverlap(one, other)) edges.push({ left, right, weight: weigh(one, other) });
  };
  for (let g = 0, f = 0; g < gold.length || f < found.length; ) {
    const nextGold = gold[g]?.extent.start ?? Number.POSITIVE_INFINITY;
    const nextFound = found[f]?.extent.start ?? Number.POSITIVE_INFINITY;
    const at = Math.min(nextGold, nextFound);
    openGold = openGold.filter((index) => (gold[index] as Item).extent.end > at);
    openFound = openFound.filter((index) => (found[index] as Item).extent.end > at);
    if (nextGold <= nextFound) {
      for (const index of openFound) connect(g, index);
      openGold.push(g++);
    } else {
      for (const index of openGold) connect(index, f);
      openFound.push(f++);
    }
  }
  return heaviestMatching(edges).map(({ left, right }) => ({ gold: gold[left] as Item, found: found[right] as Item }));
}
