import type { SentenceText } from './sentence-text.ts';

/** How the characters of a short form were found in a text. */
export interface Alignment {
  /** Offset in the text of what matches the first character. */
  readonly start: number;
  /** What speaks for it, for each character of the short form: 3 where all are initials of words that follow each other. */
  readonly score: number;
}

/** Points for a character of the short form, by where it was found. */
const points = { initial: 3, next: 2, sameWord: 1, elsewhere: -1 };
/** Points for what stands between two characters that were found, or behind the last. */
const unmatched = { word: -2, comma: -2, aside: -1 };

/** Function words that no long form begins with; others do (`in vitro fertilisation`, `The Cancer Genome Atlas`). */
const noBeginning = new Set(
  'and are as at et for from is or than that to und using versus via vs was were with'.split(' '),
);

const functionWords = new Set(
  'a an and are as at by da de des di du et for from in into is la of on or per than that the to und using versus via von vs was were with within'.split(
    ' ',
  ),
);

/**
 * Finds the characters of a short form, in their order, in `text[from, to)`, the first one at the beginning of a word (Schwartz
 * and Hearst 2003, "A simple algorithm for identifying abbreviation definitions in biomedical text", Pacific Symposium on
 * Biocomputing 8, 451-462, section 3.2). Of all ways to do so theirs is the rightmost; here it is the one in which most
 * characters begin words and fewest words are left out, so that `MM` is `multiple myeloma`, not `myeloma`.
 * @param characters folded letters and digits, see `folded`; nothing is found for none.
 * @param readable whether a character of the text may be matched.
 * @param atStart whether the first character must be at `from`.
 */
export function align(
  characters: string,
  { text, wordAt, starts, sentence }: SentenceText,
  from: number,
  to: number,
  readable: (index: number) => boolean,
  atStart = false,
): Alignment | undefined {
  const places: { readonly at: number; score: number }[][] = Array.from(characters, () => []);
  for (let at = from; at < to; at++) {
    if (!readable(at)) continue;
    const character = foldedCharacter(text[at]!);
    if (character === '') continue;
    for (let index = 0; index < characters.length; index++) {
      if (characters[index] !== character) continue;
      if (index === 0 && !mayBegin(at)) continue;
      places[index]!.push({ at, score: Number.NEGATIVE_INFINITY });
    }
  }
  if (places.length === 0 || places.some((found) => found.length === 0)) return undefined;

  const first = wordAt[from]!;
  const lost = lostBefore();
  const wordOf = (at: number) => wordAt[at]!;
  /** What the words strictly between two words cost. */
  const between = (left: number, right: number) =>
    right - left > 1 ? lost[right - first]! - lost[left + 1 - first]! : 0;
  for (let index = characters.length - 1; index >= 0; index--) {
    for (const place of places[index]!) {
      if (index === characters.length - 1) {
        place.score = between(wordOf(place.at), wordOf(to - 1) + 1);
        continue;
      }
      for (const next of places[index + 1]!) {
        if (next.at <= place.at) continue;
        const found = next.score + gain(place.at, next.at) + between(wordOf(place.at), wordOf(next.at));
        if (found > place.score) place.score = found;
      }
    }
  }
  let best: { readonly at: number; readonly score: number } | undefined;
  for (const place of places[0]!) if (!best || place.score >= best.score) best = place;
  if (!best || best.score === Number.NEGATIVE_INFINITY) return undefined;
  return { start: best.at, score: (best.score + points.initial) / characters.length };

  function mayBegin(at: number): boolean {
    if (atStart) return at === from;
    return starts[wordAt[at]!] === at && !noBeginning.has(sentence.words[wordAt[at]!]!.text.toLowerCase());
  }

  function gain(before: number, at: number): number {
    if (starts[wordOf(at)] === at) return points.initial;
    if (at === before + 1) return points.next;
    return wordOf(before) === wordOf(at) ? points.sameWord : points.elsewhere;
  }

  /** For each word from the first on, and for the end, what it would cost to leave out all before it. */
  function lostBefore(): number[] {
    const sums = [0];
    for (let index = first; index <= wordAt[to - 1]!; index++) {
      const start = starts[index]!;
      const word = sentence.words[index]!.text;
      const opens = /^[([]$/.test(word) && !readable(start);
      const cost = opens
        ? unmatched.aside
        : !readable(start) || functionWords.has(word.toLowerCase())
          ? 0
          : costOf(word);
      sums.push(sums.at(-1)! + cost);
    }
    return sums;
  }
}

function costOf(word: string): number {
  if (word === ',') return unmatched.comma;
  return /[\p{L}\p{N}]/u.test(word) ? unmatched.word : 0;
}

const greek: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('αβγδεζηθικλμνξοπρςστυφχψω', (letter, index) => [letter, 'abgdezetiklmnxoprsstupcpo'[index]!]),
);

/** The letters and digits of a text in lower case and without accents; Greek letters as the initials of their names. */
export function folded(text: string): string {
  return Array.from(text, foldedCharacter).join('');
}

function foldedCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 128) return /[a-z0-9]/i.test(character) ? character.toLowerCase() : '';
  const plain = character.normalize('NFKD')[0]!.toLowerCase();
  return greek[plain] ?? (/[\p{L}\p{N}]/u.test(plain) ? plain : '');
}
