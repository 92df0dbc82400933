import { keysOf, wordsOf } from '../names/keys.ts';
import { identifierOf, namespaceOf, namespaces } from '../namespaces.ts';
import { namesWithKeys, namesWithWords, withoutId } from './lookup.ts';
import type { Tally } from './postings.ts';
import { folded, lastRank, prefixLength } from './prefix.ts';
import type { FoundName, Shelf } from './shelf.ts';
import type { NamedConcept, SearchOptions } from './store.ts';

/** Of a word that is typed in part: how many words that begin so are tried. */
const mostEndings = 12;

/** Of a word that no name has: how many words that are spelt like it are tried, and how like it they are at least. */
const mostSpellings = 5;
const leastLikeness = 0.5;

/** See `ConceptStore.complete`. */
export function completions(
  shelves: readonly Shelf[],
  prefix: string,
  { type, limit }: SearchOptions,
): readonly NamedConcept[] {
  const fold = folded(prefix);
  if (fold === '' || limit <= 0) return [];
  const start = fold.slice(0, prefixLength);
  const sources = shelves
    .filter(({ terminology }) => type === undefined || terminology.types.includes(type))
    .map((shelf) => ({ shelf, types: type === undefined ? undefined : shelf.typesWith(type) }));
  const found = new Map<string, NamedConcept>();
  for (let rank = Math.min(lastRank, fold.length); rank <= lastRank && found.size < limit; rank++) {
    for (const { shelf, types } of sources) {
      for (const id of shelf.begins(rank, start, types, limit)) {
        const name = shelf.name(id);
        if (name === undefined) continue;
        const whole = folded(name.name);
        const key = `${name.identifier}\n${whole}`;
        if (whole.startsWith(fold) && !found.has(key)) found.set(key, withoutId(name));
      }
    }
  }
  return [...found.values()].slice(0, limit);
}

/**
 * See `ConceptStore.search`: by identifier, then by the whole name, then by how it begins, then by its words; where nothing is found,
 * by words that are spelt like them. The words of an identifier (`MESH`, `D`) say nothing of what it means.
 */
export function searchResults(
  shelves: readonly Shelf[],
  text: string,
  options: SearchOptions,
  tally: Tally,
): readonly NamedConcept[] {
  const { type, limit } = options;
  const found = new Map<string, NamedConcept>();
  const byWords = [
    () => namesWithWords(shelves, typedWords(shelves, text), { ...options, limit: limit * 3 }, tally),
    () => (found.size > 0 ? [] : namesWithWords(shelves, misspeltWords(shelves, text, tally), options, tally)),
  ];
  const steps = [
    () => identified(shelves, text.trim(), limit),
    () => namesWithKeys(shelves, keysOf(text)).toSorted((a, b) => likeness(b, text) - likeness(a, text)),
    () => completions(shelves, text.trim(), options),
    ...(isIdentifier(text.trim()) ? [] : byWords),
  ];
  for (const step of steps) {
    if (found.size >= limit) break;
    for (const name of step()) {
      if (type !== undefined && !name.types.includes(type)) continue;
      if (!found.has(name.identifier)) found.set(name.identifier, name);
    }
  }
  return [...found.values()].slice(0, limit);
}

/** Whether a text is an identifier of a namespace that is known, whether there is such a concept or not. */
function isIdentifier(text: string): boolean {
  return /^\S*\d\S*$/.test(text) && namespaceOf(identifierOf(text)) !== undefined;
}

/** Names that are written alike come first, and preferred ones before others. */
function likeness(name: NamedConcept, text: string): number {
  return (
    (folded(name.name) === folded(text.trim()) ? 4 : 0) + (name.kind === 'preferred' ? 2 : 0) - (name.withdrawn ? 1 : 0)
  );
}

/**
 * Concepts whose identifier is typed, with or without what stands before its colon, or begins so; where there is none, those that
 * have it as a cross reference.
 */
function identified(shelves: readonly Shelf[], text: string, limit: number): readonly NamedConcept[] {
  // Names may begin with a digit too; no identifier has a space.
  if (text === '' || /\s/.test(text)) return [];
  const whole = [identifierOf(text), ...namespaces.map(({ prefix }) => `${prefix}:${text}`)];
  const own = preferredNames(shelves, whole);
  const exact =
    own.length > 0
      ? own
      : preferredNames(
          shelves,
          whole.flatMap((identifier) => shelves.flatMap((shelf) => shelf.joined(identifier))),
        );
  const begun = /:./.test(text)
    ? shelves.flatMap((shelf) => shelf.identified(identifierOf(text), limit).flatMap((id) => shelf.name(id) ?? []))
    : [];
  return [...exact, ...begun].map(withoutId);
}

/** The preferred names of the concepts with one of the identifiers. */
function preferredNames(shelves: readonly Shelf[], identifiers: readonly string[]): readonly FoundName[] {
  return shelves.flatMap((shelf) =>
    identifiers.flatMap((identifier) =>
      shelf
        .identified(identifier, 1)
        .flatMap((id) => shelf.name(id) ?? [])
        .filter((name) => name.identifier === identifier),
    ),
  );
}

/** The words of a text, and for its last one, of which perhaps only a part is typed yet, words that begin so. */
function typedWords(shelves: readonly Shelf[], text: string): readonly string[] {
  const words = wordsOf(text);
  const last = words.at(-1);
  if (last === undefined || last.length < 3) return words;
  return [...words, ...shelves.flatMap((shelf) => shelf.wordsFrom(last, mostEndings))];
}

/** The words of a text; for those that no name has, words that are spelt like them. A number that is like another is another. */
function misspeltWords(shelves: readonly Shelf[], text: string, tally: Tally): readonly string[] {
  return wordsOf(text).flatMap((word) => {
    if (/\d/.test(word) || shelves.some((shelf) => shelf.frequency(word) > 0)) return [word];
    const like = shelves.flatMap((shelf) => shelf.wordsLike(word, mostSpellings, tally));
    return like.filter(({ likeness }) => likeness >= leastLikeness).map((other) => other.word);
  });
}
