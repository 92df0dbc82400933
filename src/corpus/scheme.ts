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
  /** Labels that break one scheme or another. */
  readonly #strays = new Places();
  readonly #unclosed = new Places();
  readonly #needless = new Places();

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
      if ((mark === 'I' || mark === 'E') && !open) this.#strays.add(here);
      if ((mark === 'B' || mark === 'I') && !goesOn) this.#unclosed.add(here);
      if (mark === 'B' && !open) this.#needless.add(here);
    }
  }

  /** What the labels so far tell. */
  result(): DetectedScheme {
    const { scheme, breaks } = this.#found();
    return { scheme, irregular: breaks.reduce((sum, { count }) => sum + count, 0) };
  }

  /** The lines of the labels so far that break their scheme, in order; one may come twice. Of very many, the first ones. */
  irregularLines(): readonly number[] {
    return this.#found()
      .breaks.flatMap(({ lines }) => lines)
      .sort((a, b) => a - b);
  }

  #found(): { readonly scheme: Scheme; readonly breaks: readonly Places[] } {
    const ends = this.#letters.has('L') || this.#letters.has('U') ? 'BILOU' : 'IOBES';
    if (ends === 'BILOU' || this.#letters.has('E') || this.#letters.has('S')) {
      return { scheme: ends, breaks: [this.#strays, this.#unclosed] };
    }
    return this.#needless.count < this.#strays.count
      ? { scheme: 'IOB1', breaks: [this.#needless] }
      : { scheme: 'IOB2', breaks: [this.#strays] };
  }
}

/** Lines that are kept of each way to break a scheme: every mention of a regular file breaks some other scheme. */
const mostLines = 100_000;

/** How many places there are, and the lines of the first ones. */
class Places {
  readonly lines: number[] = [];
  count = 0;

  add(line: number): void {
    if (this.count++ < mostLines) this.lines.push(line);
  }
}
