import { LRUCache } from 'lru-cache';
import { keysOf } from '../names/keys.ts';
import type { ConceptStore, NamedConcept } from '../store/store.ts';
import { type AnalysedText, analyse } from './analysed.ts';
import { compare } from './compare.ts';
import { type Features, featureAt } from './features.ts';
import { type JoinedConcept, JoinedConcepts } from './joined.ts';

/** A name that may be what a text means, and the concept that it is a name of. */
export interface Found {
  readonly named: NamedConcept;
  readonly joined: JoinedConcept;
  /** Of text and name (`compare`). */
  readonly features: Features;
}

/** Names that searching by words looks at. */
const mostByWords = 40;
/** Spellings that are tried of a word that no name has. */
const mostSpellings = 3;

/** Finds names for texts, whatever document they are in: what is found is kept, for texts recur. */
export class Lookup {
  readonly joined: JoinedConcepts;
  readonly #store: ConceptStore;
  readonly #found = new LRUCache<string, readonly Found[]>({ max: 5_000 });
  readonly #analysed = new LRUCache<string, AnalysedText>({ max: 20_000 });
  readonly #rarities = new Map<string, number>();
  #revision: number;

  constructor(store: ConceptStore) {
    this.#store = store;
    this.joined = new JoinedConcepts(store);
    this.#revision = store.revision;
  }

  /** Forgets what it knows once the store has changed. */
  refresh(): void {
    if (this.#store.revision === this.#revision) return;
    this.#revision = this.#store.revision;
    this.#found.clear();
    this.#rarities.clear();
    this.joined.clear();
  }

  /** Names of a type that are like a text: those that share a key; where none is the same but for spelling, also by words. */
  find(text: string, type: string, byWords: boolean): readonly Found[] {
    const place = `${byWords ? '' : '='}${type}\n${text}`;
    let found = this.#found.get(place);
    if (found === undefined) {
      found = this.#find(text, type, byWords);
      this.#found.set(place, found);
    }
    return found;
  }

  /** Identifiers of the joined concepts one of whose names is a text, spelling aside. */
  named(text: string, type: string): ReadonlySet<string> {
    const [key] = keysOf(text);
    const found = key === undefined ? [] : this.#store.withKey([key], type);
    return new Set(found.map(({ identifier }) => this.joined.of(identifier).concept));
  }

  analysed(text: string): AnalysedText {
    let analysed = this.#analysed.get(text);
    if (analysed === undefined) {
      analysed = analyse(text);
      this.#analysed.set(text, analysed);
    }
    return analysed;
  }

  /** How rare a word is among all names: 0 if all have it, 13 if one of 400,000 has it. */
  rarity = (word: string): number => {
    let rarity = this.#rarities.get(word);
    if (rarity === undefined) {
      rarity = Math.log((this.#store.nameCount + 1) / (this.#store.frequency(word) + 1));
      if (this.#rarities.size >= 50_000) this.#rarities.clear();
      this.#rarities.set(word, rarity);
    }
    return rarity;
  };

  /** How rare the words of a text are together. */
  weightOf(text: string): number {
    return this.analysed(text).classes.reduce((sum, word) => sum + this.rarity(word), 0);
  }

  #find(text: string, type: string, byWords: boolean): readonly Found[] {
    const query = this.analysed(text);
    if (query.joined === '') return [];
    const byKey = this.#store.withKey(keysOf(text), type);
    const found = byKey.map((named) => this.#compared(query, named));
    if (!byWords || found.some(({ features }) => features[featureAt.joined] === 1 || features[featureAt.words] === 1))
      return found;
    const seen = new Set(byKey);
    for (const words of this.#searches(query)) {
      for (const named of this.#store.withWords(words, { type, limit: mostByWords })) {
        if (!seen.has(named)) found.push(this.#compared(query, named));
        seen.add(named);
      }
    }
    this.#compareAmong(query, found);
    return found;
  }

  /** Of names that hold all of the text: which share of them hold all words of each, and so are kinds of it. */
  #compareAmong(query: AnalysedText, found: readonly Found[]): void {
    const whole = found
      .map((one) => ({ one, name: this.analysed(one.named.name) }))
      .filter(({ name }) => query.roots.every((root) => name.roots.includes(root)));
    for (const { one, name } of whole) {
      const kinds = whole.filter((other) => name.roots.every((root) => other.name.roots.includes(root)));
      one.features[featureAt.dominance] = whole.length < 2 ? 1 : (kinds.length - 1) / (whole.length - 1);
    }
  }

  /** The words to search for; also with the nearest spellings of those that no name has. */
  #searches({ classes }: AnalysedText): readonly (readonly string[])[] {
    const searches: string[][] = [[...classes]];
    for (const [index, word] of classes.entries()) {
      if (word.length < 4 || this.#store.frequency(word) > 0) continue;
      for (const like of this.#store.wordsLike(word, mostSpellings)) searches.push(classes.with(index, like));
    }
    return searches.slice(0, 1 + 2 * mostSpellings);
  }

  #compared(query: AnalysedText, named: NamedConcept): Found {
    return {
      named,
      joined: this.joined.of(named.identifier),
      features: compare(query, this.analysed(named.name), named, this.rarity),
    };
  }
}
