import type { Item } from '../match/item.ts';
import type { Confusion } from '../report/report.ts';
import type { WordIndex } from './words.ts';

/** What a word is that has no type; no name, since a type may be called `O` too. */
const outside = undefined;
type WordType = string | typeof outside;

/**
 * Words by the type that they have and the one that they were given. A word is of the types of all mentions that share a
 * character with it. Where types overlap, each type that it has on both sides counts once, as right; those that it has
 * on one side only are paired with one another in the order of their names, and with `O` when the other side has no more.
 * A word without any counts once, as `O` on both sides.
 */
export class ConfusionTally {
  readonly #counts = new Map<WordType, Map<WordType, number>>();

  add(words: WordIndex, gold: readonly Item[], found: readonly Item[]): void {
    const [goldTypes, foundTypes] = [typesOfWords(words, gold), typesOfWords(words, found)];
    const touched = new Set([...goldTypes.keys(), ...foundTypes.keys()]);
    for (const word of touched) {
      this.#addWord(goldTypes.get(word) ?? new Set(), foundTypes.get(word) ?? new Set());
    }
    this.#count(outside, outside, words.count - touched.size);
  }

  /** @param types in the order of rows and columns; `O` comes after them. */
  confusion(types: readonly string[]): Confusion {
    const wordTypes = [...types, outside];
    return {
      labels: [...types, 'O'],
      counts: wordTypes.map((gold) => wordTypes.map((found) => this.#counts.get(gold)?.get(found) ?? 0)),
    };
  }

  #addWord(gold: ReadonlySet<string>, found: ReadonlySet<string>): void {
    for (const type of gold) if (found.has(type)) this.#count(type, type);
    const lost = [...gold].filter((type) => !found.has(type)).sort();
    const added = [...found].filter((type) => !gold.has(type)).sort();
    for (let index = 0; index < Math.max(lost.length, added.length); index++) {
      this.#count(lost[index] ?? outside, added[index] ?? outside);
    }
  }

  #count(gold: WordType, found: WordType, words = 1): void {
    const row = this.#counts.get(gold) ?? new Map<WordType, number>();
    this.#counts.set(gold, row.set(found, (row.get(found) ?? 0) + words));
  }
}

/** The types of each word that has any. */
function typesOfWords(words: WordIndex, items: readonly Item[]): Map<number, Set<string>> {
  const types = new Map<number, Set<string>>();
  for (const { mention, type } of items) {
    for (const word of words.touched(mention.spans)) {
      const known = types.get(word);
      if (known) known.add(type);
      else types.set(word, new Set([type]));
    }
  }
  return types;
}
