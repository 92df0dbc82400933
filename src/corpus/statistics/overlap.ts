import type { Split } from '../corpus.ts';
import type { MentionOverlap, SeenCounts } from './statistics.ts';
import type { Surfaces } from './surfaces.ts';

type Counts = { -readonly [Key in keyof SeenCounts]: number };

const none: Counts = {
  mentions: 0,
  seenMentions: 0,
  seenMentionsFolded: 0,
  surfaces: 0,
  seenSurfaces: 0,
  seenSurfacesFolded: 0,
  concepts: 0,
  seenConcepts: 0,
};

/** What of a part's mentions stands in the training part, with the same type. */
export function overlapWith(
  of: Split,
  surfaces: Surfaces,
  training: { readonly split: Split; readonly surfaces: Surfaces },
): MentionOverlap {
  const folded = foldedByType(training.surfaces);
  const types = new Map<string, Counts>();
  const countsOf = (type: string) => {
    const counts = types.get(type) ?? { ...none };
    types.set(type, counts);
    return counts;
  };
  for (const [surface, uses] of surfaces.uses) {
    for (const [type, { mentions }] of uses) {
      const counts = countsOf(type);
      counts.mentions += mentions;
      counts.surfaces++;
      if (training.surfaces.use(surface, type)) {
        counts.seenMentions += mentions;
        counts.seenSurfaces++;
      }
      if (folded.get(type)?.has(surface.toLowerCase())) {
        counts.seenMentionsFolded += mentions;
        counts.seenSurfacesFolded++;
      }
    }
  }
  for (const [type, concepts] of surfaces.concepts) {
    const counts = countsOf(type);
    const known = training.surfaces.concepts.get(type);
    counts.concepts = concepts.size;
    counts.seenConcepts = [...concepts.keys()].filter((concept) => known?.has(concept)).length;
  }
  const sorted = [...types].sort(([a, x], [b, y]) => y.mentions - x.mentions || (a < b ? -1 : 1));
  return { of, with: training.split, all: sum([...types.values()]), types: Object.fromEntries(sorted) };
}

function foldedByType({ uses }: Surfaces): ReadonlyMap<string, ReadonlySet<string>> {
  const folded = new Map<string, Set<string>>();
  for (const [surface, types] of uses) {
    for (const type of types.keys()) {
      const known = folded.get(type) ?? new Set<string>();
      folded.set(type, known.add(surface.toLowerCase()));
    }
  }
  return folded;
}

/** Of surfaces and concepts, each with each of its types. */
function sum(types: readonly Counts[]): SeenCounts {
  const all = { ...none };
  for (const counts of types) for (const key of Object.keys(none) as (keyof Counts)[]) all[key] += counts[key];
  return all;
}
