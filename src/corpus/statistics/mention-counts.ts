import type { Span } from '../../core/span.ts';
import { type AnnotatedMention, extentOf } from '../document.ts';
import type { MentionCounts } from './statistics.ts';
import type { Surfaces } from './surfaces.ts';

type Counted = { -readonly [Key in Exclude<keyof MentionCounts, 'surfaces' | 'concepts'>]: number };

const none: Counted = { mentions: 0, words: 0, multiWord: 0, overlapping: 0, nested: 0, discontinuous: 0 };

/** Counts the mentions of a part, by type. */
export class MentionCounter {
  readonly #types = new Map<string, Counted>();

  /**
   * @param mentions of one document, under the names that they are counted by.
   * @param words how many words each of them has.
   */
  add(mentions: readonly AnnotatedMention[], words: readonly number[]): void {
    const relations = relationsOf(mentions.map(extentOf));
    for (const [index, { type, spans }] of mentions.entries()) {
      const counts = this.#types.get(type) ?? { ...none };
      const length = words[index] ?? 0;
      counts.mentions++;
      counts.words += length;
      if (length > 1) counts.multiWord++;
      if (relations[index]?.overlapping) counts.overlapping++;
      if (relations[index]?.nested) counts.nested++;
      if (spans.length > 1) counts.discontinuous++;
      this.#types.set(type, counts);
    }
  }

  /** Most mentions first. */
  types(surfaces: Surfaces): Record<string, MentionCounts> {
    const distinct = new Map<string, number>();
    for (const uses of surfaces.uses.values()) {
      for (const type of uses.keys()) distinct.set(type, (distinct.get(type) ?? 0) + 1);
    }
    const sorted = [...this.#types].sort(([a, x], [b, y]) => y.mentions - x.mentions || (a < b ? -1 : 1));
    return Object.fromEntries(
      sorted.map(([type, counts]) => {
        const concepts = surfaces.concepts.get(type)?.size ?? 0;
        return [type, { ...counts, surfaces: distinct.get(type) ?? 0, concepts }];
      }),
    );
  }

  all(surfaces: Surfaces): MentionCounts {
    const sum = { ...none };
    for (const counts of this.#types.values()) {
      for (const key of Object.keys(none) as (keyof Counted)[]) sum[key] += counts[key];
    }
    const concepts = new Set([...surfaces.concepts.values()].flatMap((known) => [...known.keys()])).size;
    return { ...sum, surfaces: surfaces.uses.size, concepts };
  }
}

/** Whether each of some spans shares a character with another one, and whether it lies in another one; in one sweep. */
function relationsOf(spans: readonly Span[]): readonly { overlapping: boolean; nested: boolean }[] {
  const found = spans.map(() => ({ overlapping: false, nested: false }));
  const order = [...spans.keys()].sort((a, b) => spans[a]!.start - spans[b]!.start || spans[b]!.end - spans[a]!.end);
  /** The one before that reaches furthest. */
  let furthest: number | undefined;
  for (const index of order) {
    const { start, end } = spans[index]!;
    if (furthest !== undefined && start < spans[furthest]!.end) {
      found[index]!.overlapping = true;
      found[furthest]!.overlapping = true;
      found[index]!.nested = end <= spans[furthest]!.end;
    }
    if (furthest === undefined || end > spans[furthest]!.end) furthest = index;
  }
  return found;
}
