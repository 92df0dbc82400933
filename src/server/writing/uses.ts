import { type Abbreviations, keyOf } from '../../concepts/abbreviations/abbreviations.ts';
import { singular } from '../../concepts/abbreviations/short-form.ts';
import type { Span } from '../../core/span.ts';
import type { Sentence, Word } from '../../core/words.ts';
import { splitIntoWords } from '../../text/words.ts';

/** A place where a short form stands. */
export interface Use extends Span {
  /** See `keyOf`. */
  readonly key: string;
  /** Index of its sentence, and of its first word in it. */
  readonly sentence: number;
  readonly word: number;
  readonly plural: boolean;
  /** Whether nothing is joined to it without white space: no `TNF` in `TNF-α`. */
  readonly alone: boolean;
}

interface Pattern {
  readonly key: string;
  readonly words: readonly Word[];
}

/** Every place where a short form stands that the text defines, singular or plural; the longest where several begin. */
export function findUses(sentences: readonly Sentence[], abbreviations: Abbreviations): readonly Use[] {
  const patterns = patternsOf(abbreviations);
  if (patterns.size === 0) return [];
  return sentences.flatMap((sentence, index) => {
    const { words } = sentence;
    const uses: Use[] = [];
    for (let at = 0; at < words.length; at++) {
      const found = patterns.get(singular(words[at]!.text))?.find((pattern) => matches(words, at, pattern.words));
      if (!found) continue;
      const last = at + found.words.length - 1;
      uses.push({
        key: found.key,
        start: words[at]!.start,
        end: words[last]!.end,
        sentence: index,
        word: at,
        plural: words[last]!.text !== found.words.at(-1)!.text,
        alone: isAlone(words, at, last),
      });
      at = last;
    }
    return uses;
  });
}

/** By the stem of the first word, the longest first. */
function patternsOf({ all }: Abbreviations): Map<string, Pattern[]> {
  const patterns = new Map<string, Pattern[]>();
  for (const key of new Set(all.map(({ shortForm }) => keyOf(shortForm)))) {
    const words = splitIntoWords(key);
    const first = singular(words[0]!.text);
    patterns.set(
      first,
      [...(patterns.get(first) ?? []), { key, words }].sort((a, b) => b.words.length - a.words.length),
    );
  }
  return patterns;
}

function matches(words: readonly Word[], at: number, pattern: readonly Word[]): boolean {
  return pattern.every(({ text, spaced }, index) => {
    const word = words[at + index];
    if (!word || (index > 0 && (word.spaced !== spaced || word.cut))) return false;
    return keyOf(word.text) === text || (index === pattern.length - 1 && word.text === `${text}s`);
  });
}

function isAlone(words: readonly Word[], first: number, last: number): boolean {
  const before = words[first - 1];
  const after = words[last + 1];
  const joins = (word: Word) => /[\p{L}\p{N}\p{Pd}/+*_&·()[\]]/u.test(word.text);
  const joinedBefore =
    before && !words[first]!.spaced && !words[first]!.cut && /[\p{L}\p{N}\p{Pd}/+_&·)\]]/u.test(before.text);
  const joinedAfter = after && !after.spaced && !after.cut && joins(after) && !/[)\]]/.test(after.text);
  return !joinedBefore && !joinedAfter;
}
