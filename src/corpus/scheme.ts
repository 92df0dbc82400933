import type { Label } from '../core/labels.ts';

/**
 * The tagging schemes of words. IOB2 begins every mention with B; IOB1 begins with B only a mention that follows another
 * of its type directly (Ramshaw and Marcus, 1995), so I alone is IOB1 too; IOBES also marks ends and mentions of one word;
 * BILOU is IOBES with the letters L and U (Ratinov and Roth, 2009).
 */
export type Scheme = 'IOB1' | 'IOB2' | 'IOBES' | 'BILOU';

/** What the labels of a file are, as far as they tell. */
export interface DetectedScheme {
  readonly scheme: Scheme;
  /** Labels that break it, such as a stray I in IOB2; they are read as conlleval reads them (`labelledSpans`). */
  readonly irregular: number;
}

/**
 * Finds the scheme of a file from all its labels. L or U tell BILOU, E or S IOBES. Without them it is IOB2 or IOB1,
 * whichever fewer labels break, and IOB2 if both do equally, as where there is no label but O. All four schemes are read
 * by the same rules (`labelledSpans`), so a wrong guess would change no mention.
 */
export class SchemeDetector {
  readonly #letters = new Set<string>();
  /** Lines of labels that break one scheme or another. */
  readonly #strays: number[] = [];
  readonly #unclosed: number[] = [];
  readonly #needless: number[] = [];

  /**
   * Takes the labels of a sentence and the letters that they were written with.
   * @param line of its first word, from 1.
   * @param wordPerLine whether each further word stands on the next line.
   */
  add(labels: readonly Label[], letters: readonly string[], line: number, wordPerLine = true): void {
    for (const [index, { mark, type }] of labels.entries()) {
      if (mark === 'O') continue;
      this.#letters.add(letters[index] ?? '');
      const before = labels[index - 1];
      const after = labels[index + 1];
      const open = before !== undefined && before.type === type && (before.mark === 'B' || before.mark === 'I');
      const goesOn = after !== undefined && after.type === type && (after.mark === 'I' || after.mark === 'E');
      const here = wordPerLine ? line + index : line;
      if ((mark === 'I' || mark === 'E') && !open) this.#strays.push(here);
      if ((mark === 'B' || mark === 'I') && !goesOn) this.#unclosed.push(here);
      if (mark === 'B' && !open) this.#needless.push(here);
    }
  }

  /** What the labels so far tell. */
  result(): DetectedScheme {
    const { scheme, lines } = this.#found();
    return { scheme, irregular: lines.length };
  }

  /** The lines of the labels so far that break their scheme, in order; one may come twice. */
  irregularLines(): readonly number[] {
    return this.#found().lines.toSorted((a, b) => a - b);
  }

  #found(): { readonly scheme: Scheme; readonly lines: readonly number[] } {
    const ends = this.#letters.has('L') || this.#letters.has('U') ? 'BILOU' : 'IOBES';
    if (ends === 'BILOU' || this.#letters.has('E') || this.#letters.has('S')) {
      return { scheme: ends, lines: [...this.#strays, ...this.#unclosed] };
    }
    return this.#needless.length < this.#strays.length
      ? { scheme: 'IOB1', lines: this.#needless }
      : { scheme: 'IOB2', lines: this.#strays };
  }
}
