/** No set holds more entries than this (V8 allows 2^24). */
const largestSet = 2 ** 23;

/**
 * The ids of a file's documents, so that each has one of its own. Those that are numbers, as PMIDs are, take some 20 bytes
 * each, so that a file of millions of documents is read in little memory.
 */
export class DocumentIds {
  readonly #known: Set<string | number>[] = [new Set()];
  /** The number to try next behind an id that has come twice, so that thousands of them take no longer each. */
  readonly #next = new Map<string, number>();

  /** The id, or, where a document before has it already, the id with a number behind it: `8528200#2`. */
  unique(id: string): string {
    if (this.#add(id)) return id;
    for (let number = this.#next.get(id) ?? 2; ; number++) {
      const other = `${id}#${number}`;
      if (!this.#add(other)) continue;
      this.#next.set(Buffer.from(id).toString(), number + 1);
      return other;
    }
  }

  #add(id: string): boolean {
    // Of its own, as a part of a line would keep the stretch of the file that it came from in memory.
    const key = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : Buffer.from(id).toString();
    if (this.#known.some((known) => known.has(key))) return false;
    let last = this.#known[this.#known.length - 1];
    if (!last || last.size >= largestSet) {
      last = new Set();
      this.#known.push(last);
    }
    last.add(key);
    return true;
  }
}
