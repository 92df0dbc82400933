import type { Sentence } from '../../core/words.ts';

/** A word that may be a genus, and the word behind it. */
interface Binomial {
  readonly genus: string;
  readonly next: string;
}

/** The words of a document that may be genera, with what stands behind them. */
export class Genera {
  /** In the document's order, by the first letter. */
  readonly #binomials = new Map<string, Binomial[]>();
  readonly #known = new Map<string, string | undefined>();

  /** The next sentence of the document. */
  add({ words }: Sentence): void {
    for (const [index, { text: genus }] of words.entries()) {
      if (!/^\p{Lu}\p{Ll}{3,}$/u.test(genus)) continue;
      const next = words[index + 1]?.text ?? '';
      if (!/^\p{Ll}/u.test(next)) continue;
      const letter = String.fromCodePoint(genus.codePointAt(0)!);
      const same = this.#binomials.get(letter);
      if (same) same.push({ genus, next });
      else this.#binomials.set(letter, [{ genus, next }]);
    }
  }

  /**
   * A species with its genus written out as the document does: `E. coli` is `Escherichia coli` where those two words stand one
   * after the other, or else with the first genus of that letter that the document abbreviates so; undefined if the text is no
   * abbreviated species, or the document does not tell.
   */
  writtenOut(text: string): string | undefined {
    if (!this.#known.has(text)) this.#known.set(text, this.#writtenOut(text));
    return this.#known.get(text);
  }

  #writtenOut(text: string): string | undefined {
    const [, letters, epithet] = /^(\p{Lu}\p{Ll}{0,2})\. ?(\p{Ll}[\p{Ll}-]{2,}.*)$/u.exec(text) ?? [];
    if (letters === undefined || epithet === undefined) return undefined;
    const [first] = epithet.split(' ');
    let other: string | undefined;
    for (const { genus, next } of this.#binomials.get(String.fromCodePoint(letters.codePointAt(0)!)) ?? []) {
      if (!genus.startsWith(letters)) continue;
      if (next === first) return `${genus} ${epithet}`;
      if (/^\p{Ll}{3,}$/u.test(next) && /(?:us|a|um|is|es|ae|ii|i|ensis|ans|ens|or|ix)$/.test(next)) other ??= genus;
    }
    return other === undefined ? undefined : `${other} ${epithet}`;
  }
}
