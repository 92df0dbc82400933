import { factsOf } from '../../concepts/describe/concept-facts.ts';
import { excerpt } from '../../concepts/describe/excerpt.ts';
import { plainText } from '../../concepts/describe/markup.ts';
import type { JoinedConcept } from '../../concepts/link/joined.ts';
import type { ConceptStore, NamedConcept } from '../../concepts/store/store.ts';
import type { ConceptChoice } from '../../protocol.ts';
import type { PaperConcepts } from './paper-concepts.ts';

/** A concept that was searched for. */
export interface FoundConcept {
  readonly concept: JoinedConcept;
  /** The name that was found, which need not be the preferred one. */
  readonly matched: string;
}

/** Synonyms and characters of a definition in one line. */
const line = { synonyms: 3, characters: 100 } as const;

/** What a person types finds concepts: each once, whichever of the terminologies that are joined have it. */
export class ConceptSearch {
  readonly #concepts: PaperConcepts;

  constructor(concepts: PaperConcepts) {
    this.#concepts = concepts;
  }

  /** By name or identifier, the best first. */
  search(text: string, type: string | undefined, limit: number): readonly FoundConcept[] {
    const options = { limit: 2 * limit, ...(type === undefined ? {} : { type }) };
    return this.#ask((store) => this.#joined(store.search(text, options), limit));
  }

  /**
   * By how a name or an identifier begins; where these are few, also by what else a search finds.
   * @param only whether nothing else is wanted.
   */
  complete(prefix: string, limit: number, only: boolean): readonly FoundConcept[] {
    const options = { limit: 2 * limit };
    return this.#ask((store) => {
      const begun = store.complete(prefix, options);
      return this.#joined(begun.length < limit && !only ? [...begun, ...store.search(prefix, options)] : begun, limit);
    });
  }

  /** One line for people: synonyms, species, and how the definition begins. */
  describe(identifiers: readonly string[]): string {
    const described = this.#concepts.attempt(() => {
      const { store } = this.#concepts;
      if (!store) return '';
      const { synonyms, species, definition } = factsOf(store, identifiers);
      const names = synonyms.slice(0, line.synonyms).join(', ');
      const meaning = definition && cut(excerpt(definition.text));
      return [species?.text, names, meaning].filter((part) => part !== undefined && part !== '').join(' · ');
    });
    return plainText.text(described ?? '');
  }

  choice({ concept, identifiers, name }: Pick<JoinedConcept, 'concept' | 'identifiers' | 'name'>): ConceptChoice {
    return { concept, identifiers, name, description: this.describe(identifiers) };
  }

  #ask(ask: (store: ConceptStore) => readonly FoundConcept[]): readonly FoundConcept[] {
    const { store } = this.#concepts;
    return (store && this.#concepts.attempt(() => ask(store))) ?? [];
  }

  #joined(names: readonly NamedConcept[], limit: number): readonly FoundConcept[] {
    const found = new Map<string, FoundConcept>();
    for (const { identifier, name } of names) {
      if (found.size === limit) break;
      const concept = this.#concepts.joined(identifier);
      if (concept && !found.has(concept.concept)) found.set(concept.concept, { concept, matched: name });
    }
    return [...found.values()];
  }
}

function cut(text: string): string {
  return text.length <= line.characters ? text : `${text.slice(0, line.characters).replace(/\s+\S*$/, '')}…`;
}
