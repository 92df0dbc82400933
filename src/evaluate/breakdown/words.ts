import type { Span } from '../../core/span.ts';

/** The words of a document, in order and disjoint, to be found by offset. */
export class WordIndex {
  readonly #words: readonly Span[];

  constructor(words: readonly Span[]) {
    this.#words = words;
  }

  get count(): number {
    return this.#words.length;
  }

  /** Indices of the words that share a character with one of the spans, each once. */
  touched(spans: readonly Span[]): ReadonlySet<number> {
    const indices = new Set<number>();
    for (const { start, end } of spans) {
      for (let index = this.#firstEndingAfter(start); (this.#words[index]?.start ?? end) < end; index++) {
        indices.add(index);
      }
    }
    return indices;
  }

  #firstEndingAfter(offset: number): number {
    let low = 0;
    let high = this.#words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#words[middle] as Span).end <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
