import { finish, type Steps } from '../../core/steps.ts';
import type { Abbreviations } from '../abbreviations/abbreviations.ts';
import { readings } from './composite.ts';
import { type DocumentIndex, indexDocument } from './document-index.ts';
import { Evidence } from './evidence.ts';
import type { LinkDocument, LinkMention } from './linker.ts';
import type { Lookup } from './lookup.ts';
import type { DocumentSpecies } from './species-words.ts';

/** What a document tells of the mentions in it, found out when it is first needed, or before that step by step. */
export class DocumentContext {
  readonly #lookup: Lookup;
  readonly #indexing: Steps<DocumentIndex>;
  #known: DocumentIndex | undefined;
  readonly #evidence = new Map<string, Evidence>();

  constructor(document: LinkDocument, lookup: Lookup) {
    this.#lookup = lookup;
    this.#indexing = indexDocument(document, (text) => lookup.analysed(text).joined);
  }

  /** Finds out all that linking a mention needs to know of the document. */
  *prepare(): Steps<void> {
    while (this.#known === undefined) {
      const { done, value } = this.#indexing.next();
      if (done) this.#known = value;
      yield;
    }
    for (const type of this.#known.texts.types) {
      const evidence = this.#evidenceOf(type);
      while (evidence.advance()) yield;
    }
  }

  get abbreviations(): Abbreviations {
    return this.#index.abbreviations;
  }

  get species(): DocumentSpecies {
    return this.#index.species;
  }

  /** Whether the document says of anything that something induced it. */
  get induced(): boolean {
    return this.#index.induced;
  }

  /** The roots of all words of the document. */
  get roots(): ReadonlySet<string> {
    return this.#index.roots;
  }

  /** What a mention abbreviates: by a definition in the document, or by a mention before brackets that it stands in. */
  longFormOf(mention: LinkMention): string | undefined {
    const defined = this.abbreviations.longFormOf(mention.mention, mention.start)?.longForm;
    return defined ?? this.#index.besides.longFormOf(mention);
  }

  /** The short form of what the document abbreviates. */
  shortFormOf(text: string): string | undefined {
    return this.#index.shortForms.get(text.toLowerCase());
  }

  /** Mentions of the same type whose words begin with the letters of a short one, in order; two at most. */
  spelledOut(mention: LinkMention): readonly string[] {
    return this.#index.texts.spelledOut(mention);
  }

  /** A species with its genus written out as the document has it: `E. coli`; undefined if it is not abbreviated. */
  genusWrittenOut(text: string): string | undefined {
    return this.#index.genera.writtenOut(text);
  }

  /**
   * How surely another mention of the document, of other text, names a concept: 1 if its text is a name of that one alone,
   * a half if of two, and so on; 0 if none does.
   */
  agreement(concept: string, text: string, type: string): number {
    return this.#evidenceOf(type).agreement(concept, this.#lookup.analysed(text).joined);
  }

  /** Tells mentions of one text apart that may mean different things, for they stand at different places. */
  placeOf(mention: LinkMention): string {
    const species = this.species.near(mention.start) ?? '';
    if (!this.#index.redefines) return species;
    // Words of which none stands so in the mention are read from composite ones (`HIV-1/2`).
    if (readings(mention.mention).length > 0) return `${species}\n${mention.start}`;
    const words = `${mention.mention} ${this.longFormOf(mention) ?? ''}`.split(/[\s()[\],;/]+/);
    const longForms = [mention.mention, ...words].map(
      (word) => this.abbreviations.longFormOf(word, mention.start)?.longForm ?? '',
    );
    return [species, ...longForms].join('\n');
  }

  get #index(): DocumentIndex {
    this.#known ??= finish(this.#indexing);
    return this.#known;
  }

  #evidenceOf(type: string): Evidence {
    let evidence = this.#evidence.get(type);
    if (evidence === undefined) {
      evidence = new Evidence(this.#index.texts.of(type), (text) => this.#lookup.named(text, type));
      this.#evidence.set(type, evidence);
    }
    return evidence;
  }
}
