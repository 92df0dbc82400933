import type { ConceptStore } from '../store/store.ts';
import { type JoinedConcept, type JoinedConcepts, placeOf } from './joined.ts';

/** Steps up from a concept to one of an earlier namespace. */
const mostSteps = 4;

/**
 * What a concept is a kind of: its parents in the terminology that leads; where that is not the first one, instead the
 * nearest ones of an earlier namespace, for what only the Disease Ontology tells apart is in MeSH a kind of something.
 */
export function broaderConcepts(
  of: JoinedConcept,
  store: ConceptStore,
  joined: JoinedConcepts,
): readonly JoinedConcept[] {
  const place = placeOf(of.concept);
  const seen = new Set([of.concept]);
  const parents = new Map<string, JoinedConcept>();
  let level: readonly string[] = [of.concept];
  for (let step = 1; step <= mostSteps && level.length > 0; step++) {
    const next: string[] = [];
    const earlier = new Map<string, JoinedConcept>();
    for (const parent of level.flatMap((identifier) => store.concept(identifier)?.parents ?? [])) {
      const up = joined.of(parent);
      if (seen.has(up.concept)) continue;
      seen.add(up.concept);
      if (placeOf(up.concept) < place) earlier.set(up.concept, up);
      else if (step === 1) parents.set(up.concept, up);
      next.push(up.concept);
    }
    if (earlier.size > 0) return [...earlier.values()];
    if (place === 0) break;
    level = next;
  }
  return [...parents.values()];
}
