import type { Concept, NameKind } from '../concept.ts';
import { keysOf } from '../names/keys.ts';
import { addressOf, namespaceOf } from '../namespaces.ts';
import type { ConceptStore } from '../store/store.ts';

/** Something named that may have a page. */
export interface Reference {
  readonly text: string;
  readonly address: string | undefined;
}

/** What a store knows of a concept, whichever of the terminologies that are joined says it. */
export interface ConceptFacts {
  /** By the identifiers that were asked for, in their order; those that the store has. */
  readonly concepts: readonly Concept[];
  readonly definition: { readonly text: string; readonly source: string } | undefined;
  /** Other names than the preferred one, the most useful first; of several that are spelt alike one. */
  readonly synonyms: readonly string[];
  /** What it is a kind of. */
  readonly parents: readonly Reference[];
  /** Identifiers in other terminologies. */
  readonly references: readonly Reference[];
  readonly species: Reference | undefined;
  /** What stands in its place, if it was withdrawn; undefined if it was not. */
  readonly replacements: readonly Reference[] | undefined;
}

/** Names of neighbouring concepts are none of its own. */
const rank: Record<NameKind, number | undefined> = {
  preferred: 0,
  symbol: 0,
  abbreviation: 1,
  synonym: 2,
  previous: 4,
  related: undefined,
  broad: undefined,
  narrow: undefined,
};

/** Characters of a name that is read at a glance. */
const glance = 60;

/** Names of chemicals that tell their structure begin so: `4-(Acetylamino)phenol`, `N-acetyl-p-aminophenol`. */
const systematic = /^(?:[([]|[\d,']+-|[NOSmnop]-)(?=.{9})/;

/**
 * Asks a store for what is known of a concept.
 * @param identifiers those that cross references join; the first stands for all.
 */
export function factsOf(store: ConceptStore, identifiers: readonly string[]): ConceptFacts {
  const concepts = identifiers.flatMap((identifier) => store.concept(identifier) ?? []);
  const [first] = concepts;
  const named = (identifier: string): Reference => ({
    text: store.concept(identifier)?.name ?? identifier,
    address: addressOf(identifier),
  });
  const defined = concepts.find(({ definition }) => definition);
  const parents = concepts.find((concept) => concept.parents.length > 0)?.parents ?? [];
  const species = concepts.find((concept) => concept.species)?.species;
  return {
    concepts,
    definition: defined?.definition ? { text: defined.definition, source: sourceOf(store, defined) } : undefined,
    synonyms: synonymsOf(concepts),
    parents: parents.map(named),
    references: referencesOf(identifiers, concepts),
    species: species === undefined ? undefined : named(species),
    replacements: first?.withdrawn?.map((identifier) => {
      const { text, address } = named(identifier);
      return { text: text === identifier ? text : `${text} (${identifier})`, address };
    }),
  };
}

/** Where a concept comes from, for people. */
function sourceOf(store: ConceptStore, { identifier, terminology }: Concept): string {
  const found = store.terminologies().find(({ name }) => name === terminology);
  return found?.title || namespaceOf(identifier)?.title || terminology;
}

function synonymsOf(concepts: readonly Concept[]): readonly string[] {
  const names = concepts
    .flatMap((concept) => [{ text: concept.name, kind: 'preferred' as NameKind }, ...concept.names])
    .flatMap(({ text, kind }, place) => {
      const order = rank[kind];
      if (order === undefined) return [];
      // Turned names (`Disease, Alzheimer`), systematic and long ones are read last.
      const reasons = [text.includes(', '), systematic.test(text), text.length > glance];
      const awkward = order === 4 ? 0 : reasons.filter((reason) => reason).length;
      return [{ text: order === 4 ? `${text} (previous)` : text, keys: keysOf(text), order: order + awkward, place }];
    });
  const [preferred, ...others] = names;
  const told = new Set(preferred?.keys);
  return others
    .sort((a, b) => a.order - b.order || a.place - b.place)
    .filter(({ keys }) => {
      const known = keys.some((key) => told.has(key));
      for (const key of keys) told.add(key);
      return !known;
    })
    .map(({ text }) => text);
}

/** Other identifiers of the same, joined ones first; publications are not of the same. */
function referencesOf([, ...joined]: readonly string[], concepts: readonly Concept[]): readonly Reference[] {
  const told = new Set(concepts.map(({ identifier }) => identifier));
  const foreign = concepts.flatMap(({ xrefs }) => xrefs).filter((identifier) => !told.has(identifier));
  return [...new Set([...joined, ...foreign])]
    .filter((identifier) => !namespaceOf(identifier)?.isPublication)
    .map((identifier) => ({ text: identifier, address: addressOf(identifier) }));
}
