import type { Link, Linked } from '../../concepts/link/linker.ts';
import { identifierOf, namespaces } from '../../concepts/namespaces.ts';
import type { ConceptStore } from '../../concepts/store/store.ts';
import type { Choice } from './choice-file.ts';

/** What a mention means by a person's choice; the linker's candidates stay. */
export function chosenMeaning({ concept }: Choice, linked: Linked, store: ConceptStore): Linked {
  return { ...linked, links: concept === null ? [] : [chosenLink(concept, linked.candidates, store)] };
}

/** The link to a concept that was chosen; one that no terminology has is known by its identifier alone. */
function chosenLink(identifier: string, candidates: readonly Link[], store: ConceptStore): Link {
  const wanted = identifierOf(identifier);
  const found = candidates.find(({ identifiers }) => identifiers.includes(wanted));
  if (found) return { ...found, kind: 'chosen', score: 1 };
  const identifiers = joinedIdentifiers(store, wanted);
  const [concept = wanted] = identifiers;
  const name = (store.concept(concept) ?? store.concept(wanted))?.name ?? wanted;
  return { concept, identifiers, name, matched: name, kind: 'chosen', score: 1 };
}

/** An identifier and those that cross references join with it, in the order of `namespaces`. */
export function joinedIdentifiers(store: ConceptStore, identifier: string): readonly string[] {
  const rank = (each: string) => {
    const place = namespaces.findIndex(({ prefix }) => each.startsWith(`${prefix}:`));
    return place < 0 ? namespaces.length : place;
  };
  return [...new Set([identifier, ...store.sameAs(identifier)])].sort((a, b) => rank(a) - rank(b));
}
