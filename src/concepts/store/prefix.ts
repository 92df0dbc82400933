import type { NameKind } from '../concept.ts';

/** How much of a name completion goes by, in UTF-16 units; what is longer is compared with the name itself. */
export const prefixLength = 40;

/** Ranks are 1 to this. */
export const lastRank = 60;

/** By how many characters a name may be longer than one that is not preferred and still stand before it. */
const preference = 8;

/** How a name is compared with what a person types: compatible characters and upper and lower case are alike. */
export function folded(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** Where a name stands among those that begin alike: short names and preferred ones first. */
export function rankOf(fold: string, kind: NameKind): number {
  const length = Math.max(1, fold.length);
  return Math.min(lastRank, kind === 'preferred' || kind === 'symbol' ? length : length + preference);
}
