/**
 * The character trigrams of a word, each once, its beginning and its end among them: `dna` has ` dn`, `dna`, `na `. Characters are
 * code points.
 */
export function gramsOf(word: string): readonly string[] {
  const characters = [' ', ...word, ' '];
  const grams = new Set<string>();
  for (let i = 0; i + 2 < characters.length; i++) grams.add(characters.slice(i, i + 3).join(''));
  return [...grams];
}

/** Ascending numbers from 1, as the differences of one to the next, in seven bits per byte, the lowest first (LEB128). */
export class Postings {
  #bytes = new Uint8Array(8);
  #last = 0;
  length = 0;

  add(value: number): void {
    if (this.length + 5 > this.#bytes.length) {
      const longer = new Uint8Array(this.#bytes.length * 2);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    let rest = value - this.#last;
    this.#last = value;
    for (; rest > 0x7f; rest >>>= 7) this.#bytes[this.length++] = 0x80 | (rest & 0x7f);
    this.#bytes[this.length++] = rest;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.length);
  }
}

/** Counts for each number of postings once more; numbers that `counts` has no place for are passed over. */
export function countPostings(bytes: Uint8Array, counts: Uint8Array, seen: number[]): void {
  let value = 0;
  let shift = 0;
  let part = 0;
  for (const byte of bytes) {
    part |= (byte & 0x7f) << shift;
    if (byte > 0x7f) {
      shift += 7;
      continue;
    }
    value += part;
    part = 0;
    shift = 0;
    const count = counts[value];
    if (count === undefined) return;
    if (count === 0) seen.push(value);
    if (count < 0xff) counts[value] = count + 1;
  }
}
