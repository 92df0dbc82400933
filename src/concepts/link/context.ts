import { Abbreviations } from '../abbreviations/abbreviations.ts';
import { findAbbreviations } from '../abbreviations/find-abbreviations.ts';
import { keysOf } from '../names/keys.ts';
import { definitionsBesides } from './definitions.ts';
import { genusOf } from './genus.ts';
import type { LinkDocument, LinkMention } from './linker.ts';
import type { Lookup } from './lookup.ts';
import { DocumentSpecies } from './species-words.ts';

/** What a document tells of the mentions in it, found out when it is first needed. */
export class DocumentContext {
  readonly document: LinkDocument;
  readonly #lookup: Lookup;
  #abbreviations: Abbreviations | undefined;
  #species: DocumentSpecies | undefined;
  #induced: boolean | undefined;
  #besides: ReadonlyMap<string, string> | undefined;
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

  /** Whether the document says of anything that something induced it. */
  get induced(): boolean {
    this.#induced ??= this.document.sentences.some(({ words }) =>
      words.some(({ text }) => /^induc(?:ed|es?|ing)$/i.test(text)),
    );
    return this.#induced;
  }

  /** What a mention abbreviates: by a definition in the document, or by a mention before brackets that it stands in. */
  longFormOf(mention: LinkMention): string | undefined {
    const defined = this.abbreviations.longFormOf(mention.mention, mention.start)?.longForm;
    if (defined !== undefined) return defined;
    this.#besides ??= definitionsBesides(this.document);
    return this.#besides.get(`${mention.type}\n${mention.mention}`);
  }

  /** The short form of what the document abbreviates. */
  shortFormOf(text: string): string | undefined {
    const folded = text.toLowerCase();
    return this.abbreviations.all.find(({ longForm }) => longForm.toLowerCase() === folded)?.shortForm;
  }

  /** Mentions of the same type whose words begin with the letters of a short one, in order. */
  spelledOut({ mention, type }: LinkMention): readonly string[] {
    const letters = mention.toLowerCase().replaceAll(/[^a-z]/g, '');
    if (letters.length < 2) return [];
    const texts = new Set<string>();
    for (const other of this.document.mentions) {
      if (other.type === type && other.mention.length > mention.length && initials(other.mention) === letters)
        texts.add(other.mention);
    }
    return [...texts].slice(0, 2);
  }

  /** A species with its genus written out as the document has it: `E. coli`; undefined if it is not abbreviated. */
  genusWrittenOut(text: string): string | undefined {
    return genusOf(text, this.document.sentences);
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

/** The first letters of the words of a text, in lower case, words of no weight aside. */
export function initials(text: string): string {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return words
    .filter((word) => !/^(?:of|the|and|in|with|to)$/.test(word))
    .map((word) => word[0])
    .join('');
}
