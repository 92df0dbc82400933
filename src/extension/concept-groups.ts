import type { Entity } from '../core/entity.ts';
import type { MentionedConcept } from '../protocol.ts';
import { groupMentions, type Mention, mentionsOf } from './mentions.ts';

/** A concept that a document mentions, under whatever names. */
export interface ConceptGroup {
  readonly concept: MentionedConcept;
  /** Its mentions in the document. */
  readonly count: number;
  /** The names that are used for it. */
  readonly names: readonly Mention[];
}

/** What a document mentions of one entity type: concepts, and what is not linked to any. */
export interface TypeGroup {
  readonly type: string;
  /** Mentions of the type; one that is composite counts once. */
  readonly count: number;
  /** Those with most mentions first, then by name. */
  readonly concepts: readonly ConceptGroup[];
  readonly unlinked: readonly Mention[];
}

/**
 * Groups a document's entities by type, our own types first, and by concept. A composite mention stands with each of its
 * concepts.
 * @param concepts of the same version of the document; none to have all by mention.
 */
export function groupConcepts(
  entities: readonly Entity[],
  concepts: readonly MentionedConcept[],
): readonly TypeGroup[] {
  const linked = new Map<string, MentionedConcept[]>();
  for (const concept of concepts) {
    for (const place of concept.places) {
      const at = keyOf(concept.type, place.start, place.end);
      linked.set(at, [...(linked.get(at) ?? []), concept]);
    }
  }
  return groupMentions(entities).map(({ type, count, mentions }) => {
    const found = new Map<string, { readonly concept: MentionedConcept; readonly places: Entity[] }>();
    const unlinked: Entity[] = [];
    for (const entity of mentions.flatMap(({ places }) => places)) {
      const meant = linked.get(keyOf(type, entity.start, entity.end));
      if (!meant) unlinked.push(entity);
      for (const concept of meant ?? []) {
        const group = found.get(concept.concept);
        if (group) group.places.push(entity);
        else found.set(concept.concept, { concept, places: [entity] });
      }
    }
    return { type, count, concepts: sorted([...found.values()]), unlinked: mentionsOf(unlinked) };
  });
}

function sorted(
  found: readonly { readonly concept: MentionedConcept; readonly places: readonly Entity[] }[],
): readonly ConceptGroup[] {
  return found
    .map(({ concept, places }) => ({ concept, count: places.length, names: mentionsOf(places) }))
    .sort((a, b) => b.count - a.count || a.concept.name.localeCompare(b.concept.name));
}

function keyOf(type: string, start: number, end: number): string {
  return `${start} ${end} ${type.toLowerCase()}`;
}
