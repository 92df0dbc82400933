import { type Ambiguity, examplesEach, type TypeExample } from './statistics.ts';
import type { Surfaces, SurfaceUse } from './surfaces.ts';

/**
 * How many surfaces are mentions of several types or concepts in all parts together.
 * @param surfaces those of all parts (`merged`).
 */
export function ambiguityOf(
  surfaces: ReadonlyMap<string, ReadonlyMap<string, SurfaceUse>>,
  parts: readonly Surfaces[],
): Ambiguity {
  const counts = { surfaces: 0, severalTypes: 0, mentions: 0, mentionsOfSeveralTypes: 0, mentionsOfRarerTypes: 0 };
  const examples: (TypeExample & { readonly rarer: number })[] = [];
  for (const [surface, uses] of surfaces) {
    const sorted = [...uses].sort(([, a], [, b]) => b.mentions - a.mentions);
    const mentions = sorted.reduce((total, [, use]) => total + use.mentions, 0);
    counts.surfaces++;
    counts.mentions += mentions;
    if (sorted.length < 2) continue;
    const rarer = mentions - (sorted[0]?.[1].mentions ?? 0);
    counts.severalTypes++;
    counts.mentionsOfSeveralTypes += mentions;
    counts.mentionsOfRarerTypes += rarer;
    const types = sorted.map(([type, use]) => ({ type, mentions: use.mentions, file: use.file, line: use.line }));
    examples.push({ surface, types, rarer });
  }
  examples.sort((a, b) => b.rarer - a.rarer || (a.surface < b.surface ? -1 : 1));
  const concepts = conceptAmbiguity(parts);
  return {
    ...counts,
    ...(concepts ? { concepts } : {}),
    examples: examples.slice(0, examplesEach).map(({ surface, types }) => ({ surface, types })),
  };
}

/** The surfaces of all parts, with the first place of each type. */
export function merged(parts: readonly Surfaces[]): ReadonlyMap<string, ReadonlyMap<string, SurfaceUse>> {
  const [only] = parts;
  if (only && parts.length === 1) return only.uses;
  const all = new Map<string, Map<string, SurfaceUse>>();
  for (const { uses } of parts) {
    for (const [surface, types] of uses) {
      const known = all.get(surface) ?? new Map<string, SurfaceUse>();
      for (const [type, use] of types) {
        const before = known.get(type);
        if (before) before.mentions += use.mentions;
        else known.set(type, { ...use });
      }
      all.set(surface, known);
    }
  }
  return all;
}

function conceptAmbiguity(parts: readonly Surfaces[]): Ambiguity['concepts'] {
  const bySurface = new Map<string, Set<string>>();
  const byMeaning = new Map<string, Set<string>>();
  for (const [surface, meanings] of parts.flatMap((part) => [...part.meanings])) {
    for (const meaning of meanings) {
      bySurface.set(surface, (bySurface.get(surface) ?? new Set()).add(meaning));
      byMeaning.set(meaning, (byMeaning.get(meaning) ?? new Set()).add(surface));
    }
  }
  if (bySurface.size === 0) return undefined;
  const pairs = [...bySurface.values()].reduce((total, { size }) => total + size, 0);
  return {
    surfaces: bySurface.size,
    severalConcepts: [...bySurface.values()].filter(({ size }) => size > 1).length,
    perSurface: pairs / bySurface.size,
    surfacesPerConcept: pairs / byMeaning.size,
  };
}
