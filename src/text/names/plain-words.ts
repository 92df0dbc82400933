import { fold } from './fold.ts';
import { arabic } from './numerals.ts';
import { american } from './spelling.ts';
import { singular } from './stem.ts';

/** Words that are known by their outcome are not taken apart again: names consist of few different ones. */
const known = new Map<string, readonly string[]>();
const mostKnown = 50_000;

/**
 * The words of a name, folded: letters and digits are words of their own (`IL2` has two), Greek letters are written out,
 * spelling is American, number is singular, Roman numerals are Arabic, a possessive `'s` is gone. Where this gives
 * something else for any name, `keysVersion` in src/concepts/names/keys.ts has to change.
 */
export function plainWords(name: string): readonly string[] {
  return (fold(name).match(/[\p{L}\p{N}']+/gu) ?? []).flatMap(partsOf);
}

function partsOf(word: string): readonly string[] {
  const before = known.get(word);
  if (before !== undefined) return before;
  const parts: string[] = [];
  for (const part of word.replace(/'s$|(?<!')'+$/, '').match(/\p{N}+|[^\p{N}']+/gu) ?? []) {
    for (const piece of greekApart(part)) for (const number of arabic(piece)) parts.push(singular(american(number)));
  }
  if (known.size >= mostKnown) known.clear();
  known.set(word, parts);
  return parts;
}

/** `tnfalpha` is `tnf` and `alpha`. */
function greekApart(word: string): readonly string[] {
  const [, stem, letter] = /^(\p{L}{2,4})(alpha|beta|gamma|delta|kappa|epsilon|zeta|lambda|omega)$/u.exec(word) ?? [];
  return stem !== undefined && letter !== undefined ? [stem, letter] : [word];
}
