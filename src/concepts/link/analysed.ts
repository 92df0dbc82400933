import { fold } from '../../text/names/fold.ts';
import { plainWords } from '../../text/names/plain-words.ts';
import { root } from '../../text/names/stem.ts';
import { bagOf, isStopWord } from '../names/keys.ts';
import { wordClass } from '../names/word-classes.ts';

/** A mention or a name as it is compared with others. */
export interface AnalysedText {
  readonly text: string;
  /** In lower case with plain letters, white space made one space. */
  readonly folded: string;
  /** The first key (`keysOf`). */
  readonly joined: string;
  /** The second key. */
  readonly bag: string;
  /** Its words that tell something, each once, in order; at the same index the class and the root of each. */
  readonly words: readonly string[];
  readonly classes: readonly string[];
  readonly roots: readonly string[];
  /** Whether a word is a number or a single letter: what tells types of a disease or members of a family apart. */
  readonly marks: readonly boolean[];
  /** Words of letters and digits, as in `C9` and `G6PD`, each as it stands, in lower case. */
  readonly symbols: readonly string[];
  /** Root of the word that says what it is: `cancer` of `cancer of the breast`, `leukemia` of `Leukemia, Myeloid`. */
  readonly head: string;
  /** Character trigrams of the first key, hashed, sorted, each once. */
  readonly grams: Int32Array;
}

export function analyse(text: string): AnalysedText {
  const all = plainWords(text);
  const telling = [...new Set(all.filter((word) => !isStopWord(word)))];
  const words = telling.length === 0 ? [...new Set(all)] : telling;
  const classes = words.map(wordClass);
  const joined = all.join('');
  return {
    text,
    folded: fold(text).replaceAll(/\s+/g, ' ').trim(),
    joined,
    bag: bagOf(all),
    words,
    classes,
    roots: classes.map(root),
    marks: words.map(isMark),
    symbols: fold(text).match(/(?=[\p{L}]*\p{N})(?=\p{N}*\p{L})[\p{L}\p{N}]+/gu) ?? [],
    head: headOf(text),
    grams: gramsOf(joined),
  };
}

/** The share of trigrams that two texts have in common (Dice), in [0, 1]. */
export function dice({ grams: a }: AnalysedText, { grams: b }: AnalysedText): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) shared++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}

function isMark(word: string): boolean {
  return /^(?:\p{N}+|\p{L}|alfa|beta|gamma|delta|epsilon|kappa|zeta)$/u.test(word);
}

function headOf(text: string): string {
  const [first = ''] = text.split(/, | (?:of|in|due to|with|from|by|to) /i);
  const words = plainWords(first).filter((word) => !isMark(word) && word !== 'typ' && !isStopWord(word));
  const last = words.at(-1);
  return last === undefined ? '' : root(wordClass(last));
}

function gramsOf(joined: string): Int32Array {
  const padded = `^${joined}$`;
  const grams = new Set<number>();
  for (let at = 0; at + 3 <= padded.length; at++) {
    grams.add(
      (Math.imul(padded.charCodeAt(at), 961) + Math.imul(padded.charCodeAt(at + 1), 31) + padded.charCodeAt(at + 2)) |
        0,
    );
  }
  return Int32Array.from(grams).sort();
}
