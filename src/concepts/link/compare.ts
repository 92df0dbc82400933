import { areRelated } from '../names/word-classes.ts';
import type { NamedConcept } from '../store/store.ts';
import { type AnalysedText, dice } from './analysed.ts';
import { featureAt as at, type Features, featureCount } from './features.ts';

/** How rare a word's class is among all names, from 0 on. */
export type Rarity = (wordClass: string) => number;

/** Features of a text and a name of a concept; those of the concept and of how the text was come by are 0. */
export function compare(query: AnalysedText, name: AnalysedText, named: NamedConcept, rarity: Rarity): Features {
  const features = new Float64Array(featureCount);
  const joined = query.joined === name.joined;
  const there = joined ? whole : cover(query, name, rarity);
  const back = joined ? whole : cover(name, query, rarity);
  const alike = dice(query, name);
  features[at.bias] = 1;
  features[at.exact] = flag(query.text === named.name);
  features[at.folded] = flag(query.folded === name.folded);
  features[at.joined] = flag(joined);
  features[at.words] = flag(sameWords(query.words, name.words));
  features[at.bag] = flag(query.bag === name.bag);
  features[at.covered] = there.share;
  features[at.covers] = back.share;
  features[at.coverProduct] = there.share * back.share;
  features[at.missing] = there.missing;
  features[at.extra] = back.missing;
  features[at.dice] = alike;
  features[at.diceSquared] = alike * alike;
  features[at.head] = flag(query.head !== '' && query.head === name.head);
  features[at.markMissing] = flag(there.mark);
  features[at.markExtra] = flag(back.mark);
  features[at.symbolMissing] = flag(!joined && query.symbols.some((symbol) => !name.joined.includes(symbol)));
  features[at.caseDiffers] = flag(joined && isSymbol(named.name) && !sameCase(query.text, named.name));
  features[at.preferred] = flag(named.kind === 'preferred');
  features[at.symbol] = flag(named.kind === 'symbol');
  features[at.abbreviation] = flag(named.kind === 'abbreviation');
  features[at.previous] = flag(named.kind === 'previous');
  features[at.neighbour] = flag(named.kind === 'related' || named.kind === 'broad' || named.kind === 'narrow');
  features[at.shortMatch] = flag(joined && query.joined.length <= 3);
  return features;
}

interface Cover {
  /** How much of the words' rarity is found in the other text. */
  readonly share: number;
  /** How rare all words that are not found are together, at most 1: ten times as rare as one of every name is 0.23. */
  readonly missing: number;
  /** Whether a number or a single letter is not found. */
  readonly mark: boolean;
}

/** Of two texts that are the same when joined, however their words are divided (`HepG2`, `Hep G2`). */
const whole: Cover = { share: 1, missing: 0, mark: false };

function cover(of: AnalysedText, by: AnalysedText, rarity: Rarity): Cover {
  let all = 0;
  let found = 0;
  let mark = false;
  for (const [index, word] of of.words.entries()) {
    const weight = rarity(of.classes[index]!) + 0.1;
    all += weight;
    const likeness = by.roots.includes(of.roots[index]!) ? 1 : nearest(word, of.classes[index]!, by);
    found += weight * likeness;
    if (of.marks[index] && likeness < 1) mark = true;
  }
  return { share: all === 0 ? 0 : found / all, missing: Math.min(1, (all - found) / 20), mark };
}

/** How alike the most alike of words that are not the same is: by meaning, or by three quarters of beginning and end. */
function nearest(word: string, wordClass: string, { words: others, classes }: AnalysedText): number {
  if (classes.some((other) => areRelated(wordClass, other))) return 0.7;
  if (word.length < 5) return 0;
  let best = 0;
  for (const other of others) {
    if (other.length < 5) continue;
    const longer = Math.max(word.length, other.length);
    let same = 0;
    while (same < longer && word[same] === other[same]) same++;
    let end = 0;
    while (end < Math.min(word.length, other.length) - same && word.at(-1 - end) === other.at(-1 - end)) end++;
    const share = (same + end) / longer;
    if (share >= 0.75 && share > best) best = share;
  }
  return best * 0.9;
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word) => b.includes(word));
}

/** Whether a name is a symbol, of which upper and lower case tell something: `BRCA1`, `Cat`. */
function isSymbol(name: string): boolean {
  return !name.includes(' ') && /\p{Lu}/u.test(name.slice(1)) && name.length <= 8;
}

/** Whether all letters are of the same case; separators are passed over. */
function sameCase(a: string, b: string): boolean {
  const letters = (text: string) => text.replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return letters(a) === letters(b);
}

function flag(value: boolean): number {
  return value ? 1 : 0;
}
