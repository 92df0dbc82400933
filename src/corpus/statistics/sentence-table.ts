import type { Place } from './statistics.ts';

/** How a sentence is written and labelled in some places. */
export interface Writing {
  /** Fingerprints of its text as it stands, and of its labels. */
  readonly exact: number;
  readonly labels: number;
  count: number;
}

/** A sentence of a part, wherever it stands in it; the place is the first one. */
export interface SentenceUse extends Place {
  readonly words: number;
  readonly writings: Writing[];
}

/** The sentences and documents of a part by the fingerprints of their texts. */
export class TextTable {
  readonly sentences = new Map<number, SentenceUse>();
  /** Texts of documents. */
  readonly texts = new Map<number, number>();
  /** Those that the form gives. */
  readonly ids = new Set<string>();
  documents = 0;
  sentenceCount = 0;

  /** @param text the fingerprint of the text without what does not tell texts apart. */
  addSentence(text: number, { exact, labels }: Omit<Writing, 'count'>, words: number, { file, line }: Place): void {
    this.sentenceCount++;
    const use = this.sentences.get(text);
    const known = use?.writings.find((each) => each.exact === exact && each.labels === labels);
    if (known) known.count++;
    else if (use) use.writings.push({ exact, labels, count: 1 });
    else this.sentences.set(text, { file, line, words, writings: [{ exact, labels, count: 1 }] });
  }

  addDocument(text: number, id: string | undefined): void {
    this.documents++;
    this.texts.set(text, (this.texts.get(text) ?? 0) + 1);
    if (id !== undefined) this.ids.add(id);
  }
}
