import { LRUCache } from 'lru-cache';
import type { Concept } from '../concept.ts';
import { keysOf } from '../names/keys.ts';
import { namespaceOf, namespaces } from '../namespaces.ts';
import type { ConceptStore, NamedConcept } from '../store/store.ts';

/** A concept whatever terminologies it is in. */
export interface JoinedConcept {
  /** The identifier that stands for all (`Link.concept`). */
  readonly concept: string;
  /** Its preferred name. */
  readonly name: string;
  /** `concept` first, then the others by namespace: stored ones and cross references of known namespaces. */
  readonly identifiers: readonly string[];
  readonly withdrawn: boolean;
  /** How many names it has, in the terminology of `concept`. */
  readonly names: number;
}

interface Places {
  readonly first: number;
  readonly last: number;
}

const places: ReadonlyMap<string, number> = new Map(namespaces.map(({ prefix }, index) => [prefix, index]));

/** Names of a concept that are looked for among those of other terminologies. */
const mostKeys = 20;

/** Joins concepts of different terminologies that are one, by cross references and by preferred names. */
export class JoinedConcepts {
  readonly #store: ConceptStore;
  readonly #known = new LRUCache<string, JoinedConcept>({ max: 20_000 });
  readonly #leaders = new LRUCache<string, string>({ max: 20_000 });
  readonly #concepts = new LRUCache<string, Concept>({ max: 2_000 });
  /** By type, the first and the last place of a namespace that its concepts may be of. */
  readonly #places = new Map<string, Places>();

  constructor(store: ConceptStore) {
    this.#store = store;
  }

  clear(): void {
    this.#known.clear();
    this.#leaders.clear();
    this.#concepts.clear();
    this.#places.clear();
  }

  /** What a stored concept is joined with. */
  of(identifier: string): JoinedConcept {
    let joined = this.#known.get(identifier);
    if (joined === undefined) {
      joined = this.#join(identifier);
      this.#known.set(identifier, joined);
    }
    return joined;
  }

