import { keysOf } from '../names/keys.ts';
import type { Tally } from './postings.ts';
import type { FoundName, Shelf } from './shelf.ts';
import type { NamedConcept, SearchOptions } from './store.ts';

/** Names of words are read until they are so many; what is more frequent then does not count. */
const mostNames = 250_000;

/** Of how many names at most it is seen whether they are of a type, for each that is asked for. */
const mostOfOtherTypes = 20;

/** The usual constants of BM25: how soon a word that stands twice counts no more, and what a long name costs. */
const saturation = 1.2;
const lengthShare = 0.75;

/** See `ConceptStore.withKey`. */
export function namesWithKeys(
  shelves: readonly Shelf[],
  keys: readonly string[],
  type?: string,
): readonly NamedConcept[] {
  const distinct = new Set(keys);
  return shelves.flatMap((shelf) => {
    if (type !== undefined && !shelf.terminology.types.includes(type)) return [];
    const ids = new Set([...distinct].flatMap((key) => shelf.namesWithHash(key)));
    return [...ids].flatMap((id) => {
      const name = shelf.name(id);
      if (name === undefined || (type !== undefined && !name.types.includes(type))) return [];
      // Other keys may have the same number.
      return keysOf(name.name).some((key) => distinct.has(key)) ? [withoutId(name)] : [];
    });
  });
}

/**
 * See `ConceptStore.withWords`: BM25 (Robertson & Zaragoza, Foundations and Trends in Information Retrieval 3, 2009) with the
 * frequencies of all terminologies. A word that stands twice in a name counts once.
 */
export function namesWithWords(
  shelves: readonly Shelf[],
  words: readonly string[],
  { type, limit }: SearchOptions,
  tally: Tally,
): readonly NamedConcept[] {
  const names = shelves.reduce((sum, { terminology }) => sum + terminology.names, 0);
  const average = shelves.reduce((sum, { words }) => sum + words, 0) / Math.max(1, names);
  const factors = Float64Array.from({ length: 256 }, (_, length) => {
    const long = saturation * (1 - lengthShare + (lengthShare * length) / average);
    return (saturation + 1) / (1 + long);
  });
  const weights = weighted(shelves, words, names);
  const found: { readonly shelf: Shelf; readonly value: number; readonly sum: number }[] = [];
  for (const shelf of shelves) {
    if (type !== undefined && !shelf.terminology.types.includes(type)) continue;
    tally.begin(shelf.terminology.names);
    for (const [word, weight] of weights) shelf.tallyWord(word, weight, tally);
    const { lengths } = shelf;
    const room = type === undefined || shelf.terminology.types.length === 1 ? limit : limit * mostOfOtherTypes;
    for (const best of tally.best(room, (name) => factors[lengths[name] ?? 0] ?? 0)) found.push({ shelf, ...best });
  }
  const best: NamedConcept[] = [];
  for (const { shelf, value } of found.sort((a, b) => b.sum - a.sum)) {
    if (best.length >= limit) break;
    const name = shelf.name(value);
    if (name !== undefined && (type === undefined || name.types.includes(type))) best.push(withoutId(name));
  }
  return best;
}

/** Words that are stored, and how much each tells (inverse document frequency), the rarest first. */
function weighted(
  shelves: readonly Shelf[],
  words: readonly string[],
  names: number,
): readonly (readonly [string, number])[] {
  const frequencies = [...new Set(words)]
    .map((word) => ({ word, frequency: shelves.reduce((sum, shelf) => sum + shelf.frequency(word), 0) }))
    .filter(({ frequency }) => frequency > 0)
    .sort((a, b) => a.frequency - b.frequency);
  let read = 0;
  return frequencies
    .filter(({ frequency }, place) => {
      read += frequency;
      return place === 0 || read <= mostNames;
    })
    .map(({ word, frequency }) => [word, Math.log(1 + (names - frequency + 0.5) / (frequency + 0.5))]);
}

/** See `ConceptStore.wordsLike`. */
export function wordsLike(shelves: readonly Shelf[], word: string, limit: number, tally: Tally): readonly string[] {
  const found = shelves
    .flatMap((shelf) => shelf.wordsLike(word, limit, tally))
    .toSorted((a, b) => b.likeness - a.likeness || (a.word < b.word ? -1 : 1));
  return [...new Set(found.map((other) => other.word))].slice(0, limit);
}

export function withoutId({ id: _, ...name }: FoundName): NamedConcept {
  return name;
}
