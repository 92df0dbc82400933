import { plainWords } from '../../text/names/plain-words.ts';
import { american } from '../../text/names/spelling.ts';
import { root, singular } from '../../text/names/stem.ts';
import { wordClass } from './word-classes.ts';

/** Changes whenever `keysOf` or `wordsOf` give something else for any name: a store that was made with others is not read. */
export const keysVersion = 6;

/** Words that names of one concept have or lack. `a` is none of them: it tells hepatitis A from hepatitis B. */
const stopWords = new Set(
  'of the and or in on at with to by for from due an nos unspecified not otherwise specified'.split(' '),
);

/** What names of salts have behind that of the drug itself. */
const salts = new Set(
  `hydrochloride dihydrochloride hydrobromide monohydrate dihydrate hydrate anhydrous maleate mesylate mesilate besylate tartrate bitartrate
  fumarate succinate hemisuccinate maleic tosylate bromide iodide pamoate methanesulfonate hcl hbr`
    .trim()
    .split(/\s+/)
    .map((word) => singular(american(word))),
);

/** The words of a name that searching by words goes by, in their order: those of `plainWords`, each the first of its class. */
export function wordsOf(name: string): readonly string[] {
  return plainWords(name).map(wordClass);
}

/**
 * What names of one concept that are spelt differently have in common: two names that share a key are candidates for being
 * the same. The first key is the name without what divides words (`IL-2`, `IL 2` and `IL2`; `beta-catenin` and `β catenin`);
 * the second, marked by a space, is the set of the roots of its words, stop words aside (`Leukemia, Myeloid, Acute` and
 * `acute myeloid leukaemia`; `renal diseases` and `disorder of the kidney`; `hypertensive` and `hypertension`). A salt has
 * the first key of its drug, too.
 */
export function keysOf(name: string): readonly string[] {
  const words = plainWords(name);
  const joined = words.join('');
  if (joined === '') return [];
  const drug = words.filter((word) => !salts.has(word)).join('');
  return drug === joined || drug.length < 5 ? [joined, bagOf(words)] : [joined, bagOf(words), drug];
}

/** The second key of `keysOf`, of words of `plainWords`. */
export function bagOf(words: readonly string[]): string {
  const telling = words.filter((word) => !stopWords.has(word));
  const roots = new Set((telling.length === 0 ? words : telling).map((word) => root(wordClass(word))));
  return ` ${[...roots].sort().join(' ')}`;
}

/** Whether a word of `plainWords` tells nothing of which concept a name is of. */
export function isStopWord(word: string): boolean {
  return stopWords.has(word);
}
