import { readLines } from '../../files/lines.ts';

/** Lines of a file that follow one another. */
export interface Excerpt {
  /** Number of the first one, from 1. */
  readonly first: number;
  readonly text: string;
  /** Whether it is all of the file. */
  readonly whole: boolean;
}

/** The longest text that is shown whole, in UTF-16 units: an editor has it at once. */
const longest = 16 * 2 ** 20;
/** Lines before and after the wanted one that are shown of longer files, and the longest text of them. */
const around = 1000;
const longestAround = 2 ** 20;

/**
 * The text of a file, decompressed where it is compressed; of a long one, the lines around one of them. Only these are kept
 * in memory, and nothing after them is read.
 * @param line from 1.
 * @throws UserError naming the file if it is not text.
 */
export async function readExcerpt(file: string, line: number, limit: number = longest): Promise<Excerpt> {
  const kept = new KeptLines(line);
  let length = 0;
  for await (const { first, texts } of readLines(file)) {
    for (const [index, text] of texts.entries()) {
      length += text.length + 1;
      kept.add(first + index, text, length <= limit);
      if (length > limit && kept.enough) return kept.excerpt(false);
    }
  }
  return kept.excerpt(length <= limit);
}

/** Lines of a file that is read: all of them at first, then those around one. */
class KeptLines {
  readonly #line: number;
  #lines: string[] = [];
  #first = 1;
  #length = 0;
  #all = true;

  constructor(line: number) {
    this.#line = line;
  }

  /** Whether all that is wanted of a long file is there. */
  get enough(): boolean {
    const next = this.#first + this.#lines.length;
    return next > this.#line + around || (next > this.#line && this.#length > longestAround);
  }

  /** @param all whether every line is wanted still. */
  add(at: number, text: string, all: boolean): void {
    if (this.#all && !all) this.#narrow();
    if (!this.#all && at < this.#line - around) return;
    if (this.#lines.length === 0) this.#first = at;
    this.#lines.push(text);
    this.#length += text.length + 1;
    // Lines may be long: half of those before the wanted one go, so that each is moved a few times only.
    const before = Math.min(this.#line - this.#first, this.#lines.length - 1);
    if (!this.#all && this.#length > 2 * longestAround && before > 0) this.#drop(Math.ceil(before / 2));
  }

  excerpt(whole: boolean): Excerpt {
    return { first: this.#first, text: this.#lines.join('\n'), whole };
  }

  #narrow(): void {
    this.#all = false;
    this.#drop(Math.max(0, Math.min(this.#line - around - this.#first, this.#lines.length)));
    const after = this.#line + around + 1 - this.#first;
    if (after < this.#lines.length) {
      this.#lines.length = Math.max(0, after);
      this.#length = this.#lines.reduce((sum, text) => sum + text.length + 1, 0);
    }
  }

  #drop(count: number): void {
    for (const text of this.#lines.splice(0, count)) this.#length -= text.length + 1;
    this.#first += count;
  }
}
