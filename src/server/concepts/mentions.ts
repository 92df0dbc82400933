import type { Linked } from '../../concepts/link/linker.ts';
import type { Entity } from '../../core/entity.ts';
import type { Paper } from '../papers.ts';
import { sameMention } from '../range.ts';
import type { PaperLinks } from '../writing/writing-help.ts';
import type { PaperConcepts } from './paper-concepts.ts';

/** Mentions by the concepts that they mean; one that is composite is among those of each. */
export function byConcept(
  entities: readonly Entity[],
  meaning: (entity: Entity, index: number) => Linked | undefined,
): Map<string, Entity[]> {
  const groups = new Map<string, Entity[]>();
  entities.forEach((entity, index) => {
    for (const concept of new Set(meaning(entity, index)?.links.map((link) => link.concept))) {
      const group = groups.get(concept);
      if (group) group.push(entity);
      else groups.set(concept, [entity]);
    }
  });
  return groups;
}

/** The mentions of each concept of a paper as far as is known, without asking the terminologies. */
export function mentionsIn(concepts: PaperConcepts, paper: Paper): ReadonlyMap<string, readonly Entity[]> {
  return concepts.known(paper)?.mentions ?? byConcept(paper.entities, (entity) => concepts.recall(paper, entity));
}

/**
 * The mentions of a paper that mean what some given ones mean: one of their concepts, under whatever name; where a mention
 * is linked to nothing, those that are called the same.
 * @param given mentions of another paper or of this one.
 */
export function alike(
  concepts: PaperConcepts,
  paper: Paper,
  given: { readonly paper: Paper; readonly entities: readonly Entity[] },
): Entity[] {
  const wanted = new Set(
    given.entities.flatMap((entity) => concepts.of(given.paper, entity)?.links.map(({ concept }) => concept) ?? []),
  );
  return paper.entities.filter((entity) => {
    const links = wanted.size === 0 ? [] : (concepts.recall(paper, entity)?.links ?? []);
    if (links.length > 0) return links.some(({ concept }) => wanted.has(concept));
    return given.entities.some((other) => sameMention(entity, other));
  });
}

/** What writing help may know of the concepts of a paper. */
export function linksOf(concepts: PaperConcepts, paper: Paper): PaperLinks | undefined {
  const linked = concepts.known(paper)?.linked;
  const terms = linked && concepts.store;
  return terms && { linked, terms };
}
