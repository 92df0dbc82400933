import type { JoinedConcept } from '../../concepts/link/joined.ts';
import type { Link, Linked } from '../../concepts/link/linker.ts';
import { identifierOf } from '../../concepts/namespaces.ts';
import type { Choice } from './choice-file.ts';

/** What a mention means by a person's choice; the linker's candidates stay. */
export function chosenMeaning(
  { concept }: Choice,
  linked: Linked,
  joined: (identifier: string) => JoinedConcept | undefined,
): Linked {
  return { ...linked, links: concept === null ? [] : [chosenLink(identifierOf(concept), linked.candidates, joined)] };
}

/** The link to a concept that was chosen; one that no terminology has is known by its identifier alone. */
function chosenLink(
  chosen: string,
  candidates: readonly Link[],
  joined: (identifier: string) => JoinedConcept | undefined,
): Link {
  const found = candidates.find(({ identifiers }) => identifiers.includes(chosen));
  if (found) return { ...found, kind: 'chosen', score: 1 };
  const { concept, identifiers, name } = joined(chosen) ?? { concept: chosen, identifiers: [chosen], name: '' };
  return { concept, identifiers, name: name || chosen, matched: name || chosen, kind: 'chosen', score: 1 };
}
