import type { Concept, NameKind, Terminology } from '../concept.ts';

/** A name in a store that was asked for, and the concept that it is a name of. */
export interface NamedConcept {
  readonly identifier: string;
  readonly terminology: string;
  readonly types: readonly string[];
  /** The concept's preferred name. */
  readonly preferred: string;
  /** The name that was found, as the terminology writes it. */
  readonly name: string;
  readonly kind: NameKind;
  readonly species?: string;
  readonly withdrawn: boolean;
}

export interface SearchOptions {
  /** Only concepts of this entity type. */
  readonly type?: string;
  readonly limit: number;
}

/**
 * What is asked of the concepts of a user's terminologies. Terminologies whose import is under way or was interrupted
 * are not seen. All but `close` may throw a UserError that names the file if it was damaged or replaced meanwhile.
 */
export interface ConceptStore {
  /** The file, for messages. */
  readonly file: string;
  /** Changes whenever the content does, also by another process: what was learnt from the store is to be asked anew. */
  readonly revision: number;
  terminologies(): readonly Terminology[];
  /** The concept with an identifier, in any spelling that `identifierOf` knows. */
  concept(identifier: string): Concept | undefined;
  /** Names that share one of the keys (`names/keys.ts`) at least, each once; only of concepts of a type, if given. */
  withKey(keys: readonly string[], type?: string): readonly NamedConcept[];
  /**
   * What the identifiers of the terminologies that have concepts of a type begin with, up to the colon and with it; undefined where
   * that is too many different texts.
   */
  prefixes(type: string): ReadonlySet<string> | undefined;
  /** How many names there are, and how many of them hold a word (`wordsOf` in `names/keys.ts`). */
  readonly nameCount: number;
  frequency(word: string): number;
  /** Names that hold some of the words, those with more and rarer ones first (BM25). */
  withWords(words: readonly string[], options: SearchOptions): readonly NamedConcept[];
  /** Words of names that are spelt like a word: by the character trigrams that they share, most alike first. */
  wordsLike(word: string, limit: number): readonly string[];
  /**
   * Identifiers of stored concepts that a cross reference of either side joins with this one, if they have an entity type in
   * common; itself not among them. Only what is joined directly: several concepts of one terminology may refer to one of another
   * (Disease Ontology to MeSH), and these are not the same.
   */
  sameAs(identifier: string): readonly string[];
  /** Concepts by what a person types of a name or of an identifier, the best first, each once. */
  search(text: string, options: SearchOptions): readonly NamedConcept[];
  /** Names that begin as a person types, upper and lower case alike; preferred names and short ones first. */
  complete(prefix: string, options: SearchOptions): readonly NamedConcept[];
  /** Asks several questions as one: all are answered from one state of the store, and sooner. */
  atOnce<Result>(ask: () => Result): Result;
  close(): void;
}
