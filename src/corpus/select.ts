import { UserError } from '../core/errors.ts';
import { randomOf, shuffled } from '../core/random.ts';
import type { LabelledSentence } from './corpus.ts';

/**
 * The sentences with a mention of one of some types, in their order. The published single-type sets of JNLPBA hold only
 * such sentences.
 */
export function withTypes(sentences: readonly LabelledSentence[], types: Iterable<string>): LabelledSentence[] {
  const wanted = new Set(types);
  return sentences.filter(({ mentions }) => mentions.some(({ type }) => wanted.has(type)));
}

/** Sentences, or so many of them that the seed draws (`subset`) where there are more. */
export function atMost<Item>(sentences: readonly Item[], count: number, seed: number): readonly Item[] {
  return count < sentences.length ? subset(sentences, count / sentences.length, seed) : sentences;
}

/**
 * A random share of sentences, in their order: the nearest number of them to `fraction`, at least one. For one seed a
 * smaller share is a part of every larger one.
 * @param fraction in (0, 1].
 * @throws UserError if it is not.
 */
export function subset<Item>(sentences: readonly Item[], fraction: number, seed: number): Item[] {
  if (!(fraction > 0 && fraction <= 1)) throw new UserError(`a share of sentences is in (0, 1], not ${fraction}`);
  const count = Math.max(1, Math.round(sentences.length * fraction));
  const order = shuffled([...sentences.keys()], randomOf(seed, 'subset'));
  const chosen = new Set(order.slice(0, count));
  return sentences.filter((_, index) => chosen.has(index));
}
