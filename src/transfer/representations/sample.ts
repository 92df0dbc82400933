import { randomOf, shuffled } from '../../core/random.ts';
import type { LabelledSentence } from '../../corpus/corpus.ts';

/** How much of a corpus is read. */
export interface SampleSizes {
  /** Sentences that are put through the encoder, and mentions that are kept of them, at most. */
  readonly sentences: number;
  /** Words that are kept by themselves, at most: one half in mentions, one half outside. */
  readonly words: number;
}

/** A word by its sentence in the sample and its place in it. */
export interface SampledWord {
  readonly sentence: number;
  readonly word: number;
  /** Index of its label. */
  readonly label: number;
}

/** What is read of a corpus. */
export interface CorpusSample {
  readonly sentences: readonly LabelledSentence[];
  /** So many of the sentences, from the first one, stand for the corpus; the others were chosen for their mentions. */
  readonly drawn: number;
  readonly mentions: readonly { readonly sentence: number; readonly start: number; readonly end: number }[];
  readonly words: readonly SampledWord[];
  /** `O` first, then the entity types of the corpus, sorted. */
  readonly labels: readonly string[];
}

/** The share of sentences that are drawn from all, where not all are read; the others are drawn from those with mentions. */
const drawnShare = 2 / 3;

/**
 * Draws what is read of a corpus, by its sentences and the seed alone. Two thirds of the sentences are drawn from all, the
 * others from those of the rest that have a mention, so that a corpus with few of them gives enough. Mentions are drawn
 * from all of these. Of words, as many are drawn from mentions as from outside of them (among the sentences that were
 * drawn from all), so that the share of `O` is the same for every corpus that has enough.
 */
export function drawSample(all: readonly LabelledSentence[], sizes: SampleSizes, seed: number): CorpusSample {
  const random = (purpose: string) => randomOf(seed, 'transfer', purpose);
  const inOrder = shuffled(
    all.filter(({ words }) => words.length > 0),
    random('sentences'),
  );
  const whole = inOrder.length <= sizes.sentences;
  const drawn = whole ? inOrder.length : Math.max(1, Math.round(sizes.sentences * drawnShare));
  const others = inOrder.slice(drawn).filter(({ mentions }) => mentions.length > 0);
  const sentences = [...inOrder.slice(0, drawn), ...others.slice(0, sizes.sentences - drawn)];

  const types = new Set(all.flatMap(({ mentions }) => mentions.map(({ type }) => type)));
  const labels = ['O', ...[...types].sort()];
  const labelled = sentences.flatMap((sentence, index) =>
    [...wordLabels(sentence, labels)].map((label, word): SampledWord => ({ sentence: index, word, label })),
  );
  const inside = labelled.filter(({ label }) => label > 0);
  const outside = labelled.filter(({ label, sentence }) => label === 0 && sentence < drawn);
  const half = Math.floor(sizes.words / 2);
  const insideKept = shuffled(inside, random('words in mentions')).slice(0, half);
  const outsideKept = shuffled(outside, random('words outside')).slice(0, insideKept.length || half);
  const mentions = sentences.flatMap((sentence, index) =>
    sentence.mentions.map(({ start, end }) => ({ sentence: index, start, end })),
  );
  return {
    sentences,
    drawn,
    mentions: shuffled(mentions, random('mentions')).slice(0, sizes.sentences),
    words: [...insideKept, ...outsideKept],
    labels,
  };
}

/** The label of each word, an index into `labels`. Of mentions that overlap, the first is labelled, and of those the longest. */
function wordLabels({ words, mentions }: LabelledSentence, labels: readonly string[]): Int32Array {
  const found = new Int32Array(words.length);
  for (const { start, end, type } of mentions.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (found.subarray(start, end).every((label) => label === 0)) found.fill(labels.indexOf(type), start, end);
  }
  return found;
}
