/** Words that are recognized together: enough to batch sentences of similar length. */
const wordsAtOnce = 20_000;

/** Documents that are read together, where they have hardly a word. */
const documentsAtOnce = 5_000;

/**
 * Says where a stretch of documents that is recognized at once ends: before a document that is too much, and only in the
 * midst of one that is too long by itself. What is batched with what may change the last digits of a score, so whoever
 * divides documents among machines does so where a stretch ends before one.
 */
export class StretchMeter {
  #words = 0;
  #documents = 0;

  /**
   * Begins a document.
   * @param words that it has.
   * @returns whether a stretch ends before it.
   */
  endsBefore(words: number): boolean {
    const begun = this.#words > 0 || this.#documents > 0;
    const ends = begun && (this.#words + words > wordsAtOnce || this.#documents >= documentsAtOnce);
    if (ends) this.#words = 0;
    this.#documents = ends ? 1 : this.#documents + 1;
    return ends;
  }

  /**
   * Adds a sentence of the document.
   * @returns whether a stretch ends with it.
   */
  endsWith(words: number): boolean {
    this.#words += words;
    if (this.#words < wordsAtOnce) return false;
    this.#words = 0;
    this.#documents = 0;
    return true;
  }
}

/** The words of sentences in all. */
export function wordCount(sentences: readonly { readonly words: readonly unknown[] }[]): number {
  return sentences.reduce((sum, { words }) => sum + words.length, 0);
}
