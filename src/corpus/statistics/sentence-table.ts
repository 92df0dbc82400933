import type { Place } from './statistics.ts';

/** How a sentence is written and labelled in some places. */
export interface Writing {
  /** Fingerprints of its text as it stands, and of its labels. */
  readonly exact: number;
  readonly labels: number;
  readonly count: number;
}

/** A sentence of a part, wherever it stands in it; the place is the first one. */
export interface SentenceUse extends Place {
  readonly words: number;
  readonly writings: readonly Writing[];
}

/** A Map holds no more than 2^24 entries: sentences are shared out among so many. */
const shards = 16;

/**
 * The sentences and documents of a part by the fingerprints of their texts: some 120 bytes for each distinct sentence, none
 * of its text.
 */
export class TextTable {
  /** Texts of documents. */
  readonly texts = new Map<number, number>();
  /** Those that the form gives. */
  readonly ids = new Set<string>();
  documents = 0;
  sentenceCount = 0;
  /** The first row of each text. */
  readonly #first = Array.from({ length: shards }, () => new Map<number, number>());
  readonly #files: string[] = [];
  // One row for each writing, linked by `next`; 0 is none.
  readonly #exact = new Column();
  readonly #labels = new Column();
  readonly #counts = new Column();
  readonly #next = new Column();
  readonly #words = new Column();
  readonly #lines = new Column();
  readonly #fileOf = new Column();

  /** @param text the fingerprint of the text without what does not tell texts apart. */
  addSentence(text: number, { exact, labels }: Omit<Writing, 'count'>, words: number, { file, line }: Place): void {
    this.sentenceCount++;
    const shard = this.#first[text % shards]!;
    const first = shard.get(text);
    let last = 0;
    for (let row = first ?? 0; row > 0; row = this.#next.at(row)) {
      last = row;
      if (this.#exact.at(row) !== exact || this.#labels.at(row) !== labels) continue;
      this.#counts.set(row, this.#counts.at(row) + 1);
      return;
    }
    if (this.#files.at(-1) !== file) this.#files.push(file);
    const row = this.#exact.push(exact);
    this.#labels.push(labels);
    this.#counts.push(1);
    this.#next.push(0);
    this.#words.push(words);
    this.#lines.push(line);
    this.#fileOf.push(this.#files.length - 1);
    if (last > 0) this.#next.set(last, row);
    if (first === undefined) shard.set(text, row);
  }

  addDocument(text: number, id: string | undefined): void {
    this.documents++;
    this.texts.set(text, (this.texts.get(text) ?? 0) + 1);
    if (id !== undefined) this.ids.add(id);
  }

  /** Every text that `other` has too, with what it is here and there. */
  *shared(other: TextTable): Generator<readonly [own: SentenceUse, other: SentenceUse]> {
    for (const [shard, texts] of this.#first.entries()) {
      for (const [text, row] of texts) {
        const there = other.#first[shard]?.get(text);
        if (there !== undefined) yield [this.#use(row), other.#use(there)];
      }
    }
  }

  #use(first: number): SentenceUse {
    const writings: Writing[] = [];
    for (let row = first; row > 0; row = this.#next.at(row)) {
      writings.push({ exact: this.#exact.at(row), labels: this.#labels.at(row), count: this.#counts.at(row) });
    }
    const file = this.#files[this.#fileOf.at(first)] ?? '';
    return { file, line: this.#lines.at(first), words: this.#words.at(first), writings };
  }
}

/** Numbers in rows from 1, eight bytes each. */
class Column {
  #values = new Float64Array(1024);
  #length = 1;

  at(row: number): number {
    return this.#values[row] ?? 0;
  }

  set(row: number, value: number): void {
    this.#values[row] = value;
  }

  /** @returns the new row. */
  push(value: number): number {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    return this.#length++;
  }
}
