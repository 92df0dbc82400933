import { align, folded } from '../../concepts/abbreviations/align.ts';
import { sentenceText } from '../../concepts/abbreviations/sentence-text.ts';
import { isShortForm, looksShort } from '../../concepts/abbreviations/short-form.ts';
import { splitIntoWords } from '../../text/words.ts';
import { plainWords } from './plain-words.ts';

/** Words by which every author varies the style, without the `s` of a plural; two of them are no two names. */
const general = new Set(
  'cancer carcinoma sarcoma malignancy malignancie malignant neoplasm neoplasia neoplastic tumor tumour tumorigenesis death disease disorder illness infection injury injurie pain toxicity mass alcohol human man men woman women patient people person child children participant subject infant'.split(
    ' ',
  ),
);

/** Whether a name could be one of several: authors say mice, rats, patients and tumours for style, but two Latin names are two. */
export function isDistinctive(name: string, type: string): boolean {
  const words = plainWords(name);
  if (words.every(isGeneral)) return false;
  return !/^(?:species|organism)/i.test(type) || /^\p{Lu}\p{Ll}+ \p{Ll}{3,}/u.test(name);
}

/**
 * Whether two names of a concept are so different that a reader may take them for two things.
 * @param symbols whether symbols are names in their own right, as those of genes are; others abbreviate what the text tells.
 */
export function areUnlike(a: string, b: string, symbols: boolean): boolean {
  if (isShort(a) && isShort(b) && !symbols) return false;
  // A symbol and a full name are a name and its abbreviation, whether or not the text says so.
  if (isShort(a) !== isShort(b) || abbreviates(a, b) || abbreviates(b, a)) return false;
  // `FGF-1` and `FGF-2` are two things, whatever they were linked to.
  if (withoutNumbers(a) === withoutNumbers(b)) return false;
  const [left, right] = [plainWords(a), plainWords(b)];
  if (left.some(isGeneral) && right.some(isGeneral) && sharesWord(left, right)) return false;
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  // `hepatitis B` is short for `hepatitis B virus infection`, `leukemic` is of `leukemia`.
  if (shorter.every((word) => longer.some((other) => alike(word, other)))) return false;
  const [plain, other] = [folded(a), folded(b)];
  return !plain.includes(other) && !other.includes(plain);
}

function isShort(name: string): boolean {
  return !name.includes(' ') && (looksShort(name) || (isShortForm(name) && name.length < 5));
}

function withoutNumbers(name: string): string {
  return folded(name.replaceAll(/\p{N}+|\b[IVX]+\b|(?<=\p{Pd})\p{L}\b/gu, ''));
}

function isGeneral(word: string): boolean {
  return general.has(word.replace(/s$/, ''));
}

function sharesWord(a: readonly string[], b: readonly string[]): boolean {
  return a.some((word) => !isGeneral(word) && b.some((other) => alike(word, other)));
}

/** Whether two words begin alike, so that one is an inflection or derivation of the other. */
function alike(a: string, b: string): boolean {
  if (a === b) return true;
  let shared = 0;
  while (shared < a.length && a[shared] === b[shared]) shared++;
  return shared >= 4 && shared >= Math.min(a.length, b.length) - 3;
}

function abbreviates(short: string, long: string): boolean {
  if (!isShortForm(short) || folded(short).length >= folded(long).length) return false;
  const words = splitIntoWords(long);
  if (words.length === 0) return false;
  const text = sentenceText({ start: 0, end: long.length, words });
  return align(folded(short), text, 0, text.text.length, () => true) !== undefined;
}
