import { UserError } from '../../core/errors.ts';
import { quoted } from '../../core/quote.ts';
import type { TypeMapping } from '../../corpus/types/mapping.ts';
import { decideMapping, mappingFileOf } from '../../corpus/types/mapping-file.ts';
import { ownTypes } from '../../corpus/types/type-names.ts';
import { generalHead } from '../../model/heads-config.ts';

/** Whether a head may have a name: it is a part of its weights' names. */
export function isHeadName(name: string): boolean {
  return /^[\p{L}\p{N}_-]+$/u.test(name);
}

/**
 * The head that learns each type of a corpus where a configuration does not say: as `given`, as the `mapping.json` that is kept
 * with the corpus says, or by the standard names (`decideMapping`).
 * @throws UserError naming the file of a mapping that is wrong or gives a name that no head may have.
 */
export function headsOfCorpus(folder: string, types: readonly string[], given?: TypeMapping): TypeMapping {
  const heads = decideMapping(folder, types, given);
  const bad = Object.values(heads).find((name) => !isHeadName(name));
  if (bad === undefined) return heads;
  throw new UserError(`${mappingFileOf(folder)}: ${quoted(bad)} cannot be a head's name; use letters, digits, _ and -`);
}

/** Our own heads in their order, then others by name, the general one last. */
export function orderHeads(heads: Iterable<string>): readonly string[] {
  const rank = (head: string) => (head === generalHead ? 2 : ownTypes.includes(head) ? 0 : 1);
  return [...new Set(heads)].sort(
    (a, b) => rank(a) - rank(b) || ownTypes.indexOf(a) - ownTypes.indexOf(b) || (a < b ? -1 : a > b ? 1 : 0),
  );
}
