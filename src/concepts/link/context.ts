import { Abbreviations } from '../abbreviations/abbreviations.ts';
import { findAbbreviations } from '../abbreviations/find-abbreviations.ts';
import { keysOf } from '../names/keys.ts';
import type { LinkDocument } from './linker.ts';
import type { Lookup } from './lookup.ts';
import { DocumentSpecies } from './species-words.ts';

/** What a document tells of the mentions in it, found out when it is first needed. */
export class DocumentContext {
  readonly document: LinkDocument;
  readonly #lookup: Lookup;
  #abbreviations: Abbreviations | undefined;
  #species: DocumentSpecies | undefined;
  readonly #evidence = new Map<string, ReadonlyMap<string, ReadonlyMap<string, number>>>();

  constructor(document: LinkDocument, lookup: Lookup) {
    this.document = document;
    this.#lookup = lookup;
  }

  get abbreviations(): Abbreviations {
    this.#abbreviations ??= new Abbreviations(findAbbreviations(this.document.sentences));
    return this.#abbreviations;
  }

  get species(): DocumentSpecies {
    this.#species ??= new DocumentSpecies(this.document.sentences);
    return this.#species;
  }

  /**
   * How surely another mention of the document, of other text, names a concept: 1 if its text is a name of that one alone,
   * a half if of two, and so on; 0 if none does.
   */
  agreement(concept: string, text: string, type: string): number {
    const own = keysOf(text)[0];
    let most = 0;
    for (const [key, share] of this.#evidenceOf(type).get(concept) ?? []) {
      if (key !== own && share > most) most = share;
    }
    return most;
  }

  /** By concept, for each text of a mention (its first key), how surely it names it. */
  #evidenceOf(type: string): ReadonlyMap<string, ReadonlyMap<string, number>> {
    const known = this.#evidence.get(type);
    if (known) return known;
    const evidence = new Map<string, Map<string, number>>();
    const texts = new Map<string, string>();
    for (const mention of this.document.mentions) {
      if (mention.type !== type) continue;
      const [key] = keysOf(mention.mention);
      if (key !== undefined && !texts.has(key)) texts.set(key, mention.mention);
    }
    for (const [key, text] of texts) {
      const concepts = this.#lookup.named(text, type);
      for (const concept of concepts) {
        const shares = evidence.get(concept) ?? new Map<string, number>();
        evidence.set(concept, shares.set(key, 1 / concepts.size));
      }
    }
    this.#evidence.set(type, evidence);
    return evidence;
  }
}
