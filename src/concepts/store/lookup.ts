import { keysOf, wordsOf } from '../names/keys.ts';
import type { FoundName, Shelf } from './shelf.ts';
import type { NamedConcept, SearchOptions } from './store.ts';

/** How many names that hold a word are looked at for one question, in one terminology. */
const mostNames = 20_000;

/** Of how many of them, those that hold the most and rarest words, the score is worked out in full. */
const mostScored = 400;

/** The usual constants of BM25: how soon a word that stands twice counts no more, and what a long name costs. */
const saturation = 1.2;
const lengthShare = 0.75;

/** See `ConceptStore.withKey`. */
export function namesWithKeys(shelves: readonly Shelf[], keys: readonly string[]): readonly NamedConcept[] {
  const distinct = new Set(keys);
  return shelves.flatMap((shelf) => {
    const ids = new Set([...distinct].flatMap((key) => shelf.namesWithHash(key)));
    return [...ids].flatMap((id) => {
      const name = shelf.name(id);
      // Other keys may have the same number.
      return name !== undefined && keysOf(name.name).some((key) => distinct.has(key)) ? [withoutId(name)] : [];
    });
  });
}

/**
 * See `ConceptStore.withWords`: BM25 (Robertson & Zaragoza, Foundations and Trends in Information Retrieval 3, 2009) with the
 * frequencies of all terminologies. Names are found by the rare words; the frequent ones then only count for their scores.
 */
export function namesWithWords(
  shelves: readonly Shelf[],
  words: readonly string[],
  { type, limit }: SearchOptions,
): readonly NamedConcept[] {
  const names = shelves.reduce((sum, { terminology }) => sum + terminology.names, 0);
  const length = shelves.reduce((sum, { words }) => sum + words, 0) / Math.max(1, names);
  const weights = new Map<string, number>();
  for (const word of new Set(words)) {
    const frequency = shelves.reduce((sum, shelf) => sum + shelf.frequency(word), 0);
    if (frequency > 0) weights.set(word, Math.log(1 + (names - frequency + 0.5) / (frequency + 0.5)));
  }
  const asked = shelves.filter(({ terminology }) => type === undefined || terminology.types.includes(type));
  const scored = asked.flatMap((shelf) =>
    candidates(shelf, weights).flatMap((id) => {
      const name = shelf.name(id);
      if (name === undefined || (type !== undefined && !name.types.includes(type))) return [];
      return [{ name, score: score(name.name, weights, length) }];
    }),
  );
  return scored
    .toSorted((a, b) => b.score - a.score || a.name.name.length - b.name.name.length)
    .slice(0, limit)
    .map(({ name }) => withoutId(name));
}

/** Numbers of the names that hold the most and rarest words. */
function candidates(shelf: Shelf, weights: ReadonlyMap<string, number>): readonly number[] {
  const found = new Map<number, number>();
  let room = mostNames;
  const ordered = [...weights]
    .map(([word, weight]) => ({ word, weight, frequency: shelf.frequency(word) }))
    .filter(({ frequency }) => frequency > 0)
    .toSorted((a, b) => a.frequency - b.frequency);
  for (const [place, { word, weight, frequency }] of ordered.entries()) {
    if (frequency > room && place > 0 && found.size > 0) {
      // Too many hold it: only those that hold one of the rarer words too are asked for.
      for (const rarer of ordered.slice(0, place)) {
        for (const id of shelf.match(`${phrase(word)} AND ${phrase(rarer.word)}`, mostScored)) {
          found.set(id, (found.get(id) ?? rarer.weight) + weight / place);
        }
      }
      continue;
    }
    for (const id of shelf.match(phrase(word), room)) found.set(id, (found.get(id) ?? 0) + weight);
    room -= Math.min(room, frequency);
  }
  if (found.size <= mostScored) return [...found.keys()];
  return [...found]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostScored)
    .map(([id]) => id);
}

/** A word for FTS5, whatever its characters. */
function phrase(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

function score(name: string, weights: ReadonlyMap<string, number>, average: number): number {
  const words = wordsOf(name);
  const counts = new Map<string, number>();
  for (const word of words) if (weights.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const long = saturation * (1 - lengthShare + (lengthShare * words.length) / average);
  let sum = 0;
  for (const [word, count] of counts) sum += ((weights.get(word) ?? 0) * count * (saturation + 1)) / (count + long);
  return sum;
}

/** See `ConceptStore.wordsLike`. */
export function wordsLike(shelves: readonly Shelf[], word: string, limit: number): readonly string[] {
  const found = shelves
    .flatMap((shelf) => shelf.wordsLike(word, limit))
    .toSorted((a, b) => b.likeness - a.likeness || (a.word < b.word ? -1 : 1));
  return [...new Set(found.map((other) => other.word))].slice(0, limit);
}

export function withoutId({ id: _, ...name }: FoundName): NamedConcept {
  return name;
}
