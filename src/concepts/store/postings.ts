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

/** Sums of weights by number, for one question after another. */
export class Tally {
  #sums = new Float32Array(1);
  #seen = new Uint32Array(1024);
  #count = 0;

  /** Begins anew, for numbers from 1 to `last`. */
  begin(last: number): void {
    for (let i = 0; i < this.#count; i++) this.#sums[this.#seen[i] ?? 0] = 0;
    this.#count = 0;
    if (this.#sums.length <= last) this.#sums = new Float32Array(last + 1);
  }

  /** Adds a weight, above 0, to each number of postings; those beyond `last` are passed over. */
  add(postings: Uint8Array, weight: number): void {
    const sums = this.#sums;
    let value = 0;
    let shift = 0;
    let part = 0;
    for (const byte of postings) {
      part |= (byte & 0x7f) << shift;
      if (byte > 0x7f) {
        shift += 7;
        continue;
      }
      value += part;
      part = 0;
      shift = 0;
      const sum = sums[value];
      if (sum === undefined) return;
      if (sum === 0) this.#see(value);
      sums[value] = sum + weight;
    }
  }

  /**
   * The numbers with the highest sums, the highest first; of equal ones the lower number.
   * @param scale what a number's sum is multiplied by, above 0.
   */
  best(limit: number, scale: (value: number) => number = () => 1): { readonly value: number; readonly sum: number }[] {
    const sums = this.#sums;
    let found: { value: number; sum: number }[] = [];
    // What is below the last one of a full list is passed over at once.
    let least = Number.NEGATIVE_INFINITY;
    const room = Math.max(2 * limit, 64);
    for (let i = 0; i < this.#count; i++) {
      const value = this.#seen[i] ?? 0;
      const sum = (sums[value] ?? 0) * scale(value);
      if (sum < least) continue;
      found.push({ value, sum });
      if (found.length < room) continue;
      found = found.sort(byPlace).slice(0, limit);
      least = found.at(-1)?.sum ?? least;
    }
    return found.sort(byPlace).slice(0, limit);
  }

  #see(value: number): void {
    if (this.#count === this.#seen.length) {
      const longer = new Uint32Array(this.#seen.length * 2);
      longer.set(this.#seen);
      this.#seen = longer;
    }
    this.#seen[this.#count++] = value;
  }
}

function byPlace(a: { value: number; sum: number }, b: { value: number; sum: number }): number {
  return b.sum - a.sum || a.value - b.value;
}
