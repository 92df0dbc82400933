import { LRUCache } from 'lru-cache';
import type { WordEntity } from '../core/entity.ts';
import type { Sentence } from '../core/words.ts';

/** A sentence's words and what a model found in them, shared by all places where the same words stand. */
export interface Reading {
  readonly words: readonly string[];
  /** Undefined until the model has read them. */
  found?: readonly WordEntity[];
  /** How often the model host ended, or refused, while it read these words and no others. */
  failures: number;
}

/** Characters of sentences that no open document holds any more: about a hundred papers. */
const rememberedCharacters = 8_000_000;

/** Remembers what models found in sentences, by the model and the sentence's words. */
export class SentenceMemory {
  readonly #readings = new LRUCache<string, Reading>({
    maxSize: rememberedCharacters,
    sizeCalculation: (_, key) => key.length,
  });

  /** What a model found in words; undefined if that is not remembered. */
  recall(model: string, words: readonly string[]): readonly WordEntity[] | undefined {
    return this.#readings.peek(keyOf(model, words))?.found;
  }

  /** @param known readings that the caller holds already, by their keys. */
  reading(model: string, sentence: Sentence, known?: ReadonlyMap<string, Reading>): readonly [string, Reading] {
    const words = sentence.words.map(({ text }) => text);
    const key = keyOf(model, words);
    const remembered = known?.get(key) ?? this.#readings.get(key);
    const reading = remembered ?? { words, failures: 0 };
    if (!remembered) this.#readings.set(key, reading);
    return [key, reading];
  }
}

function keyOf(model: string, words: readonly string[]): string {
  // A word holds no white space, so that a line break ends it.
  return `${model}\n${words.join('\n')}`;
}
