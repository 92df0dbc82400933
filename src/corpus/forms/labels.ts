import type { LabelledSpan } from '../../core/labels.ts';
import type { LossTally } from '../problems.ts';
import type { Scheme } from '../scheme.ts';

/** The letters of a mention of several words (first, inside, last) and of one word. IOB1's first depends on its neighbour. */
const letters: Readonly<Record<Scheme, readonly [string, string, string, string]>> = {
  IOB1: ['I', 'I', 'I', 'I'],
  IOB2: ['B', 'I', 'I', 'B'],
  IOBES: ['B', 'I', 'E', 'S'],
  BILOU: ['B', 'I', 'L', 'U'],
};

/**
 * The labels of words with mentions in a tagging scheme, `O` where there is none. In IOB1 a mention begins with B if it
 * follows another of its type directly, else with I (Ramshaw and Marcus, 1995).
 * @param words how many there are.
 * @param mentions half open in indices of words, in order, disjoint (`disjoint`).
 */
export function labelsOf(words: number, mentions: readonly LabelledSpan[], scheme: Scheme): string[] {
  const labels = new Array<string>(words).fill('O');
  const [first, inside, last, alone] = letters[scheme];
  let before: LabelledSpan | undefined;
  for (const mention of mentions) {
    const { start, end, type } = mention;
    const follows = scheme === 'IOB1' && before?.end === start && before.type === type;
    for (let word = start; word < end; word++) {
      const letter =
        word > start ? (word < end - 1 ? inside : last) : follows ? 'B' : end - start === 1 ? alone : first;
      labels[word] = `${letter}-${type}`;
    }
    before = mention;
  }
  return labels;
}

/**
 * Mentions that can stand side by side, in order: of those that overlap the longest are kept, of equal ones the first;
 * the others are counted in `losses`.
 */
export function disjoint(mentions: readonly LabelledSpan[], losses: LossTally): readonly LabelledSpan[] {
  const isDisjoint = mentions.every(({ start }, index) => index === 0 || (mentions[index - 1]?.end ?? 0) <= start);
  if (isDisjoint) return mentions;
  const byLength = mentions.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const taken = new Set<number>();
  const kept = byLength.filter(({ start, end }) => {
    for (let word = start; word < end; word++) if (taken.has(word)) return false;
    for (let word = start; word < end; word++) taken.add(word);
    return true;
  });
  losses.add('overlapping mentions', mentions.length - kept.length);
  return kept.toSorted((a, b) => a.start - b.start);
}
