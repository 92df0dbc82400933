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
  #letters = new Set<string>();
  #strays = 0;
  #unclosed = 0;
  #needless = 0;

  /** Takes the labels of a sentence and the letters that they were written with. */
  add(labels: readonly Label[], letters: readonly string[]): void {
    for (const [index, { mark, type }] of labels.entries()) {
      if (mark === 'O') continue;
      this.#letters.add(letters[index] ?? '');
      const before = labels[index - 1];
      const after = labels[index + 1];
      const open = before !== undefined && before.type === type && (before.mark === 'B' || before.mark === 'I');
      const goesOn = after !== undefined && after.type === type && (after.mark === 'I' || after.mark === 'E');
      if ((mark === 'I' || mark === 'E') && !open) this.#strays++;
      if ((mark === 'B' || mark === 'I') && !goesOn) this.#unclosed++;
      if (mark === 'B' && !open) this.#needless++;
    }
  }

  /** What the labels so far tell. */
  result(): DetectedScheme {
    const ends = { irregular: this.#strays + this.#unclosed };
    if (this.#letters.has('L') || this.#letters.has('U')) return { scheme: 'BILOU', ...ends };
    if (this.#letters.has('E') || this.#letters.has('S')) return { scheme: 'IOBES', ...ends };
    return this.#needless < this.#strays
      ? { scheme: 'IOB1', irregular: this.#needless }
      : { scheme: 'IOB2', irregular: this.#strays };
  }
}
