import type { Triple } from './triples.ts';

/**
 * Finds the things of which a file speaks again after it has spoken of others. What it has spoken of is remembered as two
 * bits for each (Bloom 1970, Commun. ACM 13:422), so that memory does not grow with the file; a few things that are in one
 * place may be found too, none is missed.
 */
export class ScatteredSubjects {
  readonly found = new Set<string>();
  readonly #bits: Uint32Array;
  readonly #mask: number;
  #current = '';

  /** @param size of the file, in bytes. */
  constructor(size: number) {
    const bits = 2 ** Math.min(Math.max(Math.ceil(Math.log2(size + 1)) + 2, 16), 28);
    this.#bits = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  add({ subject }: Triple): void {
    if (subject === this.#current) return;
    this.#current = subject;
    const [one, other] = hashes(subject);
    const isFirst = this.#set(one) || this.#set(other);
    if (isFirst) this.#set(other);
    // A copy: the text of a file would else stay in memory with it.
    else if (!this.found.has(subject)) this.found.add(Buffer.from(subject).toString());
  }

  /** @returns whether the bit was not set before. */
  #set(hash: number): boolean {
    const bit = hash & this.#mask;
    const before = this.#bits[bit >>> 5] ?? 0;
    this.#bits[bit >>> 5] = before | (1 << (bit & 31));
    return (before & (1 << (bit & 31))) === 0;
  }
}

/** Two hashes of a text, FNV-1a with two primes. */
function hashes(text: string): readonly [number, number] {
  let one = 0x811c9dc5;
  let other = 0x1b873593;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995) ^ (other >>> 15);
  }
  return [(one ^ (one >>> 15)) >>> 0, (other ^ (other >>> 13)) >>> 0];
}
