import { LRUCache } from 'lru-cache';
import { finish, type Steps } from '../../core/steps.ts';
import { keysOf } from '../names/keys.ts';
import type { ConceptStore, NamedConcept } from '../store/store.ts';
import { type AnalysedText, analyse } from './analysed.ts';
import { broaderConcepts } from './broader.ts';
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
/** Names that are compared between two steps. */
const comparedAtOnce = 10;
/** Spellings that are tried of a word that no name has. */
const mostSpellings = 3;

/** Finds names for texts, whatever document they are in: what is found is kept, for texts recur. */
export class Lookup {
  readonly joined: JoinedConcepts;
  readonly #store: ConceptStore;
  readonly #found = new LRUCache<string, readonly Found[]>({ max: 5_000 });
  readonly #named = new LRUCache<string, ReadonlySet<string>>({ max: 20_000 });
  readonly #analysed = new LRUCache<string, AnalysedText>({ max: 20_000 });
  readonly #names = new LRUCache<string, readonly AnalysedText[]>({ max: 2_000 });
  readonly #broader = new LRUCache<string, readonly JoinedConcept[]>({ max: 5_000 });
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
    this.#named.clear();
    this.#rarities.clear();
    this.#names.clear();
    this.#broader.clear();
    this.joined.clear();
  }

  /** Asks several questions as one (`ConceptStore.atOnce`). */
  atOnce<Result>(ask: () => Result): Result {
    return this.#store.atOnce(ask);
  }

  /** Names of a type that are like a text: those that share a key; where none is the same but for spelling, also by words. */
  find(text: string, type: string, byWords: boolean): readonly Found[] {
    return finish(this.steps(text, type, byWords));
  }

  /** As `find`, step by step. */
  *steps(text: string, type: string, byWords: boolean): Steps<readonly Found[]> {
    const place = `${byWords ? '' : '='}${type}\n${text}`;
    const known = this.#found.get(place);
    if (known !== undefined) return known;
    const revision = this.#revision;
    const found = yield* this.#find(text, type, byWords);
    if (revision === this.#revision) this.#found.set(place, found);
    return found;
  }

  /** Identifiers of the joined concepts one of whose names is a text, spelling aside. */
  named(text: string, type: string): ReadonlySet<string> {
    const key = this.analysed(text).joined;
    const place = `${type}\n${key}`;
    let named = this.#named.get(place);
    if (named === undefined) {
      const found = key === '' ? [] : this.#store.withKey([key], type);
      named = new Set(found.map(({ identifier }) => this.joined.of(identifier).concept));
      this.#named.set(place, named);
    }
    return named;
  }

  /** A concept's names, in the terminology that leads. */
  namesOf({ concept }: JoinedConcept): readonly AnalysedText[] {
    let names = this.#names.get(concept);
    if (names === undefined) {
      const known = this.#store.concept(concept);
      names =
        known === undefined
          ? []
          : [known.name, ...known.names.map(({ text }) => text)].map((name) => this.analysed(name));
      this.#names.set(concept, names);
    }
    return names;
  }

  /** What a concept is a kind of (`broaderConcepts`). */
  broader(joined: JoinedConcept): readonly JoinedConcept[] {
    let broader = this.#broader.get(joined.concept);
    if (broader === undefined) {
      broader = broaderConcepts(joined, this.#store, this.joined);
      this.#broader.set(joined.concept, broader);
    }
    return broader;
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

  *#find(text: string, type: string, byWords: boolean): Steps<readonly Found[]> {
    const query = this.analysed(text);
    if (query.joined === '') return [];
    const byKey = this.#store.withKey(keysOf(text), type);
    const found = yield* this.#compared(query, byKey);
    if (!byWords || found.some(({ features }) => features[featureAt.joined] === 1 || features[featureAt.words] === 1))
      return found;
    for (const words of yield* this.#searches(query)) {
      found.push(...(yield* this.#compared(query, this.#store.withWords(words, { type, limit: mostByWords }))));
      yield;
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
  *#searches({ classes }: AnalysedText): Steps<readonly (readonly string[])[]> {
    const searches: string[][] = [[...classes]];
    for (const [index, word] of classes.entries()) {
      // No more than these are tried.
      if (searches.length > 2 * mostSpellings) break;
      if (word.length < 4 || this.#store.frequency(word) > 0) continue;
      for (const like of this.#store.wordsLike(word, mostSpellings)) searches.push(classes.with(index, like));
      yield;
    }
    return searches.slice(0, 1 + 2 * mostSpellings);
  }

  *#compared(query: AnalysedText, names: readonly NamedConcept[]): Steps<Found[]> {
    const found: Found[] = [];
    for (const [index, named] of names.entries()) {
      found.push({
        named,
        joined: this.joined.of(named.identifier),
        features: compare(query, this.analysed(named.name), named, this.rarity),
      });
      if (index % comparedAtOnce === comparedAtOnce - 1) yield;
    }
    return found;
  }
}
