import { type AnnotatedDocument, type AnnotatedMention, textOf } from '../corpus/document.ts';

/** How new a mention is, by what the training part holds (Kim and Kang 2022). */
export type Novelty = 'seen' | 'synonym' | 'new concept';

/** What corpora write for a concept that there is none of. */
const none: ReadonlySet<string> = new Set(['', '-', '-1']);

/** The surfaces and concepts of the mentions of each type in the part of a corpus that a model was trained on. */
export class KnownMentions {
  readonly #surfaces = new Map<string, Set<string>>();
  readonly #concepts = new Map<string, Set<string>>();

  /** Takes the mentions of a document, under the names that types are scored by. */
  add(document: AnnotatedDocument): void {
    for (const mention of document.mentions) {
      setOf(this.#surfaces, mention.type).add(surfaceOf(document, mention));
      const concepts = conceptsOf(mention);
      if (concepts.length === 0) continue;
      const known = setOf(this.#concepts, mention.type);
      for (const concept of concepts) known.add(concept);
    }
  }

  /** Whether any mention had a concept. */
  get hasConcepts(): boolean {
    return this.#concepts.size > 0;
  }

  /**
   * `seen` if a mention of its type has the same surface, else `synonym` if one of its type has one of its concepts, else
   * `new concept`, also if it has none.
   */
  noveltyOf(document: Pick<AnnotatedDocument, 'text'>, mention: AnnotatedMention): Novelty {
    if (this.#surfaces.get(mention.type)?.has(surfaceOf(document, mention))) return 'seen';
    const known = this.#concepts.get(mention.type);
    return conceptsOf(mention).some((concept) => known?.has(concept)) ? 'synonym' : 'new concept';
  }
}

/** Identifiers of a mention's concepts, but for those that say that there is none. */
export function conceptsOf({ concepts }: AnnotatedMention): readonly string[] {
  return concepts.filter((concept) => !none.has(concept));
}

/** A mention's text with its case folded and each run of white space as one space: what makes two mentions the same. */
export function surfaceOf(document: Pick<AnnotatedDocument, 'text'>, mention: AnnotatedMention): string {
  return foldedSurface(textOf(document, mention));
}

export function foldedSurface(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function setOf(sets: Map<string, Set<string>>, type: string): Set<string> {
  const known = sets.get(type);
  if (known) return known;
  const fresh = new Set<string>();
  sets.set(type, fresh);
  return fresh;
}
