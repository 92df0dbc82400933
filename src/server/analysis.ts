import type { Entity } from '../core/entity.ts';
import { placeMentions } from '../core/place.ts';
import { compareSpans } from '../core/span.ts';
import type { Sentence } from '../core/words.ts';
import type { DocumentReader } from '../text/reader.ts';
import { moverOf } from './moved-spans.ts';
import type { Reading, SentenceMemory } from './sentence-memory.ts';

/** Characters of a long text that are cut into sentences without a pause. */
const slice = 1 << 15;

/**
 * One version of a document's text cut into sentences, and what is known of each. Updated at each edit: sentences whose
 * words are known need no reading, wherever they stand now.
 */
export class Analysis {
  readonly #reader: DocumentReader;
  readonly #memory: SentenceMemory;
  #source = '';
  #model = '';
  #sentences: readonly Sentence[] = [];
  #readings: readonly Reading[] = [];
  #known = new Map<string, Reading>();
  /** Mentions of an earlier version in sentences that are unread now, by the sentence's index. */
  #carried = new Map<number, readonly Entity[]>();
  /** Unread sentences that an edit made, and all others. */
  #edited = new Set<Reading>();
  #unread = new Set<Reading>();

  constructor(reader: DocumentReader, memory: SentenceMemory) {
    this.#reader = reader;
    this.#memory = memory;
  }

  /** Whether every sentence has been read. */
  get complete(): boolean {
    return this.#unread.size === 0 && this.#edited.size === 0;
  }

  /** The text's sentences, in order, in source offsets. */
  get sentences(): readonly Sentence[] {
    return this.#sentences;
  }

  /** Unread sentences, in the order in which they are wanted; `edited` ones first. */
  get unread(): { readonly edited: ReadonlySet<Reading>; readonly others: ReadonlySet<Reading> } {
    return { edited: this.#edited, others: this.#unread };
  }

  /**
   * Cuts a long text into sentences little by little, so that other work can be done in between; `update` is quick then.
   * Nothing is to be done for texts that are short or little changed.
   */
  *prepare(source: string): Generator<void> {
    if (source.length - this.#source.length < slice) return;
    for (let end = slice; end < source.length; end += slice) {
      this.#reader.read(source.slice(0, end));
      yield;
    }
  }

  /** @param model the id of the model whose findings are wanted. */
  update(source: string, model: string): void {
    const sameModel = model === this.#model && this.#sentences.length > 0;
    const shown = sameModel ? this.entities() : [];
    const keep = moverOf(this.#source, source);
    const before = this.#known;
    const editedBefore = this.#edited;

    if (source !== this.#source) this.#sentences = this.#reader.read(source);
    this.#source = source;
    this.#model = model;
    this.#known = new Map();
    this.#edited = new Set();
    this.#unread = new Set();
    this.#readings = this.#sentences.map((sentence) => {
      const [key, reading] = this.#memory.reading(model, sentence, before);
      this.#known.set(key, reading);
      if (!reading.found) {
        const edited = sameModel && (!before.has(key) || editedBefore.has(reading));
        (edited ? this.#edited : this.#unread).add(reading);
      }
      return reading;
    });
    this.#carried = sameModel && !this.complete ? this.#carry(keep(shown)) : new Map();
  }

  /** Takes note of sentences that have been read; whether any of them was waited for here. */
  settle(readings: readonly Reading[]): boolean {
    let waited = false;
    for (const reading of readings) {
      if (this.#edited.delete(reading) || this.#unread.delete(reading)) waited = true;
    }
    return waited;
  }

  holds(reading: Reading): boolean {
    return this.#edited.has(reading) || this.#unread.has(reading);
  }

  /** All mentions known, in source offsets, by start, then end. In an unread sentence those that an edit left alone stay. */
  entities(): Entity[] {
    return this.#sentences
      .flatMap((sentence, index) => {
        const found = this.#readings[index]?.found;
        return found ? placeMentions(sentence, found) : (this.#carried.get(index) ?? []);
      })
      .sort(compareSpans);
  }

  #carry(kept: readonly Entity[]): Map<number, readonly Entity[]> {
    const carried = new Map<number, readonly Entity[]>();
    let at = 0;
    this.#sentences.forEach((sentence, index) => {
      while (at < kept.length && kept[at]!.start < sentence.start) at++;
      const first = at;
      while (at < kept.length && kept[at]!.start < sentence.end) at++;
      if (!this.#readings[index]?.found && at > first) {
        carried.set(
          index,
          kept.slice(first, at).filter(({ end }) => end <= sentence.end),
        );
      }
    });
    return carried;
  }
}
