/**
 * What the mentions of one type in a document name, each text by itself, found out text by text.
 */
export class Evidence {
  readonly #texts: Iterator<readonly [key: string, text: string]>;
  readonly #named: (text: string) => ReadonlySet<string>;
  /** By concept, for each text (its first key), how surely it names it. */
  readonly #shares = new Map<string, Map<string, number>>();

  /**
   * @param texts one for each key.
   * @param named the concepts that a text is a name of.
   */
  constructor(texts: ReadonlyMap<string, string>, named: (text: string) => ReadonlySet<string>) {
    this.#texts = texts.entries();
    this.#named = named;
  }

  /** Looks at the next text. @returns whether there was one. */
  advance(): boolean {
    const { done, value } = this.#texts.next();
    if (done) return false;
    const [key, text] = value;
    const concepts = this.#named(text);
    for (const concept of concepts) {
      const shares = this.#shares.get(concept) ?? new Map<string, number>();
      this.#shares.set(concept, shares.set(key, 1 / concepts.size));
    }
    return true;
  }

  /** How surely a text names a concept that has another key than this one, see `DocumentContext.agreement`. */
  agreement(concept: string, key: string): number {
    while (this.advance());
    let most = 0;
    for (const [other, share] of this.#shares.get(concept) ?? []) {
      if (other !== key && share > most) most = share;
    }
    return most;
  }
}
