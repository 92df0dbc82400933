import { ownTypes } from '../../corpus/type-names.ts';
import { generalHead } from '../../model/heads-config.ts';

/** Whether a head may have a name: it is a part of its weights' names. */
export function isHeadName(name: string): boolean {
  return /^[\p{L}\p{N}_-]+$/u.test(name);
}

/** Our own heads in their order, then others by name, the general one last. */
export function orderHeads(heads: Iterable<string>): readonly string[] {
  const rank = (head: string) => (head === generalHead ? 2 : ownTypes.includes(head) ? 0 : 1);
  return [...new Set(heads)].sort(
    (a, b) => rank(a) - rank(b) || ownTypes.indexOf(a) - ownTypes.indexOf(b) || (a < b ? -1 : a > b ? 1 : 0),
  );
}
