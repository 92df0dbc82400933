import type { LexicalProfile } from './profile.ts';

/**
 * 2|A ∩ B| / (|A| + |B|), in [0, 1] (Dice 1945): how much of their vocabularies two corpora share, as Akdemir and Shibuya
 * (2020) count it. Null if both are empty.
 */
export function sharedVocabulary(a: ReadonlySet<string>, b: ReadonlySet<string>): number | null {
  if (a.size + b.size === 0) return null;
  const [smaller, greater] = a.size < b.size ? [a, b] : [b, a];
  let shared = 0;
  for (const word of smaller) if (greater.has(word)) shared++;
  return (2 * shared) / (a.size + b.size);
}

/**
 * The share of the target's mentions, each counted as often as it is annotated, that are written as some mention of the
 * candidate is: in the same words, or, normalised, in some spelling of them. Null if the target has no mention.
 */
export function mentionOverlap(
  target: LexicalProfile,
  candidate: LexicalProfile,
): { readonly exact: number; readonly normalised: number } | null {
  if (target.mentions === 0) return null;
  let exact = 0;
  let normalised = 0;
  for (const [text, surface] of target.surfaces) {
    if (candidate.surfaces.has(text)) exact += surface.mentions;
    if (candidate.normalisedSurfaces.has(surface.normalised)) normalised += surface.mentions;
  }
  return { exact: exact / target.mentions, normalised: normalised / target.mentions };
}