  #join(identifier: string): JoinedConcept {
    const own = this.#concept(identifier);
    if (own === undefined)
      return { concept: identifier, name: '', identifiers: [identifier], withdrawn: false, names: 0 };
    const leader = this.#leader(own);
    const members = leader === own ? [own, ...this.#followers(own)] : [leader, own];
    const identifiers = new Set(members.map((member) => member.identifier));
    const others = members.flatMap(({ xrefs }) => xrefs).filter((xref) => this.#belongs(xref, leader));
    for (const other of others.sort((a, b) => placeOf(a) - placeOf(b))) identifiers.add(other);
    return {
      concept: leader.identifier,
      name: leader.name,
      identifiers: [...identifiers],
      withdrawn: leader.withdrawn !== undefined,
      names: leader.names.length + 1,
    };
  }

  /** Of all that a concept is joined with, the one whose namespace comes first; of several, the one of like name. */
  #leader(own: Concept): Concept {
    const known = this.#leaders.get(own.identifier);
    if (known !== undefined) return known === own.identifier ? own : (this.#concept(known) ?? own);
    const leader = this.#findLeader(own);
    this.#leaders.set(own.identifier, leader.identifier);
    return leader;
  }

  #findLeader(own: Concept): Concept {
    const place = placeOf(own.identifier);
    const before = this.#store
      .sameAs(own.identifier)
      .filter((other) => placeOf(other) < place)
      .sort((a, b) => placeOf(a) - placeOf(b));
    const [first] = before;
    if (first === undefined) return this.#namesake(own) ?? own;
    const best = before
      .filter((other) => placeOf(other) === placeOf(first))
      .flatMap((other) => this.#concept(other) ?? [])
      .filter((other) => other.types.some((type) => own.types.includes(type)));
    return best.find((other) => shareName(own, other)) ?? best[0] ?? own;
  }

  /** Concepts of later namespaces that this one stands for: those of like name, or the only one. */
  #followers(own: Concept): readonly Concept[] {
    const place = placeOf(own.identifier);
    const behind = this.#store
      .sameAs(own.identifier)
      .filter((other) => placeOf(other) > place)
      .flatMap((other) => this.#concept(other) ?? []);
    const alike = behind.filter((other) => shareName(own, other));
    if (behind.length > 0) return alike.length === 0 && behind.length === 1 ? behind : alike;
    if (this.#placesOf(own).last <= place) return [];
    const [key = ''] = keysOf(own.name);
    const namesakes = this.#withKey([key], own).filter((other) => placeOf(other.identifier) > place);
    return [...new Set(namesakes.map((other) => other.identifier))]
      .flatMap((other) => this.#concept(other) ?? [])
      .filter((other) => this.#leader(other).identifier === own.identifier);
  }

  /**
   * The one concept of an earlier namespace and of one type with it that has the same name, which is the preferred one of
   * either; `cells` behind names of cell lines aside.
   */
  #namesake(own: Concept): Concept | undefined {
    const place = placeOf(own.identifier);
    if (this.#placesOf(own).first >= place) return undefined;
    const isCell = own.types.includes('CellLine');
    const keyOf = (name: string) => (isCell ? name.replace(/ cells?$/i, '') : name).replaceAll(/[- ]+/g, ' ');
    const ownKey = keysOf(keyOf(own.name))[0];
    const keys = new Set(
      [own.name, ...own.names.map(({ text }) => text)].flatMap((name) => keysOf(keyOf(name))[0] ?? []),
    );
    const asked = [...keys].filter((key) => key.length >= 4 || isCell).slice(0, mostKeys);
    const same = this.#withKey(isCell ? asked.flatMap((key) => [key, `${key}cell`]) : asked, own)
      .filter(({ identifier }) => placeOf(identifier) < place)
      .map((named) => ({ ...named, key: keysOf(keyOf(named.name))[0] }))
      .filter(({ kind, key }) => kind === 'preferred' || (key === ownKey && kind === 'synonym'));
    for (const key of keys) {
      const [first, ...others] = same.filter((named) => named.key === key);
      if (first && others.every(({ identifier }) => identifier === first.identifier)) {
        return this.#concept(first.identifier);
      }
    }
    return undefined;
  }

  /** Names with one of the keys, of concepts that have a type with this one in common. */
  #withKey(keys: readonly string[], { types }: Concept): readonly NamedConcept[] {
    const [only] = types;
    if (types.length === 1) return this.#store.withKey(keys, only);
    return this.#store.withKey(keys).filter((named) => named.types.some((type) => types.includes(type)));
  }

  /** Between which namespaces the concepts are that have a type with this one in common. */
  #placesOf({ types }: Concept): Places {
    const all = types.map((type) => {
      let known = this.#places.get(type);
      if (known === undefined) {
        const prefixes = this.#store.prefixes(type);
        const found = prefixes === undefined ? [0, places.size] : [...prefixes].map(placeOf);
        known = { first: Math.min(...found), last: Math.max(...found) };
        this.#places.set(type, known);
      }
      return known;
    });
    return { first: Math.min(...all.map(({ first }) => first)), last: Math.max(...all.map(({ last }) => last)) };
  }

  #concept(identifier: string): Concept | undefined {
    let concept = this.#concepts.get(identifier);
    if (concept === undefined) {
      concept = this.#store.concept(identifier);
      if (concept !== undefined) this.#concepts.set(identifier, concept);
    }
    return concept;
  }

  /** Whether a cross reference is an identifier of the joined concept: of a known namespace, and no other stored concept. */
  #belongs(xref: string, leader: Concept): boolean {
    if (namespaceOf(xref) === undefined || placeOf(xref) === placeOf(leader.identifier)) return false;
    return this.#concept(xref) === undefined;
  }
}

/** Which namespace an identifier is of, by the order in which they lead; how many there are if it is none of them. */
export function placeOf(identifier: string): number {
  return places.get(identifier.slice(0, Math.max(identifier.indexOf(':'), 0))) ?? places.size;
}

function shareName(a: Concept, b: Concept): boolean {
  const keys = new Set([a.name, ...a.names.map(({ text }) => text)].flatMap(keysOf));
  return keysOf(b.name).some((key) => keys.has(key));
}
