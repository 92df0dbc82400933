import type { Place } from './statistics.ts';

/** What one type's mentions of one surface are. */
export interface SurfaceUse extends Place {
  mentions: number;
}

/** Identifiers that say that there is none. */
const nil: ReadonlySet<string> = new Set(['', '-', '-1', 'None', 'null', 'NIL']);

/** The surfaces of a part by type, and the concepts that they stand for: what is kept of its mentions. */
export class Surfaces {
  /** By surface, then by type. */
  readonly uses = new Map<string, Map<string, SurfaceUse>>();
  /** Mentions of each identifier, by type. */
  readonly concepts = new Map<string, Map<string, number>>();
  /** What each surface stands for; a mention of several concepts is one meaning. */
  readonly meanings = new Map<string, Set<string>>();

  /** @param concepts identifiers as they are written; those that say that there is none do not count. */
  add(surface: string, type: string, concepts: readonly string[], { file, line }: Place): void {
    const use = this.use(surface, type);
    if (use) use.mentions++;
    else {
      // Through bytes: a part of a text would keep all of it in memory.
      const own = this.uses.has(surface) ? surface : Buffer.from(surface).toString();
      const types = this.uses.get(own) ?? new Map<string, SurfaceUse>();
      types.set(type, { mentions: 1, file, line });
      this.uses.set(own, types);
    }
    const known = concepts.filter((concept) => !nil.has(concept));
    if (known.length === 0) return;
    const counts = this.concepts.get(type) ?? new Map<string, number>();
    this.concepts.set(type, counts);
    for (const concept of known) counts.set(concept, (counts.get(concept) ?? 0) + 1);
    const meanings = this.meanings.get(surface) ?? new Set<string>();
    meanings.add(known.toSorted().join('|'));
    this.meanings.set(surface, meanings);
  }

  use(surface: string, type: string): SurfaceUse | undefined {
    return this.uses.get(surface)?.get(type);
  }
}
